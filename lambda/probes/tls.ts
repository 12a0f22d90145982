import { NOTHING_REMEMBERED, type Remembered } from '../core/known-chain';
import type { AddressObservation, Failure, Observation, Sighting } from '../core/observation';
import type { TlsTarget } from '../core/target';
import { addressesOf, type Lookup } from '../tls/addresses';
import { twice } from '../tls/attempts';
import { portBlocked } from '../tls/failure';
import { refusedBy } from '../tls/guard';
import type { Endpoint } from '../tls/handshake';
import { lookAt } from '../tls/look-at';
import { systemLookup } from '../tls/resolver';
import type { TlsLook } from './probe';

/**
 * Looks at every address of a TLS endpoint at the same time.
 *
 * @param remembered what decides how deep to look.
 * @param find how names become addresses; default the look's own way.
 */
export async function probeTls(
  target: TlsTarget,
  look: TlsLook,
  remembered: Remembered = NOTHING_REMEMBERED,
  find: Lookup = look.find ?? systemLookup,
): Promise<[Sighting]> {
  const until = performance.now() + look.timeout;
  return [{ target, observation: await observe(target, look, remembered, find, until) }];
}

async function observe(
  target: TlsTarget,
  look: TlsLook,
  remembered: Remembered,
  find: Lookup,
  until: number,
): Promise<Observation> {
  const { port } = target;
  const { timeout, privateCa, now, budget } = look;
  const sought = { host: target.address ?? target.host, port, timeout };
  let end = until;
  const findAddresses = (waited: number) => {
    end = until + waited;
    return twice((giveUp) => addressesOf(sought, find, giveUp), failureIn, end);
  };
  const found = await (budget === undefined ? findAddresses(0) : budget.names.run(findAddresses));
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
    found.addresses.map((address) => lookInTurn(sought.host, { ...service, address }, look, remembered, end)),
  );
  return { saw: 'endpoint', addresses, ...(found.rest.length > 0 && { left: found.rest }) };
}

/** Looks where the guard lets it, as soon as a socket is to be had; that time is not booked to the endpoint. */
async function lookInTurn(
  sought: string,
  endpoint: Endpoint,
  { guard, budget, outbound25, ca }: TlsLook,
  remembered: Remembered,
  until: number,
): Promise<AddressObservation> {
  const { address } = endpoint;
  const blocked = endpoint.port === 25 && outbound25 === false ? portBlocked(endpoint) : undefined;
  const failure = refusedBy(guard, sought, address) ?? blocked;
  if (failure !== undefined) return { ok: false, address, failure };
  const going = { remembered, ...(ca && { ca }), ...(budget && { fullChecks: budget.fullChecks }) };
  if (budget === undefined) return lookAt(endpoint, going, until);
  return budget.sockets.run((waited) => lookAt(endpoint, going, until + waited));
}

function failureIn(outcome: Awaited<ReturnType<typeof addressesOf>>): Failure | undefined {
  return 'failure' in outcome ? outcome.failure : undefined;
}
