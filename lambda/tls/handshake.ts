import { isIP } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { Failure, Handshake } from '../core/observation';
import { isOnRequest } from '../core/protocol';
import { alpnFor } from './alpn';
import { namesOf } from './certificate';
import { openStream, type Place } from './connection';
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

/** What a hand-shake came to: what was seen, or why nothing could be. */
export type Outcome = ({ readonly ok: true } & Handshake) | { readonly ok: false; readonly failure: Failure };

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
  let timer: NodeJS.Timeout | undefined;
  try {
    const { opened, secured } = open(via, endpoint);
    socket = opened;
    socket.once('connect', () => {
      phase = 'hand-shake';
    });
    const late = new Promise<Outcome>((resolve) => {
      const giveUp = () => resolve({ ok: false, failure: timedOut({ ...endpoint, phase }) });
      timer = setTimeout(giveUp, Math.max(0, until - performance.now()));
    });
    return await Promise.race([secured.then((peer) => outcomeOf(opened, peer, endpoint)), late]);
  } catch (error) {
    return { ok: false, failure: failureOf(error, { ...endpoint, phase }) };
  } finally {
    clearTimeout(timer);
    socket?.destroy();
  }
}

interface Opened {
  readonly opened: TLSSocket;
  /** Resolves with the peer's certificate after the hand-shake; rejects if there is none. */
  readonly secured: Promise<PeerCertificate>;
}

function open(via: ConnectionOptions, { host, protocol, trust, privateCa }: Endpoint): Opened {
  let peer: PeerCertificate | undefined;
  const opened = connect({
    ...via,
    ...(isIP(host) === 0 && { servername: host }),
    ...alpnFor(protocol),
    secureContext: trustStoreFor(trust, privateCa).context,
    rejectUnauthorized: false,
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
  return { opened, secured: secured.then(() => peer ?? opened.getPeerCertificate(true)) };
}

function outcomeOf(socket: TLSSocket, peer: PeerCertificate, endpoint: Endpoint): Outcome {
  const read = peerChain(peer);
  if ('problem' in read) return { ok: false, failure: unreadable(read.problem, { ...endpoint, phase: 'hand-shake' }) };
  const { leaf, chain } = read;
  // By its type an Error, but in fact OpenSSL's word (https://nodejs.org/api/tls.html#tlssocketauthorizationerror).
  const code = socket.authorized ? undefined : String(socket.authorizationError);
  return {
    ok: true,
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    chain,
    verdict: verdictOf(code, chain, endpoint),
    nameMatches: namesMatch(endpoint.host, namesOf(leaf)),
  };
}
