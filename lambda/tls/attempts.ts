import { setTimeout as pause } from 'node:timers/promises';
import type { Failure, FailureReason } from '../core/observation';

/**
 * What may be gone in a moment. A name that does not exist is asked for again as well, since resolvers say so also when
 * the process is out of file descriptors. A missing route is not: every IPv6 address has none where there is no IPv6.
 */
const PASSING: readonly FailureReason[] = ['timed-out', 'dns-failed', 'no-such-host', 'refused', 'reset', 'closed'];

/** Between the two tries at most, and at most this share of the time that is left. */
const LONGEST_PAUSE = 500;
const PAUSE_SHARE = 0.1;

/**
 * Tries once, and once more after a failure that may pass. The first try may take only its share of the time that is left,
 * so that the second is always possible; together they end by `until`, in milliseconds of `performance.now()`.
 *
 * @param share default half.
 */
export async function twice<T>(
  attempt: (until: number) => Promise<T>,
  failureIn: (outcome: T) => Failure | undefined,
  until: number,
  share = 0.5,
): Promise<T> {
  const start = performance.now();
  const outcome = await attempt(start + (until - start) * share);
  const failure = failureIn(outcome);
  if (failure === undefined || !PASSING.includes(failure.reason)) return outcome;
  const left = Math.max(0, until - performance.now());
  if (failure.reason !== 'timed-out') await pause(Math.min(LONGEST_PAUSE, left * PAUSE_SHARE));
  return attempt(until);
}
