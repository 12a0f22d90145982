/** A point in time: milliseconds since 1970-01-01T00:00Z. The core is given `now`; it never reads a clock. */
export type Instant = number;

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** What is done daily is done after this: half an hour early, so that a sweep that begins a little sooner than yesterday's still does it. */
export const DAILY = 23.5 * HOUR;

/** Whole days between now and then, rounded down: 0 within the last 24 hours, negative once it has passed. */
export function daysLeft(then: Instant, now: Instant): number {
  return Math.floor((then - now) / DAY);
}

/** ISO 8601 in UTC without milliseconds: `2026-12-31T23:59:59Z`. */
export function iso(at: Instant): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The other way of {@link iso}; undefined when the text is absent or no date. */
export function fromIso(text: string | undefined): Instant | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
