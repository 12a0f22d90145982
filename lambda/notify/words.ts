import { dateAndTime, dayName, fromNow, isTimezone } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { Event, Notice } from '../core/notice';
import type { Kind } from '../core/target';
import { FAULTS } from './advice';
import type { Matter } from './matter';
import { progressOf } from './progress';
import { hasExpired, isAboutDate, leadingReason, ruling } from './reasons';

/** `EXPIRED`, or the severity. */
export function tagOf(notice: Notice, now: Instant): string {
  return isAboutDate(notice) && hasExpired(notice, now) ? 'EXPIRED' : notice.severity.toUpperCase();
}

/** What is to be said of the target, in ASCII, as the end of a sentence that its name begins. */
export function predicate(matter: Matter, now: Instant): string {
  const { event, kind, previous, tells } = matter;
  switch (event) {
    case 'expired':
    case 'due':
      return expires(matter, now);
    case 'overdue':
      return `is overdue and ${expires(matter, now)}`;
    case 'not-applied':
      return notApplied(matter, now);
    case 'broken': {
      const reason = leadingReason(matter, now);
      return reason === undefined ? 'needs attention' : FAULTS[reason];
    }
    case 'unreachable':
      return `${UNSEEN[kind]}${atAddresses(matter)}`;
    case 'applied':
      return kind === 'tls' && tells.length === 1
        ? 'serves the new certificate everywhere'
        : 'is renewed and in use everywhere';
    case 'replaced':
      return previous?.of === 'intermediate' ? 'serves a renewed chain' : 'has been renewed';
    case 'recovered':
      return isOpen(matter) ? 'has recovered in part' : 'has recovered';
    default:
      return event satisfies never;
  }
}

function expires(matter: Matter, now: Instant): string {
  const expiry = ruling(matter);
  if (expiry === undefined) return matter.event === 'expired' ? 'has expired' : 'expires soon';
  // The name of what several targets share says that it is one.
  const subject = expiry.of === 'intermediate' && matter.tells.length === 1 ? 'has an intermediate that ' : '';
  return `${subject}${when(expiry.expires, now)}`;
}

/** Where an inventory says that the new one is not in use, it holds the new one itself. */
function notApplied(matter: Matter, now: Instant): string {
  const expiry = ruling(matter);
  const date = expiry === undefined ? 'expires soon' : when(expiry.expires, now);
  if (matter.kind !== 'tls') return `is renewed but not in use; the old ${date}`;
  const { new: applied, of } = progressOf(matter);
  const state = applied.length > 0 ? `renewed at ${applied.length} of ${of} addresses` : 'renewed but not in use';
  return `is ${state} and ${date}`;
}

function when(expires: Instant, now: Instant): string {
  return `${expires <= now ? 'expired' : 'expires'} ${fromNow(expires, now)}`;
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
  found: 'Where',
  promised: 'Promised',
  validUntil: 'Valid until',
  lastSeen: 'Valid until, when last seen',
  expired: 'Expired',
  breaks: 'What breaks',
  service: 'Service',
  client: 'Client',
  owner: 'Owner',
  escalate: 'Escalate to',
  escalateNow: 'Escalate now to',
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
export const NOBODY_FOUND = 'nobody is named; “owner” in a row with its ARN as “target” is the place for it';
export const NOBODY_ABOVE = 'nobody is named; the row’s “escalate” is the place for it';
export const WELL_AGAIN = 'What was reported before is not seen any more.';
