import type { Instant } from './instant';
import { type Formats, fromWallClock, kept } from './wall-clock';

/** A date as a person wrote it, or why it is none. A date without a time lasts until 23:59:59 of that day. */
export type DateReading = { readonly at: Instant } | { readonly problem: string };

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * Reads a date in the notations people use: `2026-12-31`, `2026/12/31`, `20261231`, `31.12.2026`, `31/12/2026`,
 * `12/31/2026`, `31 Dec 2026`, `December 31, 2026`, ISO 8601 with a time, and what openssl prints
 * (`Dec 31 23:59:59 2026 GMT`). A date that could be two different days (`03/04/2026`) is refused.
 *
 * @param timezone IANA name: the day ends when it ends there, and a time without an offset is meant there.
 */
export function readDate(text: string, timezone: string): DateReading {
  const trimmed = text.trim();
  const withTime = readDateWithTime(trimmed, timezone);
  if (withTime !== undefined) return withTime;
  const day = readDay(trimmed);
  if (day === undefined) return { problem: `“${trimmed}” is not a date; write it as 2026-12-31` };
  if ('problem' in day) return day;
  if (!exists(day)) return { problem: `“${trimmed}” is not a day of the calendar; write it as 2026-12-31` };
  return { at: endOfDay(day, timezone) };
}

function readDateWithTime(text: string, timezone: string): DateReading | undefined {
  const isoText = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
    text,
  );
  if (isoText) {
    const [, year, month, day, hour, minute, second = '0', offset] = isoText;
    return atTime(text, dayOf(year, month, day), [hour, minute, second], offset ?? timezone);
  }
  const openssl = /^([a-z]{3}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\d{4}) GMT$/i.exec(text);
  if (openssl) {
    const [, name = '', day, hour, minute, second, year] = openssl;
    return atTime(text, dayOf(year, monthNumber(name), day), [hour, minute, second], 'Z');
  }
  return undefined;
}

function atTime(text: string, day: Day, clock: (string | undefined)[], zone: string): DateReading {
  const [hour = 0, minute = 0, second = 0] = clock.map(Number);
  if (!exists(day) || hour > 23 || minute > 59 || second > 60) {
    return { problem: `“${text}” is not a time of the calendar; write it as 2026-12-31T18:00Z` };
  }
  const wall = Date.UTC(day.year, day.month - 1, day.day, hour, minute, second);
  if (/^z$/i.test(zone)) return { at: wall };
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (offset === null) return { at: fromWallClock(wall, zone) };
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  if (minutes > 14 * 60)
    return { problem: `“${text}” is further from UTC than any place; write it as 2026-12-31T18:00Z` };
  return { at: wall - (offset[1] === '-' ? -minutes : minutes) * 60_000 };
}

function readDay(text: string): Day | { problem: string } | undefined {
  const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) return dayOf(yearFirst[1], yearFirst[3], yearFirst[4]);
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text);
  if (german) return dayOf(german[3], german[2], german[1]);
  const slashed = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})$/.exec(text);
  if (slashed) return readDayOrMonthFirst(text, Number(slashed[1]), Number(slashed[3]), Number(slashed[4]));
  const dayName = /^(\d{1,2})\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i.exec(text);
  if (dayName) return named(dayName[3], dayName[2], dayName[1]);
  const nameDay = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(text);
  if (nameDay) return named(nameDay[3], nameDay[1], nameDay[2]);
  return undefined;
}

function readDayOrMonthFirst(text: string, first: number, second: number, year: number): Day | { problem: string } {
  if (first > 12) return { year, month: second, day: first };
  if (second > 12 || first === second) return { year, month: first, day: second };
  const pad = (n: number) => String(n).padStart(2, '0');
  const [one, other] = [`${year}-${pad(second)}-${pad(first)}`, `${year}-${pad(first)}-${pad(second)}`];
  return { problem: `“${text}” could be ${one} or ${other}; write the one that is meant` };
}

function named(year: string | undefined, month = '', day: string | undefined): Day | undefined {
  return monthNumber(month) === 0 ? undefined : dayOf(year, monthNumber(month), day);
}

/** 1 to 12, or 0 when the word names no month. */
function monthNumber(name: string): number {
  const word = name.toLowerCase() === 'sept' ? 'sep' : name.toLowerCase();
  return word.length < 3 ? 0 : MONTHS.findIndex((month) => month.startsWith(word)) + 1;
}

function dayOf(year: string | undefined, month: string | number | undefined, day: string | undefined): Day {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

function exists({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function endOfDay({ year, month, day }: Day, timezone: string): Instant {
  return fromWallClock(Date.UTC(year, month - 1, day, 23, 59, 59), timezone);
}

/** Whether the time zone is one that this machine knows (`Europe/Berlin`). */
export function isTimezone(name: string): boolean {
  if (dayFormats.has(name)) return true;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** A day as people in that zone name it: `Thu 31 Dec 2026`. */
export function dayName(at: Instant, timezone: string): string {
  return (
    dayFormat(timezone)
      .formatToParts(at)
      .filter(({ type }) => type !== 'literal')
      // The English of some versions of ICU has “Sept”.
      .map(({ type, value }) => (type === 'month' ? value.slice(0, 3) : value))
      .join(' ')
  );
}

const dayFormats: Formats = new Map();

function dayFormat(timezone: string): Intl.DateTimeFormat {
  const format = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: timezone } as const;
  return kept(dayFormats, timezone, () => new Intl.DateTimeFormat('en-GB', format));
}

/** `Thu 31 Dec 2026, 23:59 UTC` */
export function dateAndTime(at: Instant, timezone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: timezone }).format(at);
  return `${dayName(at, timezone)}, ${time} ${timezone}`;
}

/** `in 12 days`, `in 30 hours`, `in 5 minutes`; `3 days ago` once it has passed. Rounded towards now. */
export function fromNow(then: Instant, now: Instant): string {
  const span = spanOf(Math.abs(then - now));
  return then > now ? `in ${span}` : `${span} ago`;
}

/** `12 days`, `30 hours`, `5 minutes`; rounded down. */
export function spanOf(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const [count, unit] =
    minutes >= 2 * 1440
      ? [Math.floor(minutes / 1440), 'day']
      : minutes >= 120
        ? [Math.floor(minutes / 60), 'hour']
        : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
