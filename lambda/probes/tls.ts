import type { AddressObservation, Failure, Observation, Sighting } from '../core/observation';
import { isOnRequest } from '../core/protocol';
import type { TlsTarget } from '../core/target';
import { addressesOf, type Lookup } from '../tls/addresses';
import { twice } from '../tls/attempts';
import { portBlocked } from '../tls/failure';
import { firstWords } from '../tls/first-words';
import { refusedBy } from '../tls/guard';
import { type Endpoint, handshake, type Outcome } from '../tls/handshake';
import { systemLookup } from '../tls/resolver';
import type { Look } from './probe';

/**
 * Looks at every address of a TLS endpoint at the same time, by a whole hand-shake at each.
 *
 * @param find how names become addresses; default the look's own way.
 */
export async function probeTls(
  target: TlsTarget,
  look: Look,
  find: Lookup = look.find ?? systemLookup,
): Promise<[Sighting]> {
  const until = performance.now() + look.timeout;
  return [{ target, observation: await observe(target, look, find, until) }];
}

async function observe(target: TlsTarget, look: Look, find: Lookup, until: number): Promise<Observation> {
  const { port } = target;
  const { timeout, privateCa, now } = look;
  const sought = { host: target.address ?? target.host, port, timeout };
  const found = await twice((end) => addressesOf(sought, find, end), failureIn, until);
  if ('failure' in found) return { saw: 'nothing', failure: found.failure };
  const service = {
    host: target.servername ?? target.host,
    port,
    protocol: target.protocol,
    trust: target.trust,
    timeout,
    now: now(),
    ...(privateCa !== undefined && { privateCa }),
  };
  const addresses = await Promise.all(
    found.addresses.map((address) => lookInTurn(sought.host, { ...service, address }, look, until)),
  );
  return { saw: 'endpoint', addresses };
}

/** Looks where the guard lets it, as soon as a socket is to be had; that time is not booked to the endpoint. */
async function lookInTurn(
  sought: string,
  endpoint: Endpoint,
  { guard, budget, outbound25 }: Look,
  until: number,
): Promise<AddressObservation> {
  const { address } = endpoint;
  const blocked = endpoint.port === 25 && outbound25 === false ? portBlocked(endpoint) : undefined;
  const failure = refusedBy(guard, sought, address) ?? blocked;
  if (failure !== undefined) return { ok: false, address, failure };
  if (budget === undefined) return lookAt(endpoint, until);
  return budget.sockets.run((waited) => lookAt(endpoint, until + waited));
}

/** Mail servers let strangers wait for their greeting, by default six seconds (Postfix) or five (sendmail), to be rid of bots. */
const SHARE_OF_DIALOGUES = 0.8;

async function lookAt(endpoint: Endpoint, until: number): Promise<AddressObservation> {
  const { address, protocol } = endpoint;
  const share = isOnRequest(protocol) ? SHARE_OF_DIALOGUES : undefined;
  const outcome = await twice((end) => handshake(endpoint, end), failureIn, until, share);
  // A dialogue has heard what it says already.
  if (outcome.ok || outcome.failure.reason !== 'not-tls' || isOnRequest(protocol)) return { ...outcome, address };
  return { ok: false, address, failure: await withFirstWords(outcome.failure, endpoint, until) };
}

/** What answered instead tells at once who typed the wrong port. */
async function withFirstWords(failure: Failure, { address, port }: Endpoint, until: number): Promise<Failure> {
  const words = await firstWords(address, port, until);
  if (words === undefined) return failure;
  return { ...failure, sentence: `${failure.sentence.replace(/\.$/, '')}; it says “${words}”.` };
}

function failureIn(outcome: Outcome | Awaited<ReturnType<typeof addressesOf>>): Failure | undefined {
  return 'failure' in outcome ? outcome.failure : undefined;
}
