import { DAY, type Instant } from './instant';
import type { Digested } from './noticed';

/** A digest that failed is tried again within hours, and an alarm has told of that. */
const GRACE = DAY;

/**
 * What is remembered of the digests that operations get.
 *
 * @param last until when the last one told; undefined where none is known.
 * @param every the longest time from one to the next, in milliseconds.
 */
export function digestedOf(
  last: Instant | undefined,
  before: Digested | undefined,
  every: number,
  now: Instant,
): Digested {
  const since = last ?? before?.last ?? now;
  return { last: since, due: since + every + GRACE };
}
