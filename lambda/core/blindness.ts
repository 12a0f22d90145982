import { DAY, type Instant } from './instant';
import type { Blindness, Sight } from './noticed';
import type { FailureReason, Observation } from './observation';

/** What a prober without a network meets; and what it meets that has run out of its own resources. */
const OFFLINE: readonly FailureReason[] = [
  'timed-out',
  'no-such-host',
  'dns-failed',
  'refused',
  'reset',
  'closed',
  'no-route',
  'internal-error',
];

export function isOffline(reason: FailureReason): boolean {
  return OFFLINE.includes(reason);
}

/** Whether no address was reached, for a reason that may lie with the prober. */
export function isOutOfReach(observation: Observation): boolean {
  return isUnseen(observation, isOffline);
}

/**
 * Whether no address showed a certificate, for whatever reason but that nobody looked. Of what was seen before, even an answer may
 * be that of something in between: a proxy or a firewall that refuses every hand-shake, or knows no TLS.
 */
export function isOutOfSight(observation: Observation): boolean {
  return isUnseen(observation, (reason) => reason !== 'not-looked');
}

function isUnseen(observation: Observation, counts: (reason: FailureReason) => boolean): boolean {
  if (observation.saw === 'nothing') return counts(observation.failure.reason);
  if (observation.saw !== 'endpoint') return false;
  const { addresses } = observation;
  return addresses.length > 0 && addresses.every((seen) => !seen.ok && counts(seen.failure.reason));
}

/** Fewer may well fail together, as the hosts of one small client do. */
const FEWEST_LOST = 5;

/** What stays away for longer, while others are reached, is not the prober's fault. */
export const LONGEST_IN_PART = 2 * DAY;

/**
 * Whether so much is lost at once that it is the prober's way which is broken, and none of it is to be called unreachable. Those
 * that it has never looked at before count only where the others are too few to tell, and none of these was reached. A prober that
 * was blind stays so until it reaches something, however few it has tried this time.
 *
 * @param before since when the prober has been taken for offline.
 */
export function blindness(
  sight: Sight,
  newcomers: Sight,
  before: Blindness | undefined,
  now: Instant,
): Blindness | undefined {
  const first = newcomers.known > 0 && sight.known < FEWEST_LOST && sight.lost === sight.known;
  const known = sight.known + (first ? newcomers.known : 0);
  const lost = sight.lost + (first ? newcomers.lost : 0);
  const wasBlind = before !== undefined && before.family === undefined;
  const since = wasBlind ? before.since : now;
  const isFew = lost < FEWEST_LOST;
  if (isFew ? !wasBlind || lost < known : lost * 2 < known) return undefined;
  // Nobody has ever seen that the prober could reach newcomers; and a few may be away for reasons of their own.
  if ((lost < known || first || isFew) && now - since > LONGEST_IN_PART) return undefined;
  // Where nothing was tried, what was met before still stands.
  return known === 0 && wasBlind ? before : { known, lost, since, ...(first && { first }) };
}

/** Says nothing of the target: what was seen last stands, and its dates go on counting. */
export const NOT_LOOKED = {
  saw: 'nothing',
  failure: { reason: 'not-looked', sentence: 'It was not looked at, since the monitor could reach nothing.' },
} as const satisfies Observation;

export function isNotLooked(observation: Observation): boolean {
  return observation.saw === 'nothing' && observation.failure.reason === 'not-looked';
}
