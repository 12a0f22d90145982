import type { Instant } from '../core/instant';
import type { Sighting } from '../core/observation';
import type { HistoryEntry, Result } from '../core/result';
import type { Target } from '../core/target';

/**
 * The results of what is no longer watched: its row is gone or switched off, or the inventory that found it was read
 * whole and no longer has it. One with notices still to be sent stays until they are.
 */
export function retirable(
  remembered: ReadonlyMap<string, Result>,
  targets: readonly Target[],
  sightings: readonly Sighting[],
  location: string,
  now: Instant,
): { result: Result; entry: HistoryEntry }[] {
  const watched = new Set(targets.map(({ id }) => id));
  const seen = new Set(sightings.map(({ target }) => target.id));
  const readWhole = new Set(
    sightings.filter((it) => it.observation.saw === 'inventory').map(({ target }) => target.id),
  );
  const gone = ({ target, foundBy }: Result) =>
    !watched.has(target) &&
    !seen.has(target) &&
    (foundBy === undefined || !watched.has(foundBy) || readWhole.has(foundBy));
  return [...remembered.values()]
    .filter((result) => result.location === location && result.pending.length === 0 && gone(result))
    .map((result) => ({ result, entry: removed(result, now) }));
}

function removed({ target, severity, findings }: Result, at: Instant): HistoryEntry {
  return { target, at, event: 'removed', severity, summary: 'No longer watched.', findings };
}
