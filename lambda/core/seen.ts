import type { Certificate } from './certificate';
import type { Expiry } from './expiry';
import type { Instant } from './instant';
import type { Judgement } from './judgement';
import type { Answers, LastSeen } from './last-seen';
import type { AddressObservation, Observation } from './observation';
import { atLeast } from './severity';

export type HowMuch = 'all' | 'some' | 'none';

/** How much of a target one look saw; an address that cannot be looked at from here at all (its finding is `info`) is not missed. */
export function howMuch(observation: Observation, { findings, expiries }: Judgement): HowMuch {
  if (observation.saw === 'nothing' || (observation.saw === 'endpoint' && expiries.length === 0)) return 'none';
  if (observation.saw === 'unchanged' && !observation.seen) return 'none';
  if (isDetailMissed(observation)) return 'some';
  if (isUnlookedAt(observation)) return 'some';
  const missed = findings.some(({ reason, severity }) => reason === 'unreachable' && atLeast(severity, 'warning'));
  return missed ? 'some' : 'all';
}

/** A prober that was blind to some of its addresses did not look at them. */
function isUnlookedAt(observation: Observation): boolean {
  if (observation.saw !== 'endpoint') return false;
  return observation.addresses.some((seen) => !seen.ok && seen.failure.reason === 'not-looked');
}

function isDetailMissed(observation: Observation): boolean {
  if (observation.saw === 'managed') return observation.certificate.detailMissed === true;
  return observation.saw === 'database' && observation.database.detailMissed === true;
}

export function seenNow(expiry: Expiry, { servedAt }: Judgement, now: Instant): LastSeen {
  const at = servedAt?.get(expiry.sha256 ?? '') ?? [];
  return { expiry, at: at.map((address) => ({ address, time: now })) };
}

/** What the last look has taken for gone is remembered to be. */
const NOBODY: ReadonlySet<string> = new Set();

export function answersOf(observation: Observation, seen: HowMuch, before: readonly LastSeen[]): Answers {
  if (observation.saw === 'unchanged') return { none: seen === 'none', answered: NOBODY, dark: observation.dark };
  const addresses = observation.saw === 'endpoint' ? observation.addresses : [];
  const answered = addresses.filter((one) => one.ok && (one.sent !== undefined || !servedTwo(one.address, before)));
  const dark = addresses.filter(({ ok }) => !ok);
  const named = (those: readonly AddressObservation[]) => new Set(those.map(({ address }) => address));
  return { none: seen === 'none', answered: named(answered), dark: named(dark) };
}

/** Of two certificates at one address the hand-shake shows one; the other is seen only where the reader could read. */
function servedTwo(address: string, before: readonly LastSeen[]): boolean {
  const leafs = before.filter(({ expiry }) => expiry.of === 'certificate');
  return leafs.filter(({ at }) => at.some((seen) => seen.address === address && seen.was !== 'gone')).length > 1;
}

export function leafsSeen(observation: Observation): Certificate[] {
  if (observation.saw !== 'endpoint') return [];
  return observation.addresses.flatMap((seen) => (seen.ok ? [seen.chain[0]] : []));
}
