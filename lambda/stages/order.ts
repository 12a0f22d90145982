import { DAY } from '../core/instant';
import type { Result } from '../core/result';
import type { Target } from '../core/target';

/**
 * Longest ago first. What could not be seen counts as a day older: its look will take longest, and then goes on beside all
 * others and not after them.
 *
 * @param next where the last sweep had no time for all of them, the first that it left: after those that were never looked at
 *   they then come in a circle by name that begins there. When each was looked at does not say it, since a look that changes
 *   nothing is recorded but once a day; and what takes longest must not take the time of all others each time.
 */
export function inOrder<T extends Target>(
  targets: readonly T[],
  remembered: ReadonlyMap<string, Result>,
  next: string | undefined,
): T[] {
  const lookedAt = ({ id }: Target) => {
    const result = remembered.get(id);
    if (result === undefined) return 0;
    return next === undefined ? result.checkedAt - (result.seen ? 0 : DAY) : 1;
  };
  const turn = ({ id }: Target) => (next === undefined || id >= next ? 0 : 1);
  const byName = (a: Target, b: Target) => (next === undefined || a.id === b.id ? 0 : a.id < b.id ? -1 : 1);
  return [...targets].sort((a, b) => lookedAt(a) - lookedAt(b) || turn(a) - turn(b) || byName(a, b));
}
