import { dayName } from './date-text';
import type { Expiry } from './expiry';
import type { Finding } from './finding';
import { DAY, HOUR, type Instant } from './instant';
import type { Target } from './target';

/** A renewal that was seen: when, and how much of the old was left then (negative: it had expired). */
export interface PastRenewal {
  readonly at: Instant;
  /** Milliseconds. */
  readonly left: number;
  /** When what was renewed expired, which tells it from others: a roll-out may come and go. */
  readonly expired: Instant;
}

const MOST_RENEWALS = 5;

/** From so many on it is a habit. */
const ENOUGH = 2;

/** How much later than ever before is late: this share of the lifetime, but so much at least. */
const MARGIN_SHARE = 0.05;
const LEAST_MARGIN = 6 * HOUR;

/** With what has just been seen to be renewed, newest first. */
export function withRenewal(past: readonly PastRenewal[], old: Expiry, now: Instant): PastRenewal[] {
  return [{ at: now, left: old.expires - now, expired: old.expires }, ...past].slice(0, MOST_RENEWALS);
}

/**
 * Whether a certificate should have been renewed by now, going by when it always was. Nobody’s habit is to renew after the
 * ladder has begun: of those the ladder speaks.
 *
 * @param ladderBegins how long before the end the ladder does, in milliseconds.
 */
export function lateByHabit(
  target: Target,
  { expires, notBefore, what }: Expiry,
  past: readonly PastRenewal[],
  ladderBegins: number,
  now: Instant,
): Finding[] {
  if (past.length < ENOUGH) return [];
  const lifetime = expires - (notBefore ?? expires);
  const latest = Math.min(...past.map(({ left }) => left));
  const late = latest - Math.max(LEAST_MARGIN, MARGIN_SHARE * lifetime);
  const left = expires - now;
  if (late <= ladderBegins || left >= late) return [];
  const usually = `${past.length} times it was renewed with ${inDays(latest)} or more left`;
  const sentence = `“${what}” should have been renewed by now: ${usually}, and now ${inDays(left)} are left, until ${dayName(expires, target.timezone)}.`;
  return [{ reason: 'renewal-late', severity: 'warning', sentence }];
}

/** Whether one took the other’s place. Two that are renewed each in its own time are not each other’s renewal. */
export function isRenewed({ notBefore, expires }: Expiry, by: Expiry): boolean {
  if (by.of !== 'certificate' || notBefore === undefined || by.notBefore === undefined) return false;
  return by.notBefore - notBefore > (expires - notBefore) / 2;
}

function inDays(time: number): string {
  const days = Math.floor(time / DAY);
  return days >= 2 ? `${days} days` : `${Math.max(0, Math.floor(time / HOUR))} hours`;
}
