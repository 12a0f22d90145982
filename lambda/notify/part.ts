import type { Instant } from '../core/instant';
import type { Event } from '../core/notice';
import { listLine, shortLine } from './headline';
import { itemText } from './item';
import type { Matter } from './matter';
import { jsonBytes, newBytes, ownerOf } from './owner';
import type { Place } from './place';

/** What one message tells of a client: the worst in full, the rest by name. */
export interface Part {
  /** Worst first. */
  readonly matters: readonly [Matter, ...Matter[]];
  /** The first of {@link matters} in full. */
  readonly items: readonly Item[];
  /** The others in a line each. */
  readonly rest: readonly { readonly event: Event; readonly line: string }[];
  /** Counted from 1. */
  readonly nth: number;
  readonly of: number;
}

export interface Item {
  readonly matter: Matter;
  readonly line: string;
  readonly text: string;
}

/** Told in full in one message; who needs to act on more at once works from the list. */
const MOST_IN_FULL = 12;

/**
 * Bytes of text, escaped as JSON. It goes out twice, as `default` and as `email`, and together with the attributes it has
 * to stay under the 256 KiB that SNS takes.
 */
const MOST_TEXT = 96 * 1024;

/** Bytes of the list of owners, which goes out as an attribute. */
const MOST_OWNERS = 32 * 1024;

/** What the rule and the numbers around an item come to at most, and the dash and the line break around a line. */
const AROUND_ITEM = 120;
const AROUND_LINE = 10;

interface Open {
  matters: [Matter, ...Matter[]];
  items: Item[];
  rest: { event: Event; line: string }[];
  text: number;
  owners: Set<string>;
  ownersBytes: number;
}

/** Divides a client's matters, in their order, into messages: one if they fit, and as few as they need. */
export function partsOf(matters: readonly Matter[], place: Place, now: Instant): Part[] {
  const parts: Open[] = [];
  for (const matter of matters) {
    const open = parts.at(-1);
    if (open === undefined || !taken(open, matter, place, now)) parts.push(begun(matter, place, now));
  }
  return parts.map(({ matters, items, rest }, i) => ({ matters, items, rest, nth: i + 1, of: parts.length }));
}

function begun(matter: Matter, place: Place, now: Instant): Open {
  const item = itemOf(matter, place, now);
  const owners = matter.tells.map(ownerOf);
  return {
    matters: [matter],
    items: [item],
    rest: [],
    text: costOf(item),
    owners: new Set(owners),
    ownersBytes: newBytes(owners, new Set()),
  };
}

/** Takes the matter in, in full while there is room for that; false where there is no room at all. */
function taken(open: Open, matter: Matter, place: Place, now: Instant): boolean {
  const owners = matter.tells.map(ownerOf);
  const ownersBytes = open.ownersBytes + newBytes(owners, open.owners);
  if (ownersBytes > MOST_OWNERS) return false;
  const item = open.rest.length === 0 && open.items.length < MOST_IN_FULL ? itemOf(matter, place, now) : undefined;
  const inFull = item !== undefined && open.text + costOf(item) <= MOST_TEXT;
  const line = listLine(matter, now);
  const cost = inFull ? costOf(item) : jsonBytes(line) + AROUND_LINE;
  if (open.text + cost > MOST_TEXT) return false;
  if (inFull) open.items.push(item);
  else open.rest.push({ event: matter.event, line });
  open.matters.push(matter);
  for (const owner of owners) open.owners.add(owner);
  open.text += cost;
  open.ownersBytes = ownersBytes;
  return true;
}

function itemOf(matter: Matter, place: Place, now: Instant): Item {
  return { matter, line: shortLine(matter, now), text: itemText(matter, place, now) };
}

function costOf({ line, text }: Item): number {
  return jsonBytes(line) + jsonBytes(text) + AROUND_ITEM;
}
