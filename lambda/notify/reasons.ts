import { type Expiry, earliest } from '../core/expiry';
import { isFault, type Reason } from '../core/finding';
import type { Instant } from '../core/instant';
import type { Event, Notice } from '../core/notice';

const ABOUT_DATES: readonly Event[] = ['expired', 'overdue', 'not-applied', 'due'];
const GOOD_NEWS: readonly Event[] = ['applied', 'replaced', 'recovered'];

export function isAboutDate({ event }: Notice): boolean {
  return ABOUT_DATES.includes(event);
}

export function isGoodNews({ event }: Notice): boolean {
  return GOOD_NEWS.includes(event);
}

/** The good news that a renewal has ended. */
export function isRenewed({ event }: Notice): boolean {
  return event === 'replaced' || event === 'applied';
}

/**
 * What the notice is about: the date that matters; where the new one is not in use, the old one's if that is sooner, since what
 * has been renewed in its place has a later date already.
 */
export function ruling({ event, expiry, renewal }: Notice): Expiry | undefined {
  if (event !== 'not-applied' || renewal === undefined) return expiry;
  return earliest(expiry === undefined ? [renewal.old] : [expiry, renewal.old]);
}

/** By the time of writing; a notice may have waited in the outbox. */
export function hasExpired(notice: Notice, now: Instant): boolean {
  const expiry = ruling(notice);
  return expiry !== undefined && expiry.expires <= now;
}

/** The new one has been issued and can be used, but the case is not closed. */
export function isIssued({ renewal }: Notice, now: Instant): boolean {
  const { successor, closed } = renewal ?? {};
  return successor !== undefined && (successor.notBefore ?? now) <= now && closed === undefined;
}

/** For each of them, by a day that has not passed and is not later than the expiry. */
export function isPromised({ tells }: { readonly tells: readonly Notice[] }, now: Instant): boolean {
  return tells.every((notice) => {
    const { promised } = notice;
    return promised !== undefined && promised > now && promised <= (ruling(notice)?.expires ?? now);
  });
}

/** The reason that the notice is about, out of all that was found; undefined where it is none, as in good news. */
export function leadingReason(notice: Notice, now: Instant): Reason | undefined {
  switch (notice.event) {
    case 'overdue':
      return 'promise-broken';
    case 'not-applied':
      return 'not-applied';
    case 'expired':
    case 'due':
      if (ruling(notice)?.of === 'intermediate') return 'chain-element-expiring';
      return hasExpired(notice, now) ? 'expired' : 'expiring';
    case 'unreachable':
      return 'unreachable';
    case 'monitor-blind':
      return 'monitor-blind';
    case 'broken':
      return faultsOf(notice)[0];
    case 'applied':
    case 'replaced':
    case 'recovered':
      return undefined;
    default:
      return notice.event satisfies never;
  }
}

/** What is wrong besides dates and reachability, worst first, each reason once. */
export function faultsOf({ findings }: Notice): Reason[] {
  return [...new Set(findings.filter(isFault).map(({ reason }) => reason))];
}

/** Whether good news leaves something to be done all the same. */
export function isOpen({ findings }: Notice): boolean {
  return findings.some(({ severity }) => severity === 'warning' || severity === 'critical');
}
