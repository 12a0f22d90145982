import { listed } from './chain';
import { dateAndTime, dayName, fromNow } from './date-text';
import { type Expiry, earliest, type Standing, standing } from './expiry';
import type { Finding } from './finding';
import { DAY, type Instant } from './instant';
import type { Target } from './target';

/** The row's ladder and promise applied to a date. */
export function standingOf(target: Target, expiry: Expiry, now: Instant): Standing {
  const reached = standing(expiry, target.ladder, now);
  if (expiry.renewsBy !== undefined && now < expiry.renewsBy) return { expiry, rung: undefined, severity: 'ok' };
  if (expiry.unused || expiry.served)
    return { expiry, rung: undefined, severity: reached.rung === undefined ? 'ok' : 'info' };
  const isBroken = reached.rung !== undefined && promiseIsBroken(target, expiry, now);
  return isBroken ? { ...reached, severity: 'critical' } : reached;
}

/** @param lastSeen where it was last seen, if not by this look; empty where it has no address. */
export function expiryFinding(
  target: Target,
  { expiry, severity }: Standing,
  lastSeen: readonly string[] | undefined,
  now: Instant,
): Finding[] {
  if (severity === 'ok') return [];
  const { of, expires } = expiry;
  const what = `${SUBJECT[of]}“${expiry.what}”`;
  const when = `${fromNow(expires, now)}, on ${dateAndTime(expires, target.timezone)}`;
  const at = lastSeen?.length ? ` at ${listed(lastSeen, MOST_ADDRESSES)}` : '';
  const then = lastSeen === undefined ? '' : `, as it was when last seen${at}`;
  const has = expires <= now;
  const reason = of === 'intermediate' ? 'chain-element-expiring' : has ? 'expired' : 'expiring';
  return [{ reason, severity, sentence: `${what} ${has ? 'expired' : 'expires'} ${when}${then}.` }];
}

const MOST_ADDRESSES = 3;

const SUBJECT = { certificate: 'The certificate ', intermediate: 'The intermediate certificate ', date: '' } as const;

/** The promise counts only if it is for a day on which the certificate is valid: an older one was about its predecessor. */
function promiseIsBroken({ promised }: Target, { expires, notBefore }: Expiry, now: Instant): boolean {
  const forThis = promised !== undefined && promised <= expires && promised >= (notBefore ?? 0);
  return forThis && promised <= now;
}

/** @param notApplied what a newer certificate is known of, so that it is a matter before the ladder begins. */
export function promiseFindings(
  target: Target,
  standings: readonly Standing[],
  notApplied: Expiry | undefined,
  now: Instant,
): Finding[] {
  const { promised, timezone } = target;
  const due = standings.filter(({ rung }) => rung !== undefined).map(({ expiry }) => expiry);
  const reached = earliest(notApplied ? [...due, notApplied] : due);
  if (promised === undefined || reached === undefined) return [];
  const day = dayName(promised, timezone);
  if (promised > reached.expires) {
    const sentence = `The promise for ${day} is later than the expiry on ${dayName(reached.expires, timezone)} and does not count.`;
    return [{ reason: 'promise-refused', severity: 'warning', sentence }];
  }
  if (!promiseIsBroken(target, reached, now)) return [];
  const sentence = `It was promised to be done by ${day}, but what expires is still in use.`;
  return [{ reason: 'promise-broken', severity: 'critical', sentence }];
}

/** The date in the row against the date that was seen: whoever typed it relies on a wrong one. */
export function beliefFindings(target: Target, ruling: Expiry | undefined): Finding[] {
  if (target.kind === 'dated' || target.expires === undefined || ruling === undefined) return [];
  if (Math.abs(target.expires - ruling.expires) <= DAY) return [];
  const [believed, seen] = [dayName(target.expires, target.timezone), dayName(ruling.expires, target.timezone)];
  const sentence = `The row says that it expires on ${believed}, but what was seen expires on ${seen}.`;
  return [{ reason: 'date-disagrees', severity: 'info', sentence }];
}
