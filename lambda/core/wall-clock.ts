import type { Instant } from './instant';

/** The instant at which a clock on the wall in that zone shows this (given as if it were UTC). */
export function fromWallClock(wall: number, timezone: string): Instant {
  const guess = wall - offsetAt(wall, timezone);
  return wall - offsetAt(guess, timezone);
}

/** The other way of {@link fromWallClock}. */
export function onWallClock(at: Instant, timezone: string): number {
  return at + offsetAt(at, timezone);
}

function offsetAt(at: Instant, timezone: string): number {
  if (timezone === 'UTC') return 0;
  const parts = clockFormat(timezone).formatToParts(at);
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return wall - Math.floor(at / 1000) * 1000;
}

const NUMERIC = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

const clockFormats: Formats = new Map();

function clockFormat(timezone: string): Intl.DateTimeFormat {
  const format = { timeZone: timezone, hourCycle: 'h23', ...NUMERIC } as const;
  return kept(clockFormats, timezone, () => new Intl.DateTimeFormat('en-US', format));
}

/** By time zone. */
export type Formats = Map<string, Intl.DateTimeFormat>;

const MOST_FORMATS = 100;

/** To make one takes as long as to look at an endpoint; to use one a hundredth of that. */
export function kept(formats: Formats, timezone: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const made = make();
  const [oldest] = formats.size < MOST_FORMATS ? [] : formats.keys();
  if (oldest !== undefined) formats.delete(oldest);
  formats.set(timezone, made);
  return made;
}
