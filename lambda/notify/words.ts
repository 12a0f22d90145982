import { dateAndTime, dayName, isTimezone } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { Event, Notice } from '../core/notice';
import { hasExpired, isAboutDate } from './reasons';

/** `EXPIRED`, or the severity. */
export function tagOf(notice: Notice, now: Instant): string {
  return isAboutDate(notice) && hasExpired(notice, now) ? 'EXPIRED' : notice.severity.toUpperCase();
}

/** `Wed 25 Nov 2026, 12:00 UTC` in the notice's zone, which another machine may have known and this one does not. */
export function timeOf(at: Instant, { timezone }: Notice): string {
  return dateAndTime(at, isTimezone(timezone) ? timezone : 'UTC');
}

export function dayOf(at: Instant, { timezone }: Notice): string {
  return dayName(at, isTimezone(timezone) ? timezone : 'UTC');
}

/** `1 notice`, `2 notices` */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** How a message speaks of several things. */
export const SEVERAL = {
  soonest: 'soonest',
  first: 'first:',
  part: (nth: number, of: number) => `part ${nth} of ${of}`,
  more: (count: number) => `+${count} more`,
  atTheEnd: (count: number) => `and ${count} more, named at the end`,
  and: (count: number) => `And ${count} more`,
} as const;

/** What stands before the facts and over the paragraphs of an e-mail. */
export const LABELS = {
  expires: 'What expires',
  found: 'Where',
  promised: 'Promised',
  validUntil: 'Valid until',
  lastSeen: 'Valid until, when last seen',
  expired: 'Expired',
  ended: 'What was wrong',
  breaks: 'What breaks',
  service: 'Service',
  client: 'Client',
  owner: 'Owner',
  escalate: 'Escalate to',
  escalateNow: 'Escalate now to',
  escalated: 'Escalated to',
  runbook: 'Runbook',
  before: 'Before',
  now: 'Now',
  open: 'Still open',
  certificate: 'Certificate',
  intermediate: 'Intermediate certificate',
  issuer: 'Issuer',
  serial: 'Serial',
  sha256: 'SHA-256',
  targets: 'On these targets',
  first: 'What to do first',
  renewal: 'The renewal',
  evidence: 'How we know',
  seen: 'Seen',
  checked: 'Checked',
  next: 'What comes next',
  quiet: 'To quiet it',
  row: 'Its row',
  notes: 'Notes',
} as const;

/** In the summary of a long message, after the count; of what is broken the fault says more. */
export const CAUSES: Record<Event, string> = {
  expired: 'has expired',
  overdue: 'is overdue',
  'not-applied': 'is renewed but not in use',
  due: 'expires',
  'monitor-blind': 'cannot see what it watches',
  broken: 'needs attention',
  unreachable: 'cannot be reached',
  applied: 'is in use everywhere',
  replaced: 'has been renewed',
  recovered: 'has recovered',
};

/** Over the lines of what a message only names, by event. */
export const GROUPS: Record<Event, string> = {
  expired: 'Expired',
  overdue: 'Overdue',
  'not-applied': 'Renewed, but not in use',
  due: 'Expiring',
  'monitor-blind': 'The monitor is blind',
  broken: 'Broken',
  unreachable: 'Unreachable',
  applied: 'In use everywhere',
  replaced: 'Renewed',
  recovered: 'Recovered',
};

export const NOBODY = 'nobody is named; the row’s “owner” is the place for it';
export const NOBODY_FOUND = 'nobody is named; “owner” in a row with its ARN as “target” is the place for it';
export const NOBODY_ABOVE = 'nobody is named; the row’s “escalate” is the place for it';
export const WELL_AGAIN = 'What was reported before is not seen any more.';
