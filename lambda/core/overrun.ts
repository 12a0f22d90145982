import type { Instant } from './instant';
import type { Left, Overrun } from './noticed';

/** What is remembered of sweeps that had no time for everything; undefined once one had. */
export function overrunOf(left: Left | undefined, before: Overrun | undefined, now: Instant): Overrun | undefined {
  if (left === undefined) return undefined;
  return { ...left, at: now, since: before?.since ?? now, ...(before && { every: Math.max(0, now - before.at) }) };
}

/**
 * Milliseconds from one look at a target to the next at the rate of the last sweep; Infinity where it looked at nothing,
 * undefined until two sweeps in a row had no time for everything.
 */
export function roundOf({ left, all, every }: Overrun): number | undefined {
  if (every === undefined) return undefined;
  return left < all ? Math.ceil(all / (all - left)) * every : Number.POSITIVE_INFINITY;
}
