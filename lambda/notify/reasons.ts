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

/** By the time of writing; a notice may have waited in the outbox. */
export function hasExpired({ expiry }: Notice, now: Instant): boolean {
  return expiry !== undefined && expiry.expires <= now;
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
      if (notice.expiry?.of === 'intermediate') return 'chain-element-expiring';
      return hasExpired(notice, now) ? 'expired' : 'expiring';
    case 'unreachable':
      return 'unreachable';
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
