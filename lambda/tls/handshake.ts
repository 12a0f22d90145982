import { isIP } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { Certificate } from '../core/certificate';
import { isRoot } from '../core/chain';
import type { Failure, Handshake } from '../core/observation';
import { isOnRequest } from '../core/protocol';
import { alpnFor } from './alpn';
import { namesOf } from './certificate';
import { openStream, type Place } from './connection';
import { createDeadline } from './deadline';
import { type Attempt, failureOf, timedOut, unreadable } from './failure';
import { namesMatch } from './names';
import { type PeerCertificate, peerChain } from './peer-chain';
import { trustStoreFor } from './trust-store';
import { type Judge, verdictOf } from './verdict';

/**
 * One address of a service, and how to judge it. Its host is the name to ask for, which the certificate has to be for; or
 * an IP address, which is never asked for (RFC 6066 §3).
 */
export type Endpoint = Place & Judge;

/** What a CA can be asked about: DER bytes, and the OCSP response that the server stapled. */
export interface Evidence {
  readonly leaf: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly staple?: Uint8Array;
}

/** What a hand-shake came to: what was seen, or why nothing could be. */
export type Outcome =
  | { readonly ok: true; readonly seen: Handshake; readonly evidence: Evidence }
  | { readonly ok: false; readonly failure: Failure };

/**
 * The full check: one fresh connection, the protocol's dialogue where it has one, and a whole TLS hand-shake by OpenSSL,
 * without resuming a session, which would show no certificate. Never throws; leaves no socket and no timer behind.
 *
 * @param until when to give up, in milliseconds of `performance.now()`.
 */
export async function handshake(endpoint: Endpoint, until: number): Promise<Outcome> {
  const { address, port, protocol } = endpoint;
  // To let TLS connect by itself is a twentieth cheaper.
  if (!isOnRequest(protocol)) return secure({ host: address, port }, endpoint, 'connection', until);
  const prepared = await openStream(endpoint, until);
  if ('failure' in prepared) return { ok: false, failure: prepared.failure };
  try {
    return await secure({ socket: prepared.stream }, endpoint, 'hand-shake', until);
  } finally {
    prepared.socket.destroy();
  }
}

async function secure(
  via: Pick<ConnectionOptions, 'host' | 'port' | 'socket'>,
  endpoint: Endpoint,
  begins: Attempt['phase'],
  until: number,
): Promise<Outcome> {
  let phase = begins;
  let socket: TLSSocket | undefined;
  let late = () => {};
  const deadline = createDeadline(() => late());
  try {
    const { opened, secured } = open(via, endpoint);
    socket = opened;
    socket.once('connect', () => {
      phase = 'hand-shake';
    });
    const isLate = new Promise<Outcome>((resolve) => {
      late = () => resolve({ ok: false, failure: timedOut({ ...endpoint, phase }) });
    });
    deadline.set(until);
    return await Promise.race([secured.then((shown) => outcomeOf(opened, shown, endpoint)), isLate]);
  } catch (error) {
    return { ok: false, failure: failureOf(error, { ...endpoint, phase }) };
  } finally {
    deadline.clear();
    socket?.destroy();
  }
}

/** What the server showed of itself in a hand-shake that ended well. */
interface Shown {
  readonly peer: PeerCertificate;
  readonly staple: Uint8Array | undefined;
}

interface Opened {
  readonly opened: TLSSocket;
  /** Resolves with the peer's certificate after the hand-shake; rejects if there is none. */
  readonly secured: Promise<Shown>;
}

function open(via: ConnectionOptions, { host, protocol, trust, privateCa }: Endpoint): Opened {
  let peer: PeerCertificate | undefined;
  let staple: Uint8Array | undefined;
  const opened = connect({
    ...via,
    ...(isIP(host) === 0 && { servername: host }),
    ...alpnFor(protocol),
    secureContext: trustStoreFor(trust, privateCa).context,
    rejectUnauthorized: false,
    requestOCSP: true,
    minDHSize: 1,
    // Called for trusted paths alone. It judges nothing, but is given what would be dear to have built once more.
    checkServerIdentity: (_, certificate) => {
      peer = certificate;
      return undefined;
    },
  });
  const secured = new Promise<void>((resolve, reject) => {
    opened.once('secureConnect', resolve);
    // Stays for good: what goes wrong after the end must not become an uncaught exception.
    opened.on('error', reject);
  });
  opened.once('OCSPResponse', (response: Uint8Array | null) => {
    staple = response ?? undefined;
  });
  return { opened, secured: secured.then(() => ({ peer: peer ?? opened.getPeerCertificate(true), staple })) };
}

function outcomeOf(socket: TLSSocket, { peer, staple }: Shown, endpoint: Endpoint): Outcome {
  const read = peerChain(peer);
  if ('problem' in read) return { ok: false, failure: unreadable(read.problem, { ...endpoint, phase: 'hand-shake' }) };
  const { leaf, issuer, chain } = read;
  // By its type an Error, but in fact OpenSSL's word (https://nodejs.org/api/tls.html#tlssocketauthorizationerror).
  const code = socket.authorized ? undefined : String(socket.authorizationError);
  const seen = {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    chain,
    pathLength: pathLength(chain, endpoint),
    verdict: verdictOf(code, chain, endpoint),
    nameMatches: namesMatch(endpoint.host, namesOf(leaf)),
    stapled: staple !== undefined,
  };
  return { ok: true, seen, evidence: { leaf, ...(issuer && { issuer }), ...(staple && { staple }) } };
}

/**
 * Node puts every certificate that was sent into the chain, also a cross-sign of a root that the client has. A client stops
 * at the first key that it trusts by itself; of that root only the root's own certificate counts.
 */
function pathLength(chain: readonly Certificate[], { trust, privateCa }: Endpoint): number {
  if (trust.by !== 'public') return chain.length;
  const anchors = trustStoreFor(trust, privateCa).anchors();
  const anchored = chain.findIndex(({ keySha256 }, i) => i > 0 && anchors.has(keySha256));
  const element = chain[anchored];
  if (element === undefined) return chain.length;
  return isRoot(element) ? anchored + 1 : anchored;
}
