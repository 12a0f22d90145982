import type { Instant } from '../core/instant';
import type { Event, Notice } from '../core/notice';
import type { Kind } from '../core/target';
import { NOT_BROKEN } from './advice';
import { hasExpired, isAboutDate, isGoodNews, leadingReason } from './reasons';
import { dayOf, isOpen } from './words';

/** What breaks: as the row says, or in general. */
export function whatBreaks(notice: Notice, now: Instant): string {
  const reason = leadingReason(notice, now);
  const meaning = reason && NOT_BROKEN[reason];
  if (meaning === undefined) return notice.impact ?? BREAKS[notice.kind];
  return reason === 'unreachable' && notice.impact ? `${meaning} If it is down: ${notice.impact}` : meaning;
}

const BREAKS: Record<Kind, string> = {
  tls: 'Clients refuse the connection: browsers show a warning page, apps and mail programs stop.',
  acm: 'Whatever AWS service uses it (load balancer, CDN, API) is refused by its clients.',
  iam: 'Whatever AWS service uses it (load balancer, CDN) is refused by its clients.',
  route53: 'Everything under the domain stops: websites, mail, every service with a name in it.',
  rds: 'Clients that check the certificate cannot connect to the database.',
  'acm-pca': 'Clients refuse every certificate that it has issued.',
  arn: 'Not known.',
  dated: 'Not written down; the row’s “impact” is the place for it.',
  unreadable: 'Not known.',
};

/** What happens if nobody does anything. */
export function whatComesNext(notice: Notice, now: Instant): string {
  const { event, severity, kind, expiry } = notice;
  if (isGoodNews(notice))
    return isOpen(notice) ? OPEN : event === 'replaced' || event === 'applied' ? `${DONE[kind]} ${CLOSED}` : CLOSED;
  if (event === 'unreachable') {
    return `You will hear again when it can be seen.${expiry ? ' Its last known date goes on counting.' : ''}`;
  }
  if (event === 'broken') {
    return severity === 'critical'
      ? 'A reminder follows every day until it is put right.'
      : 'You will hear again when it is put right, or when more goes wrong.';
  }
  const daily = severity === 'critical' || hasExpired(notice, now);
  const reminders = daily
    ? 'A reminder follows every day'
    : 'Reminders follow at each step towards the date, and every day at the end,';
  const end =
    hasExpired(notice, now) || !expiry
      ? ''
      : ` Without that, what relies on it stops on ${dayOf(expiry.expires, notice)}.`;
  return `${reminders} until ${expiry?.of === 'intermediate' ? UNTIL_CHAIN : UNTIL[kind]}.${end}`;
}

const OPEN = 'What is still open is told of as before.';
const CLOSED = 'Nothing is left to do.';

const DONE: Record<Kind, string> = {
  tls: 'No address that answered serves the old one any more.',
  acm: 'ACM shows the new one.',
  iam: 'IAM shows the new one.',
  route53: 'Route 53 shows the new date.',
  rds: 'RDS shows the new one.',
  'acm-pca': 'AWS Private CA shows the new one.',
  arn: 'It has been found.',
  dated: 'The row has the new date.',
  unreadable: 'The row can be read.',
};

/** What ends the matter: the evidence, not the order. */
const UNTIL: Record<Kind, string> = {
  tls: 'every address serves a newer certificate',
  acm: 'ACM shows a newer certificate',
  iam: 'IAM shows a newer certificate',
  route53: 'Route 53 shows a later date',
  rds: 'RDS shows a later date',
  'acm-pca': 'AWS Private CA shows a later date',
  arn: 'an inventory has found it',
  dated: 'the row has a later date in “expires”',
  unreadable: 'the row is corrected',
};

const UNTIL_CHAIN = 'no address sends the old intermediate any more';

/** Which attribute of its row silences a notice. */
export function howToQuiet(notice: Notice, now: Instant): string {
  if (isAboutDate(notice) && hasExpired(notice, now)) return QUIET.expired;
  return QUIET[notice.event];
}

const QUIET: Record<Event, string> = {
  due: 'Set “promised” in its row to the day it will be done, before it expires: reminders rest until then. Or set “muted” to a date: silence until then, except when it expires.',
  'not-applied':
    'Set “promised” in its row to the day it will be done, before it expires: reminders rest until then. Or set “muted” to a date: silence until then, except when it expires.',
  overdue:
    'Set “promised” in its row to a new day, before it expires. Or set “muted” to a date: silence until then, except when it expires.',
  expired: 'Nothing mutes what has expired. If nothing depends on it any more, delete its row or set “enabled” to no.',
  broken: 'Set “muted” in its row to a date: silence until then, except when it expires.',
  unreachable: 'Set “muted” in its row to a date: silence until then, except when it expires.',
  applied: '',
  replaced: '',
  recovered: '',
};

/** The same for what an inventory found. */
export function howToQuietFound(notice: Notice, now: Instant): string {
  return isAboutDate(notice) && hasExpired(notice, now)
    ? 'Nothing mutes what has expired. If nothing depends on it any more, take it out of use or delete it:'
    : 'It has no row of its own, since an inventory found it. “muted” in the inventory’s row silences all that was found there. The certificate itself:';
}

/** Where to edit a row that no link can open. */
export const ROW_ON_A_DESK =
  '“npx notafter targets list” shows the row; change it in your file and run “npx notafter targets import <file>”.';
