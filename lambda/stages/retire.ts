import type { Instant } from '../core/instant';
import { inGap } from '../core/inventory';
import type { Gap } from '../core/observation';
import type { HistoryEntry, Result } from '../core/result';

/** What a sweep knows of what there is. */
interface Known {
  /** The names of the rows. */
  readonly watched: ReadonlySet<string>;
  /** The names of all that was seen, by rows and by inventories. */
  readonly seen: ReadonlySet<string>;
  /** By inventory that was read, what could not be read of it. */
  readonly gaps: ReadonlyMap<string, readonly Gap[]>;
  /** Whether what has this ARN may lie where no inventory could be read. */
  readonly unread: (arn: string) => boolean;
}

/**
 * The results of what is no longer watched: its row is gone or switched off, or the inventory that found it was read
 * where it lies and no longer has it. One with notices still to be sent stays until they are.
 */
export function retirable(
  remembered: ReadonlyMap<string, Result>,
  { watched, seen, gaps, unread }: Known,
  location: string,
  now: Instant,
): { result: Result; entry: HistoryEntry }[] {
  const gone = ({ target, foundBy }: Result) =>
    !watched.has(target) && !seen.has(target) && (foundBy === undefined || isGoneFrom(foundBy, target));
  // Where the row is gone that found it, another may be its new name.
  const isGoneFrom = (foundBy: string, target: string) =>
    watched.has(foundBy) ? gaps.get(foundBy)?.every((gap) => !inGap(gap, target)) === true : !unread(target);
  return [...remembered.values()]
    .filter((result) => result.location === location && result.pending.length === 0 && gone(result))
    .map((result) => ({ result, entry: removed(result, now) }));
}

export function removed({ target, severity, findings }: Result, at: Instant): HistoryEntry {
  return { target, at, event: 'removed', severity, summary: 'No longer watched.', findings };
}
