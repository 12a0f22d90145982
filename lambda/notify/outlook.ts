import { listed } from '../core/chain';
import type { Instant } from '../core/instant';
import type { Kind } from '../core/target';
import { attachmentOf } from './arn';
import type { Matter } from './matter';
import { NOT_BROKEN } from './not-broken';
import { hasExpired, isAboutDate, isGoodNews, isOpen, isPromised, isRenewed, leadingReason, ruling } from './reasons';
import { dayOf } from './words';

/** What breaks: as the row says, or in general; and what it is attached to. */
export function whatBreaks(matter: Matter, now: Instant): string {
  const open = matter.tells.flatMap(({ renewal }) => (renewal?.closed === undefined ? (renewal?.attached ?? []) : []));
  const things = [...new Set(open)].map(attachmentOf);
  const attached = things.length === 0 ? '' : ` The certificate is attached to ${listed(things, MOST_ATTACHED)}.`;
  return `${meaningOf(matter, now)}${attached}`;
}

const MOST_ATTACHED = 3;

function meaningOf(matter: Matter, now: Instant): string {
  const { impact, kind } = matter;
  const reason = leadingReason(matter, now);
  const isOver = isAboutDate(matter) && hasExpired(matter, now);
  const meaning = reason && !isOver ? NOT_BROKEN[reason] : undefined;
  if (meaning === undefined) return impact ?? BREAKS[kind];
  if (reason === 'not-applied') return `${meaning} Then: ${impact ?? (kind === 'tls' ? BREAKS.tls : BREAKS_EXPORTED)}`;
  return reason === 'unreachable' && impact ? `${meaning} If it is down: ${impact}` : meaning;
}

const BREAKS: Record<Kind, string> = {
  tls: 'Clients refuse the connection: browsers show a warning page, apps and mail programs stop.',
  acm: 'Whatever AWS service uses it (load balancer, CDN, API) is refused by its clients.',
  iam: 'Whatever AWS service uses it (load balancer, CDN) is refused by its clients.',
  route53: 'Everything under the domain stops: websites, mail, every service with a name in it.',
  rds: 'Clients that check the certificate cannot connect to the database.',
  'acm-pca': 'Clients refuse every certificate that it has issued.',
  arn: 'Not known.',
  monitor: 'Nobody may be told of what expires.',
  dated: 'Not written down; the row’s “impact” is the place for it.',
  unreadable: 'Not known.',
};

const BREAKS_EXPORTED = 'Wherever it is installed, clients refuse the connection.';

/** What happens if nobody does anything. */
export function whatComesNext(matter: Matter, now: Instant): string {
  const { event, severity, expiry } = matter;
  if (isGoodNews(matter)) return isOpen(matter) ? OPEN : `${isRenewed(matter) ? `${whatEnded(matter)} ` : ''}${CLOSED}`;
  if (event === 'unreachable') {
    return `You will hear again when it can be seen.${expiry ? ' Its last known date goes on counting.' : ''}`;
  }
  if (event === 'monitor-blind') return BLIND;
  if (event === 'broken') {
    return severity === 'critical'
      ? 'A reminder follows every day until it is put right.'
      : 'You will hear again when it is put right, or when more goes wrong.';
  }
  return untilDone(matter, now);
}

function untilDone(matter: Matter, now: Instant): string {
  const expiry = ruling(matter);
  const over = hasExpired(matter, now);
  const promised = isPromised(matter, now);
  // What is overdue is critical whatever the date, and told once a rung until the date is critical too.
  const isDaily = (matter.severity === 'critical' && matter.event !== 'overdue' && !promised) || over;
  const last = promised ? 'once the promised day has passed' : 'at the end';
  const reminders = isDaily
    ? 'A reminder follows every day'
    : `Reminders follow at each step towards the date, and every day ${last},`;
  const end =
    over || !expiry ? '' : ` If nothing is done, what relies on it stops on ${dayOf(expiry.expires, matter)}.`;
  return `${reminders} until ${whatEnds(matter)}.${end} ${LASTS}`;
}

const LASTS = 'You hear that it is done once it has been so for a day.';

function whatEnds(matter: Matter): string {
  if (matter.event === 'not-applied') return matter.kind === 'tls' ? UNTIL_APPLIED : UNTIL_IN_USE;
  return ruling(matter)?.of === 'intermediate' ? UNTIL_CHAIN : UNTIL[matter.kind];
}

const BLIND =
  'You will hear again when it can see. Until then nothing is called unreachable, and the dates that were seen last go on counting.';
const OPEN = 'What is still open is told of as before.';
const CLOSED = 'Nothing is left to do.';

function whatEnded({ event, kind }: Matter): string {
  return event === 'applied' && kind !== 'tls' ? IN_USE : DONE[kind];
}

const IN_USE = 'An address that is looked at serves the new one.';

const DONE: Record<Kind, string> = {
  tls: 'No address that answered serves the old one any more.',
  acm: 'ACM shows the new one.',
  iam: 'IAM shows the new one.',
  route53: 'Route 53 shows the new date.',
  rds: 'RDS shows the new one.',
  'acm-pca': 'AWS Private CA shows the new one.',
  arn: 'It has been found.',
  monitor: 'The monitor is well.',
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
  monitor: 'the monitor is well',
  dated: 'the row has a later date in “expires”',
  unreadable: 'the row is corrected',
};

const UNTIL_CHAIN = 'no address sends the old intermediate any more';
const UNTIL_APPLIED = 'every address serves the new certificate; it cannot be closed by hand';
const UNTIL_IN_USE = 'an address that is looked at serves the new one; where it is installed, add a row';
