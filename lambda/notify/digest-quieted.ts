import type { Instant } from '../core/instant';
import type { Quieted } from '../core/quieted';
import { day, type Entry, entryName, type Sight, whose } from './digest-entry';
import type { Section } from './digest-section';
import { counted } from './words';

/** What is silent for now, until when, and whose it is; the first to speak again first. */
export function quieted(sight: Sight): Section {
  const mutedRows = new Map(
    sight.entries.flatMap(({ id, row }) => (row?.muted === undefined ? [] : [[id, row.muted] as const])),
  );
  const found = foundBy(sight);
  const points = sight.entries.flatMap((entry) => quietPoints(entry, quietOf(entry, mutedRows), found, sight));
  return { heading: 'Quieted', says: 'quieted', points: points.sort((a, b) => a.until - b.until) };
}

/** By its row, or by the tags of what an inventory found; and by the windows of the settings, which no row says. */
function quietOf({ row, result }: Entry, mutedRows: ReadonlyMap<string, Instant>): Quiet {
  const { foundBy, quieted } = result ?? {};
  const window = quieted?.by === 'maintenance' && { maintenance: quieted.until };
  if (row !== undefined) return { muted: row.muted, promised: row.promised, ...window };
  // What is muted with all that its inventory finds is told of there.
  if (quieted === undefined || quieted.until === mutedRows.get(foundBy ?? '')) return {};
  return { [quieted.by]: quieted.until };
}

type Quiet = { readonly [by in Quieted['by']]?: Instant | undefined };

function quietPoints(
  entry: Entry,
  { muted, promised, maintenance }: Quiet,
  found: ReadonlyMap<string, number>,
  sight: Sight,
) {
  const expires = entry.result?.expiry?.expires ?? Number.POSITIVE_INFINITY;
  const point = (until: Instant, how: string) => ({
    until,
    of: 1,
    write: (): [string] => [
      `${entryName(entry, sight)}${withFound(found.get(entry.id))} ${how} until ${day(until, sight, entry)}; ${whose([entry])}`,
    ],
  });
  const isAhead = (until: Instant | undefined): until is Instant => until !== undefined && until > sight.now;
  return [
    ...(isAhead(muted) ? [point(muted, 'is muted')] : []),
    // A promise later than the expiry quiets nothing.
    ...(isAhead(promised) && promised <= expires ? [point(promised, 'is promised')] : []),
    ...(isAhead(maintenance) ? [point(maintenance, 'is in a maintenance window')] : []),
  ];
}

/** How much each inventory found. */
function foundBy({ entries }: Sight): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { result } of entries) {
    const by = result?.foundBy;
    if (by !== undefined) counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  return counts;
}

/** What an inventory found is muted with it. */
function withFound(count = 0): string {
  return count === 0 ? '' : `, with the ${counted(count, 'target')} that it found,`;
}
