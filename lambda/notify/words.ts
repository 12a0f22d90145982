import { dateAndTime, dayName, fromNow, isTimezone } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { Event, Notice } from '../core/notice';
import type { Kind } from '../core/target';
import { FAULTS } from './advice';
import { hasExpired, isAboutDate, leadingReason } from './reasons';

/** `EXPIRED`, or the severity. */
export function tagOf(notice: Notice, now: Instant): string {
  return isAboutDate(notice) && hasExpired(notice, now) ? 'EXPIRED' : notice.severity.toUpperCase();
}

/** What is to be said of the target, in ASCII, as the end of a sentence that its name begins. */
export function predicate(notice: Notice, now: Instant): string {
  const { event, kind, previous } = notice;
  switch (event) {
    case 'expired':
    case 'due':
      return expires(notice, now);
    case 'overdue':
      return `is overdue and ${expires(notice, now)}`;
    case 'not-applied':
      return `serves the old certificate, which ${expires(notice, now)}`;
    case 'broken': {
      const reason = leadingReason(notice, now);
      return reason === undefined ? 'needs attention' : FAULTS[reason];
    }
    case 'unreachable':
      return `${UNSEEN[kind]}${atAddresses(notice)}`;
    case 'applied':
      return 'serves the new certificate everywhere';
    case 'replaced':
      return previous?.of === 'intermediate' ? 'serves a renewed chain' : 'has been renewed';
    case 'recovered':
      return isOpen(notice) ? 'has recovered in part' : 'has recovered';
    default:
      return event satisfies never;
  }
}

function expires({ event, expiry }: Notice, now: Instant): string {
  if (expiry === undefined) return event === 'expired' ? 'has expired' : 'expires soon';
  const subject = expiry.of === 'intermediate' ? 'has an intermediate that ' : '';
  return `${subject}${expiry.expires <= now ? 'expired' : 'expires'} ${fromNow(expiry.expires, now)}`;
}

const UNSEEN: Record<Kind, string> = {
  tls: 'cannot be reached',
  acm: 'cannot be read',
  iam: 'cannot be read',
  route53: 'cannot be read',
  rds: 'cannot be read',
  'acm-pca': 'cannot be read',
  arn: 'is found by no inventory',
  dated: 'cannot be read',
  unreadable: 'cannot be read',
};

function atAddresses({ findings }: Notice): string {
  const at = findings.flatMap(({ reason, address }) => (reason === 'unreachable' && address ? [address] : []));
  const [only = ''] = at;
  if (at.length === 1 && /^[0-9A-Fa-f.:]{2,45}$/.test(only)) return ` at ${only}`;
  return at.length > 1 ? ` at ${at.length} addresses` : '';
}

/** Whether good news leaves something to be done all the same. */
export function isOpen({ findings }: Notice): boolean {
  return findings.some(({ severity }) => severity === 'warning' || severity === 'critical');
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
  promised: 'Promised for',
  validUntil: 'Valid until',
  lastSeen: 'Valid until, when last seen',
  expired: 'Expired',
  breaks: 'What breaks',
  service: 'Service',
  client: 'Client',
  owner: 'Owner',
  escalate: 'Escalate to',
  runbook: 'Runbook',
  before: 'Before',
  now: 'Now',
  open: 'Still open',
  certificate: 'Certificate',
  intermediate: 'Intermediate certificate',
  issuer: 'Issuer',
  serial: 'Serial',
  sha256: 'SHA-256',
  first: 'What to do first',
  evidence: 'How we know',
  next: 'What comes next',
  quiet: 'To quiet it',
  row: 'Its row',
  notes: 'Notes',
} as const;

/** Over the lines of what a message only names, by event. */
export const GROUPS: Record<Event, string> = {
  expired: 'Expired',
  overdue: 'Overdue',
  'not-applied': 'Renewed, but not in use',
  due: 'Expiring',
  broken: 'Broken',
  unreachable: 'Unreachable',
  applied: 'In use everywhere',
  replaced: 'Renewed',
  recovered: 'Recovered',
};

export const NOBODY = 'nobody is named; the row’s “owner” is the place for it';
export const NOBODY_FOUND = 'nobody is named; “owner” in the inventory’s row is the place for it';
export const WELL_AGAIN = 'What was reported before is not seen any more.';
