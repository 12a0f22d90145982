import { DAY } from '../core/instant';
import { CLOUD } from '../core/read-targets';
import { oneLine } from '../core/safe-text';
import { FAULTS } from './advice';
import { day, type Entry, entryName, type Sight } from './digest-entry';
import type { ResultFacts } from './digest-facts';
import { isMissed, isWithoutTls } from './digest-findings';
import { type Section, telling } from './digest-section';
import { counted } from './words';

/** A result is written at least once a day, as proof of life. */
const STALE_AFTER = 2 * DAY;

/** What a row may be instead is said at length in the notice about it. */
const LONGEST_SENTENCE = 120;

/** What nobody can tell how it stands, and why. */
export function unchecked(sight: Sight): Section {
  const missed = sight.entries.filter((entry) => whyNot(entry, sight) !== undefined);
  const one = telling(
    missed,
    () => 1,
    (entry) => () => [`${entryName(entry, sight)}${whyNot(entry, sight)?.() ?? ''}`],
  );
  const many = unreadInventories(sight);
  const points = [...one.points, ...many.points];
  return { heading: 'Not checked, and why', says: 'not checked', isWrong: true, of: one.of + many.of, points };
}

/**
 * What is said after its name; undefined where it is checked, or what its inventory did not show is told of at the inventory.
 */
function whyNot(entry: Entry, sight: Sight): (() => string) | undefined {
  const { row, result } = entry;
  const problem = row?.notUnderstood;
  if (problem !== undefined) return () => ` ${FAULTS['not-understood']}: ${oneLine(problem, LONGEST_SENTENCE)}`;
  if (result === undefined) return () => ` has never been looked at${elsewhere(entry)}`;
  const { checkedAt, unseen, findings, foundBy } = result;
  if (sight.now - checkedAt > STALE_AFTER)
    return () => ` has not been looked at since ${day(checkedAt, sight, entry)}${elsewhere(entry)}`;
  const missed = findings.find((one) => isMissed(one, unseen === undefined));
  if (missed !== undefined) return () => ` ${FAULTS[missed.reason]}${since(missed, result, sight)}: ${missed.sentence}`;
  // What was met and speaks no TLS is a fault, and told as one.
  const isKnown = unseen === undefined || foundBy !== undefined || findings.some(isWithoutTls);
  return isKnown ? undefined : () => `: ${unseen}`;
}

function since({ address }: ResultFacts['findings'][number], result: ResultFacts, sight: Sight): string {
  const at = address === undefined ? '' : ` at ${oneLine(address, 60)}`;
  return `${at}, since ${day(result.since, sight)}`;
}

function elsewhere({ row, result }: Entry): string {
  const location = row?.location ?? result?.location ?? CLOUD;
  return location === CLOUD ? '' : `; its location is “${oneLine(location, 40)}”`;
}

/** What was found while the inventory could be read, a line each inventory. */
function unreadInventories(sight: Sight): Pick<Section, 'of' | 'points'> {
  const found = new Map<string, number>();
  for (const entry of sight.entries) {
    const { result } = entry;
    if (result?.foundBy === undefined || result.unseen === undefined || whyNot(entry, sight) !== undefined) continue;
    found.set(result.foundBy, (found.get(result.foundBy) ?? 0) + 1);
  }
  const sizeOf = ([, count]: readonly [string, number]) => count;
  return telling([...found], sizeOf, ([inventory, count]) => () => {
    const what = `${counted(count, 'target')} that ${oneLine(inventory, 200)} found`;
    return [`${what}: the inventory cannot be read, and what was last seen counts`];
  });
}

/** `4 of them from “hq” (last seen Sun 22 Nov 2026)`: who looks where the cloud does not. */
export function fromElsewhere(sight: Sight): string[] {
  const places = new Map<string, { count: number; last: number | undefined }>();
  for (const { row, result } of sight.entries) {
    const location = row?.location ?? result?.location ?? CLOUD;
    if (location === CLOUD) continue;
    const { count, last } = places.get(location) ?? { count: 0, last: undefined };
    const times = [last, result?.checkedAt].flatMap((at) => at ?? []);
    places.set(location, { count: count + 1, last: times.length === 0 ? undefined : Math.max(...times) });
  }
  return [...places].map(([location, { count, last }]) => {
    const seen = last === undefined ? 'never seen' : `last seen ${day(last, sight)}`;
    return `${count} of them from “${oneLine(location, 40)}” (${seen})`;
  });
}
