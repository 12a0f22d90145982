import type { Instant } from '../core/instant';
import { inGap } from '../core/inventory';
import type { Gap } from '../core/observation';
import { inParallel } from '../core/parallel';
import type { HistoryEntry, Result } from '../core/result';
import { mayLieUnread } from './found';
import type { Gathered } from './gather';
import type { Progress } from './progress';
import { isLookedAtSince } from './settle';
import type { Prober } from './world';

/** What a sweep knows of what there is. */
interface Known {
  /** When the rows were read. */
  readonly readAt: Instant;
  /** The names of the rows. */
  readonly watched: ReadonlySet<string>;
  /** The names of all that was seen, by rows and by inventories. */
  readonly seen: ReadonlySet<string>;
  /** By inventory that was read, what could not be read of it. */
  readonly gaps: ReadonlyMap<string, readonly Gap[]>;
  /** Whether what has this ARN may lie where no inventory could be read. */
  readonly unread: (arn: string) => boolean;
}

const RETIRED_AT_ONCE = 20;

/**
 * Retires what nothing watches any more; what cannot be retired is a failure, and stays for the next sweep.
 *
 * @param candidates what is remembered and may be gone.
 */
export async function retireGone(
  { targets, monitor, readAt }: Pick<Gathered, 'targets' | 'monitor' | 'readAt'>,
  candidates: ReadonlyMap<string, Result>,
  { results, gaps, failures }: Progress,
  world: Prober,
): Promise<void> {
  const known = {
    readAt,
    watched: new Set([...targets, monitor].map(({ id }) => id)),
    seen: new Set(results.keys()),
    gaps,
    unread: (arn: string) => mayLieUnread(arn, { targets }, gaps),
  };
  const gone = retirable(candidates, known, world.location, world.look.now());
  await inParallel(gone, RETIRED_AT_ONCE, async ({ result, entry }) => {
    await world.results.retire(result, entry).catch((error: unknown) => {
      failures.push(`${result.target} could not be retired: ${String(error)}`);
    });
  });
}

/**
 * The results of what is no longer watched: its row is gone or switched off, or the inventory that found it was read
 * where it lies and no longer has it. One with notices still to be sent stays until they are; so does what was looked at since
 * the rows were read, whose row may have come after that.
 */
export function retirable(
  remembered: ReadonlyMap<string, Result>,
  { readAt, watched, seen, gaps, unread }: Known,
  location: string,
  now: Instant,
): { result: Result; entry: HistoryEntry }[] {
  const isShown = (result: Result) =>
    watched.has(result.target) || seen.has(result.target) || isLookedAtSince(readAt, result, now);
  const gone = (result: Result) =>
    !isShown(result) && (result.foundBy === undefined || isGoneFrom(result.foundBy, result.target));
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
