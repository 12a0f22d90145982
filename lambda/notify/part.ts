import type { Instant } from '../core/instant';
import type { Event, Notice } from '../core/notice';
import { oneLine } from '../core/safe-text';
import { listLine, shortLine } from './headline';
import { itemText } from './item';
import type { Place } from './place';

/** What one message tells of a client: the worst in full, the rest by name. */
export interface Part {
  /** Worst first. */
  readonly tells: readonly [Notice, ...Notice[]];
  /** The first of {@link tells} in full. */
  readonly items: readonly Item[];
  /** The others in a line each. */
  readonly rest: readonly { readonly event: Event; readonly line: string }[];
  /** Counted from 1. */
  readonly nth: number;
  readonly of: number;
}

export interface Item {
  readonly notice: Notice;
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
  tells: [Notice, ...Notice[]];
  items: Item[];
  rest: { event: Event; line: string }[];
  text: number;
  owners: Set<string>;
  ownersBytes: number;
}

/** Divides a client's notices, in their order, into messages: one if they fit, and as few as they need. */
export function partsOf(notices: readonly Notice[], place: Place, now: Instant): Part[] {
  const parts: Open[] = [];
  for (const notice of notices) {
    const open = parts.at(-1);
    if (open === undefined || !taken(open, notice, place, now)) parts.push(begun(notice, place, now));
  }
  return parts.map(({ tells, items, rest }, i) => ({ tells, items, rest, nth: i + 1, of: parts.length }));
}

function begun(notice: Notice, place: Place, now: Instant): Open {
  const item = itemOf(notice, place, now);
  const owner = ownerOf(notice);
  return {
    tells: [notice],
    items: [item],
    rest: [],
    text: costOf(item),
    owners: new Set([owner]),
    ownersBytes: jsonBytes(owner),
  };
}

/** Takes the notice in, in full while there is room for that; false where there is no room at all. */
function taken(open: Open, notice: Notice, place: Place, now: Instant): boolean {
  const owner = ownerOf(notice);
  const ownersBytes = open.ownersBytes + (open.owners.has(owner) ? 0 : jsonBytes(owner));
  if (ownersBytes > MOST_OWNERS) return false;
  const item = open.rest.length === 0 && open.items.length < MOST_IN_FULL ? itemOf(notice, place, now) : undefined;
  const inFull = item !== undefined && open.text + costOf(item) <= MOST_TEXT;
  const line = listLine(notice, now);
  const cost = inFull ? costOf(item) : jsonBytes(line) + AROUND_LINE;
  if (open.text + cost > MOST_TEXT) return false;
  if (inFull) open.items.push(item);
  else open.rest.push({ event: notice.event, line });
  open.tells.push(notice);
  open.owners.add(owner);
  open.text += cost;
  open.ownersBytes = ownersBytes;
  return true;
}

function itemOf(notice: Notice, place: Place, now: Instant): Item {
  return { notice, line: shortLine(notice, now), text: itemText(notice, place, now) };
}

function costOf({ line, text }: Item): number {
  return jsonBytes(line) + jsonBytes(text) + AROUND_ITEM;
}

/** The owner as filter policies know it. */
export function ownerOf({ owner }: Notice): string {
  return oneLine(owner ?? '', 500);
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
