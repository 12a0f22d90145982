import type { Instant } from './instant';
import type { Left, Overrun } from './noticed';

/**
 * What is remembered of sweeps that had no time for everything; undefined once one had.
 *
 * @param at when the sweep was, the same each time that it is counted: twice is once.
 */
export function overrunOf(left: Left | undefined, before: Overrun | undefined, at: Instant): Overrun | undefined {
  if (left === undefined) return undefined;
  if (before === undefined) return { ...left, since: at, at };
  const { since, every } = before;
  if (at > before.at) return { ...left, since, at, every: at - before.at };
  return { ...left, since, at: before.at, ...(every !== undefined && { every }) };
}

/**
 * Milliseconds from one look at a target to the next at the rate of the last sweep; Infinity where it looked at nothing,
 * undefined until two sweeps in a row had no time for everything.
 */
export function roundOf({ left, all, every }: Overrun): number | undefined {
  if (every === undefined) return undefined;
  return left < all ? Math.ceil(all / (all - left)) * every : Number.POSITIVE_INFINITY;
}
