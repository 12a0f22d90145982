import type { Instant } from '../core/instant';
import type { Quieted } from '../core/quieted';
import { day, type Entry, entryName, type Sight, whose } from './digest-entry';
import { type Section, telling } from './digest-section';
import { counted } from './words';

/** What is silent for now, until when, and whose it is; the first to speak again first. */
export function quieted(sight: Sight): Section {
  const mutedRows = new Map(
    sight.entries.flatMap(({ id, row }) => (row?.muted === undefined ? [] : [[id, row.muted] as const])),
  );
  const found = foundBy(sight);
  const quiet = sight.entries.flatMap((entry) => kept(entry, quietOf(entry, mutedRows), sight));
  const told = telling(
    quiet.sort((a, b) => a.until - b.until),
    () => 1,
    ({ entry, how, until }) =>
      () => {
        const what = `${entryName(entry, sight)}${withFound(found.get(entry.id))}`;
        return [`${what} ${how} until ${day(until, sight, entry)}; ${whose([entry])}`];
      },
  );
  return { heading: 'Quieted', says: 'quieted', ...told };
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

/** By what it is kept quiet now. */
function kept(entry: Entry, { muted, promised, maintenance }: Quiet, sight: Sight) {
  const expires = entry.result?.expiry?.expires ?? Number.POSITIVE_INFINITY;
  const isAhead = (until: Instant | undefined): until is Instant => until !== undefined && until > sight.now;
  return [
    ...(isAhead(muted) ? [{ entry, until: muted, how: 'is muted' }] : []),
    // A promise later than the expiry quiets nothing.
    ...(isAhead(promised) && promised <= expires ? [{ entry, until: promised, how: 'is promised' }] : []),
    ...(isAhead(maintenance) ? [{ entry, until: maintenance, how: 'is in a maintenance window' }] : []),
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
