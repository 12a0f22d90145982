import type { Assessment } from './assess';
import { isEscalated } from './audience';
import { toldBefore } from './earlier';
import { BEFORE_THE_LADDER, type Expiry, earliest, isSame, standing as onLadder } from './expiry';
import type { Finding, Reason } from './finding';
import { type PastRenewal, withRenewal } from './habit';
import { DAILY, type Instant } from './instant';
import { stillThere } from './lasting';
import type { Memory, Told, ToldDate } from './memory';
import type { Event } from './notice';
import type { RenewalCase } from './renewal-case';
import { atLeast, worst } from './severity';
import type { Target } from './target';
import { inMaintenance, isMuted, type Track } from './track';

/** What to say of the date: that it is near, that a newer certificate is not in use, or that the matter has ended. */
export function decideExpiry(
  target: Target,
  assessment: Assessment,
  renewal: RenewalCase | undefined,
  before: Told,
  now: Instant,
): Track<Told['expiry']> {
  const { expiry: told } = before;
  const { standing, findings } = assessment;
  const notApplied = findings.find(({ reason, severity }) => reason === 'not-applied' && atLeast(severity, 'warning'));
  if (standing === undefined || (standing.rung === undefined && notApplied === undefined))
    return expiryIsFar(target, assessment, renewal, told, now);
  const { expiry, rung = BEFORE_THE_LADDER } = standing;
  const overdue = has(findings, 'promise-broken');
  const severity = worst([standing.severity, notApplied?.severity ?? 'ok', overdue ? 'critical' : 'ok']);
  const event: Event = expiry.expires <= now ? 'expired' : overdue ? 'overdue' : notApplied ? 'not-applied' : 'due';
  const promised = isPromised(target, expiry, now);
  const resting = promised && severity !== 'critical';
  if (resting || (isMuted(target, now) && event !== 'expired')) return { told: told && stillThere(told) };
  const matter = { event, expiry, rung, promised };
  const known = recall(before, matter, now);
  // What is critical because a promise was broken is told once a rung, until the date is critical by itself.
  const isLate = severity === 'critical' && onLadder(expiry, target.ladder, now).severity === 'critical';
  const repeat = isLate && !promised && known !== undefined && now - known.at >= DAILY;
  // A broken promise is another matter to whoever learns that the new one need only be put into use.
  const issued = (notApplied !== undefined || known?.issued) && ISSUED;
  const isIssued = overdue && issued && !known?.issued;
  const isOld = known !== undefined && !('ended' in known) && rung >= known.rung && !repeat && !isIssued;
  if (isOld) return { told: { ...recalled(known), ...(told?.escalated && ESCALATED) } };
  const above = (isEscalated(matter, told) || isEscalated(matter, known)) && ESCALATED;
  return {
    told: { expiry, event: known?.event ?? event, rung, at: now, ...issued, ...above },
    say: { event, severity, ...above },
  };
}

/** Reminders rest then, until the date is critical: from there on each rung is told once, so that nothing expires unheard. */
function isPromised({ promised }: Target, { expires }: Expiry, now: Instant): boolean {
  return promised !== undefined && promised > now && promised <= expires;
}

/** What was told of this before. A successor that is not seen any more, or not at this look, makes it no other matter. */
function recall(
  before: Told,
  { event, expiry }: { readonly event: Event; readonly expiry: Expiry },
  now: Instant,
): ReturnType<typeof toldBefore> {
  const known = event === 'due' ? toldBefore(before, { expiry, event: 'not-applied' }, now) : undefined;
  return known ?? toldBefore(before, { expiry, event }, now);
}

function recalled({ expiry, event, rung, at, issued, escalated }: ToldDate): ToldDate {
  return { expiry, event, rung, at, ...(issued && { issued }), ...(escalated && { escalated }) };
}

const ISSUED = { issued: true } as const;
const ESCALATED = { escalated: true } as const;

/**
 * The date is far, or gone: if somebody was told that it was near, the news that ends it is told once it has been so for a
 * day, since a roll-out comes and goes, and after a maintenance window. An address that could not be seen may still serve the
 * old one.
 */
function expiryIsFar(
  target: Target,
  { standing, seen }: Assessment,
  renewal: RenewalCase | undefined,
  told: Told['expiry'],
  now: Instant,
): Track<Told['expiry']> {
  if (told === undefined || seen !== 'all') return { told };
  const evidence = renewal?.closed !== undefined && renewal.closed >= told.at ? renewal : undefined;
  const replaced = standing !== undefined && !isSame(told.expiry, standing.expiry);
  if (!replaced && evidence === undefined) return { told: undefined };
  const goneSince = told.goneSince ?? now;
  if (inMaintenance(target, now)) return { told: { ...told, goneSince } };
  if (isMuted(target, now)) return { told: undefined };
  if (now - goneSince < DAILY) return { told: { ...told, goneSince } };
  const event = evidence && isApplied(evidence) ? 'applied' : 'replaced';
  const proof = evidence ? { previous: evidence.old, evidence } : { previous: told.expiry };
  return { told: undefined, say: { event, severity: 'ok', ...proof, ...(told.escalated && ESCALATED) } };
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
