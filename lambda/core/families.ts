import { isOffline, isOutOfSight, LONGEST_IN_PART, NOT_LOOKED } from './blindness';
import type { Instant } from './instant';
import { type Blindness, FAMILIES, type Family, type Sight } from './noticed';
import type { AddressObservation, Observation } from './observation';
import type { Result, SeenAddress } from './result';

export type SightByFamily = Readonly<Record<Family, Sight>>;

type Before = Pick<Result, 'addresses'>;

function familyOf({ address }: { readonly address: string }): Family {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

/** The families of which no address was reached, for a reason that may lie with the prober. */
export function lostFamilies(observation: Observation): Family[] {
  if (observation.saw !== 'endpoint') return [];
  return FAMILIES.filter((family) => {
    const its = observation.addresses.filter((at) => familyOf(at) === family);
    return its.length > 0 && its.every((seen) => !seen.ok && isOffline(seen.failure.reason));
  });
}

/**
 * What a look says of the ways of both families: each that had shown something before and was met again counts. Where nothing
 * at all is seen any more, that may be the endpoint's own fault, and says nothing of either.
 */
export function familiesMet(observation: Observation, before: Before): { family: Family; isLost: boolean }[] {
  if (observation.saw !== 'endpoint' || !observation.addresses.some(({ ok }) => ok)) return [];
  const lost = lostFamilies(observation);
  return FAMILIES.filter((family) => {
    const isOfFamily = (at: { readonly address: string }) => familyOf(at) === family;
    return observation.addresses.some(isOfFamily) && before.addresses.filter(isOfFamily).some(wasSeen);
  }).map((family) => ({ family, isLost: lost.includes(family) }));
}

/** Fewer may well lose one family together, as hosts behind one router do. */
const FEWEST_LOST = 5;

/** Whether one family's way is broken: nothing that was seen by it before is, although all of it is seen by the other. */
export function familyBlindness(
  sight: SightByFamily,
  before: Blindness | undefined,
  now: Instant,
): Blindness | undefined {
  const family = FAMILIES.find((one) => {
    // It does not end because some of these few go down altogether, but when one is seen by it.
    const fewest = before?.family === one ? 1 : FEWEST_LOST;
    return sight[one].lost >= fewest && sight[one].lost === sight[one].known;
  });
  if (family === undefined) return undefined;
  const since = before?.family === family ? before.since : now;
  return now - since > LONGEST_IN_PART ? undefined : { ...sight[family], since, family };
}

/** What the prober cannot see, by its own fault. */
export type BlindTo = Family | 'all' | 'nothing';

export function blindTo(blind: Blindness | undefined): BlindTo {
  return blind === undefined ? 'nothing' : (blind.family ?? 'all');
}

/** What can be believed of a look: what a blind prober did not see counts as not looked at, and stands as it was. */
export function believed(observation: Observation, blind: BlindTo, before: Before | undefined): Observation {
  if (blind === 'nothing' || observation.saw === 'inventory') return observation;
  if (blind === 'all' && isOutOfSight(observation)) return NOT_LOOKED;
  const gone = lostFamilies(observation).filter((family) => blind === 'all' || family === blind);
  if (observation.saw !== 'endpoint' || gone.length === 0) return observation;
  const isGone = (at: { readonly address: string }) => gone.includes(familyOf(at));
  const kept = observation.addresses.filter((at) => !isGone(at) || hasFailedBefore(at, before));
  if (kept.every(isGone)) return NOT_LOOKED;
  const stand = before?.addresses.filter((at) => isGone(at) && wasSeen(at)) ?? [];
  return { ...observation, addresses: [...kept, ...stand.map(notLookedAt)] };
}

/** It has itself, or all of its family has, be it at other addresses, so that it is neither news nor over. */
function hasFailedBefore(at: AddressObservation, before: Before | undefined): boolean {
  const known = before?.addresses.filter((one) => familyOf(one) === familyOf(at)) ?? [];
  const failed = known.filter((one) => !wasSeen(one));
  return failed.some(({ address }) => address === at.address) || (failed.length > 0 && failed.length === known.length);
}

function wasSeen({ sha256 }: SeenAddress): boolean {
  return sha256 !== undefined;
}

function notLookedAt({ address }: SeenAddress): AddressObservation {
  return { ok: false, address, failure: NOT_LOOKED.failure };
}
