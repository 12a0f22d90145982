import { oneLine } from '../core/safe-text';
import { type Entry, entryName, type Sight } from './digest-entry';
import { identityOf } from './group';
import { bullet, under } from './layout';
import { quoted } from './names';
import { jsonBytes } from './owner';
import { SEVERAL } from './words';

/** One point of a digest, written when it is shown. */
export interface Point {
  /** How many targets it tells of. */
  readonly of: number;
  /** Its line, and what stands under it. */
  readonly write: () => readonly [line: string, ...under: string[]];
}

export interface Section {
  readonly heading: string;
  /** What the summary says after the count: `late or blocked`. */
  readonly says: string;
  /** While it has anything to say, not all is well. */
  readonly isWrong?: true;
  /** How many targets it tells of. */
  readonly of: number;
  /** What matters most first: the last are cut, or are not here to begin with. */
  readonly points: readonly Point[];
  /** Said below them, however many there are. */
  readonly after?: string;
}

const MOST_POINTS = 40;

/** Bytes of one section’s points, escaped as JSON; the text goes out twice in the 256 KiB that SNS takes. */
const MOST_BYTES = 12 * 1024;

/**
 * What a section tells of these, what matters most first. Most of a large estate are only counted, and no points are made of them.
 *
 * @param size how many targets one stands for.
 */
export function telling<T>(
  all: readonly T[],
  size: (one: T) => number,
  pointOf: (one: T) => Point['write'],
): Pick<Section, 'of' | 'points'> {
  const points = all.slice(0, MOST_POINTS).map((one) => ({ of: size(one), write: pointOf(one) }));
  return { of: all.reduce((sum, one) => sum + size(one), 0), points };
}

/** What a section tells by points that are few anyway. */
export function tellingAll(points: readonly Point[]): Pick<Section, 'of' | 'points'> {
  return { of: points.reduce((sum, { of }) => sum + of, 0), points };
}

/** The section’s lines; nothing where it has nothing to say. What is too much is counted. */
export function sectionLines({ heading, of: all, points, after }: Section): string[] {
  if (all === 0 && after === undefined) return [];
  const lines: string[] = [];
  let [bytes, told, taken] = [0, 0, 0];
  for (const point of points) {
    if (taken === MOST_POINTS) break;
    const [line, ...more] = point.write();
    const next = [...bullet(line), ...more.flatMap(under)];
    bytes += next.reduce((sum, line) => sum + jsonBytes(line), 0);
    if (bytes > MOST_BYTES) break;
    lines.push(...next);
    told += point.of;
    taken++;
  }
  return [
    `${heading}${all > 0 ? ` (${all})` : ''}:`,
    ...lines,
    ...(told < all ? bullet(SEVERAL.and(all - told)) : []),
    ...(after === undefined ? [] : bullet(after)),
  ];
}

/**
 * Entries of one client that have a certificate in common and, by the same word, the same to say of it; one alone is a group of
 * its own.
 */
export function together<E extends Entry>(
  entries: readonly E[],
  wordOf: (entry: E) => string = () => '',
): [E, ...E[]][] {
  const groups = new Map<string, [E, ...E[]]>();
  for (const entry of entries) {
    const certificate = identityOf(entry.result?.expiry);
    const key = JSON.stringify(certificate === undefined ? [entry.id] : [certificate, wordOf(entry)]);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()];
}

export function targetsIn({ length }: readonly Entry[]): number {
  return length;
}

/** The target; or the certificate, where several have it in common. */
export function groupName(group: readonly [Entry, ...Entry[]], sight: Sight): string {
  const [first] = group;
  const shared = first.result?.expiry;
  if (group.length === 1 || shared === undefined) return entryName(first, sight);
  return quoted({ before: '', text: oneLine(shared.what), after: ` on ${group.length} targets` }, 'tls');
}

/** Which targets they are, where {@link groupName} names what they have in common. */
export function membersOf(group: readonly Entry[]): string[] {
  if (group.length === 1) return [];
  const more = group.length - MOST_NAMES;
  const names = group.slice(0, MOST_NAMES).map((entry) => entryName(entry, {}));
  return [`${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

const MOST_NAMES = 5;
