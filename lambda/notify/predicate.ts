import { fromNow } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import type { Kind } from '../core/target';
import { FAULTS } from './advice';
import type { Matter } from './matter';
import { progressOf } from './progress';
import { isOpen, leadingReason, ruling } from './reasons';

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
    case 'monitor-blind':
      return FAULTS['monitor-blind'];
    case 'unreachable':
      return `${UNSEEN[kind]}${atAddresses(matter)}`;
    case 'applied':
      if (kind !== 'tls') return 'is renewed and in use';
      return tells.length === 1 ? 'serves the new certificate everywhere' : 'is renewed and in use everywhere';
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
  return `is ${renewedWhere(matter)} and ${date}`;
}

/** Short also where there are very many addresses; what could not be seen may serve either. */
function renewedWhere(matter: Matter): string {
  const { new: applied, unseen, of } = progressOf(matter);
  if (applied.length === 0 && unseen.length === 0) return 'renewed but not in use';
  const isShort = applied.length > 0 && of < 1_000;
  return isShort ? `renewed at ${applied.length} of ${of} addresses` : 'renewed but not everywhere';
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
  monitor: 'cannot be read',
  dated: 'cannot be read',
  unreadable: 'cannot be read',
};

function atAddresses({ findings }: Notice): string {
  const at = findings.flatMap(({ reason, address }) => (reason === 'unreachable' && address ? [address] : []));
  const [only = ''] = at;
  if (at.length === 1 && /^[0-9A-Fa-f.:]{2,45}$/.test(only)) return ` at ${only}`;
  return at.length > 1 ? ` at ${at.length} addresses` : '';
}
