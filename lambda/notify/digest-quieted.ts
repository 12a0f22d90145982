import type { Instant } from '../core/instant';
import type { Quieted } from '../core/quieted';
import type { Target } from '../core/target';
import { day, type Entry, entryName, type Sight, whose } from './digest-entry';
import type { Section } from './digest-section';
import { counted } from './words';

/** What is silent for now, until when, and whose it is; the first to speak again first. */
export function quieted(sight: Sight): Section {
  const rows = new Map(sight.entries.map(({ id, row }) => [id, row]));
  const points = sight.entries.flatMap((entry) => quietPoints(entry, quietOf(entry, rows), sight));
  return { heading: 'Quieted', says: 'quieted', points: points.sort((a, b) => a.until - b.until) };
}

/** By its row, or by the tags of what an inventory found; and by the windows of the settings, which no row says. */
function quietOf({ row, result }: Entry, rows: ReadonlyMap<string, Target | undefined>): Quiet {
  const { foundBy, quieted } = result ?? {};
  const window = quieted?.by === 'maintenance' && { maintenance: quieted.until };
  if (row !== undefined) return { muted: row.muted, promised: row.promised, ...window };
  // What is muted with all that its inventory finds is told of there.
  if (quieted === undefined || quieted.until === rows.get(foundBy ?? '')?.muted) return {};
  return { [quieted.by]: quieted.until };
}

type Quiet = { readonly [by in Quieted['by']]?: Instant | undefined };

function quietPoints(entry: Entry, { muted, promised, maintenance }: Quiet, sight: Sight) {
  const expires = entry.result?.expiry?.expires ?? Number.POSITIVE_INFINITY;
  const point = (until: Instant, how: string) => ({
    until,
    of: 1,
    write: (): [string] => [
      `${entryName(entry, sight)}${foundBy(entry, sight)} ${how} until ${day(until, sight, entry)}; ${whose([entry])}`,
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

/** What an inventory found is muted with it. */
function foundBy({ id }: Entry, { entries }: Sight): string {
  const count = entries.filter(({ result }) => result?.foundBy === id).length;
  return count === 0 ? '' : `, with the ${counted(count, 'target')} that it found,`;
}
