import type { Assessment } from './assess';
import { isEscalated } from './audience';
import { BEFORE_THE_LADDER, earliest, isSame } from './expiry';
import type { Finding, Reason } from './finding';
import { type PastRenewal, withRenewal } from './habit';
import { DAILY, type Instant } from './instant';
import type { Memory, Told } from './memory';
import type { RenewalCase } from './renewal-case';
import { atLeast, worst } from './severity';
import type { Target } from './target';
import { isMuted, type Track } from './track';

/** What to say of the date: that it is near, that a newer certificate is not in use, or that the matter has ended. */
export function decideExpiry(
  target: Target,
  assessment: Assessment,
  renewal: RenewalCase | undefined,
  told: Told['expiry'],
  now: Instant,
): Track<Told['expiry']> {
  const { standing, findings } = assessment;
  const notApplied = findings.find(({ reason, severity }) => reason === 'not-applied' && atLeast(severity, 'warning'));
  if (standing === undefined || (standing.rung === undefined && notApplied === undefined))
    return expiryIsFar(target, assessment, renewal, told, now);
  const { expiry, rung = BEFORE_THE_LADDER } = standing;
  const overdue = has(findings, 'promise-broken');
  const severity = worst([standing.severity, notApplied?.severity ?? 'ok', overdue ? 'critical' : 'ok']);
  const event = expiry.expires <= now ? 'expired' : overdue ? 'overdue' : notApplied ? 'not-applied' : 'due';
  const resting =
    (event === 'due' || event === 'not-applied') &&
    target.promised !== undefined &&
    target.promised > now &&
    target.promised <= expiry.expires;
  if (resting || (isMuted(target, now) && event !== 'expired')) return { told };
  // A successor that is not seen any more, or not at this look, makes it no other matter.
  const known = event === 'due' && told?.event === 'not-applied' ? 'not-applied' : event;
  const sameMatter = told !== undefined && isSame(told.expiry, expiry) && told.event === known;
  const repeat = severity === 'critical' && told !== undefined && now - told.at >= DAILY;
  if (sameMatter && rung >= told.rung && !repeat) return { told };
  const above = isEscalated({ event, expiry, rung }, told) && ESCALATED;
  const remembered = sameMatter ? known : event;
  return { told: { expiry, event: remembered, rung, at: now, ...above }, say: { event, severity, ...above } };
}

const ESCALATED = { escalated: true } as const;

/**
 * The date is far, or gone: if somebody was told that it was near, this is the news that ends it, unless an address that
 * could not be seen may still serve the old one.
 */
function expiryIsFar(
  target: Target,
  { standing, seen }: Assessment,
  renewal: RenewalCase | undefined,
  told: Told['expiry'],
  now: Instant,
): Track<Told['expiry']> {
  if (told === undefined || seen !== 'all') return { told };
  const isClosed = renewal?.closed === now;
  const replaced = standing !== undefined && !isSame(told.expiry, standing.expiry);
  if ((!replaced && !isClosed) || isMuted(target, now)) return { told: undefined };
  const event = isClosed && isApplied(renewal) ? 'applied' : 'replaced';
  const previous = isClosed ? renewal.old : told.expiry;
  return { told: undefined, say: { event, severity: 'ok', previous, ...(told.escalated && ESCALATED) } };
}

/** The successor that was known is what every address serves. */
function isApplied({ successor, addresses }: RenewalCase): boolean {
  return successor !== undefined && addresses.every(({ serves }) => serves === 'new');
}

function has(findings: readonly Finding[], reason: Reason): boolean {
  return findings.some((finding) => finding.reason === reason);
}

/** A leaf that every address has replaced by one that lasts longer has been renewed. */
export function renewalsSeen(
  { dates, standing, seen }: Assessment,
  memory: Memory,
  now: Instant,
): readonly PastRenewal[] {
  const old = earliest(memory.lastSeen.map(({ expiry }) => expiry).filter(({ of }) => of === 'certificate'));
  const ruling = standing?.expiry;
  if (old === undefined || ruling?.of !== 'certificate' || seen !== 'all') return memory.renewals;
  const isGone = !dates.some(({ expiry }) => isSame(expiry, old));
  const isNew = memory.renewals[0]?.expired !== old.expires;
  return isGone && isNew && ruling.expires > old.expires ? withRenewal(memory.renewals, old, now) : memory.renewals;
}
