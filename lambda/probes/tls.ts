import type { AddressObservation, Failure, Observation, Sighting } from '../core/observation';
import type { TlsTarget } from '../core/target';
import { addressesOf, type Lookup, systemLookup } from '../tls/addresses';
import { twice } from '../tls/attempts';
import { firstWords } from '../tls/first-words';
import { type Endpoint, handshake, type Outcome } from '../tls/handshake';
import type { Look } from './probe';

/**
 * Looks at every address of a TLS endpoint at the same time, by a whole hand-shake at each.
 *
 * @param find how names become addresses.
 */
export async function probeTls(target: TlsTarget, look: Look, find: Lookup = systemLookup): Promise<[Sighting]> {
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
    trust: target.trust,
    timeout,
    now: now(),
    ...(privateCa !== undefined && { privateCa }),
  };
  const addresses = await Promise.all(found.map((address) => lookAt({ ...service, address }, until)));
  return { saw: 'endpoint', addresses };
}

async function lookAt(endpoint: Endpoint, until: number): Promise<AddressObservation> {
  const { address } = endpoint;
  const outcome = await twice((end) => handshake(endpoint, end), failureIn, until);
  if (outcome.ok || outcome.failure.reason !== 'not-tls') return { ...outcome, address };
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
