import type { Instant } from '../core/instant';
import { day, type Entry, entryName, type Sight, whose } from './digest-entry';
import type { Point, Section } from './digest-section';
import { counted } from './words';

/** What is silent for now, until when, and whose it is; the first to speak again first. */
export function quieted(sight: Sight): Section {
  const points = sight.entries.flatMap((entry) => quietPoints(entry, sight));
  return { heading: 'Quieted', says: 'quieted', points: points.sort((a, b) => a.until - b.until) };
}

function quietPoints(entry: Entry, sight: Sight): (Point & { until: Instant })[] {
  const { muted, promised } = entry.row ?? {};
  const expires = entry.result?.expiry?.expires ?? Number.POSITIVE_INFINITY;
  const point = (until: Instant, how: string) => ({
    until,
    of: 1,
    write: (): [string] => [
      `${entryName(entry, sight)}${foundBy(entry, sight)} ${how} until ${day(until, sight, entry)}; ${whose([entry])}`,
    ],
  });
  return [
    ...(muted !== undefined && muted > sight.now ? [point(muted, 'is muted')] : []),
    // A promise later than the expiry quiets nothing.
    ...(promised !== undefined && promised > sight.now && promised <= expires ? [point(promised, 'is promised')] : []),
  ];
}

/** What an inventory found is muted with it. */
function foundBy({ id }: Entry, { entries }: Sight): string {
  const count = entries.filter(({ result }) => result?.foundBy === id).length;
  return count === 0 ? '' : `, with the ${counted(count, 'target')} that it found,`;
}
