import { beliefFindings, expiryFinding, promiseFindings, standingOf } from './assess-expiry';
import { withCaAsBefore } from './assess-held';
import { dayName, fromNow } from './date-text';
import { registrationFindings } from './domain-findings';
import { type Estate, NOTHING_ELSE_KNOWN } from './estate';
import { type Expiry, earliest, ladderBegins, type Standing } from './expiry';
import { type Finding, worstFirst } from './finding';
import { findingsAsBefore } from './findings-as-before';
import { isRenewed, lateByHabit, type PastRenewal } from './habit';
import { daysLeft, type Instant } from './instant';
import { judge } from './judge';
import { holdsOf, type KnownCertificate } from './known-certificate';
import { type Counted, counting, datesFrom, type LastSeen } from './last-seen';
import { type NotApplied, notAppliedAnywhere, notAppliedAt } from './not-applied';
import type { Observation } from './observation';
import type { RenewalCase } from './renewal-case';
import { answersOf, type HowMuch, howMuch, leafsSeen, seenNow } from './seen';
import { type Severity, worst } from './severity';
import { declaredInUse } from './successor';
import type { Target } from './target';

/** What to think of a target now. */
export interface Assessment {
  readonly severity: Severity;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** One sentence: the worst finding's, or that all is well and until when. */
  readonly summary: string;
  /** The date that matters, seen now or the last time; undefined where none has ever been seen. */
  readonly standing?: Standing;
  /** Every date that counts, and where it was last seen; the earliest first. */
  readonly dates: readonly LastSeen[];
  /** What is to be remembered of dates, those that do not count included. */
  readonly lastSeen: readonly LastSeen[];
  /** A newer certificate than one that is in use is known. */
  readonly notApplied?: NotApplied;
  /** The declared successor, where it is all that is in use. */
  readonly spent?: string;
  /** The certificate that it is, where an inventory found it. */
  readonly holds?: KnownCertificate;
  /** How much of the target this look saw; what was not seen cannot be said to have recovered. */
  readonly seen: HowMuch;
  /** An address that showed its certificate did not show all that it sends. */
  readonly unread: boolean;
}

/** What is known of a target besides what is seen now. */
export interface Known {
  /** The dates remembered from earlier looks; they go on counting while they cannot be seen. */
  readonly lastSeen?: readonly LastSeen[];
  readonly renewals?: readonly PastRenewal[];
  readonly renewal?: RenewalCase | undefined;
  /** The declared successor that has been in use everywhere before. */
  readonly spent?: string | undefined;
  /** The certificate that it was, where an inventory found it. */
  readonly holds?: KnownCertificate | undefined;
  readonly findings?: readonly Finding[] | undefined;
  readonly estate?: Estate;
}

/** A result is an item of a table and part of a message: what is worth saying is said within this many. */
const MOST_FINDINGS = 50;

/** Judges what was seen of a target. Pure. */
export function assess(target: Target, observation: Observation, known: Known | undefined, now: Instant): Assessment {
  const judgement = judge(target, withCaAsBefore(observation, known?.lastSeen ?? []), now);
  const seen = howMuch(observation, judgement);
  const holds =
    holdsOf(observation, target.client, known?.holds) ??
    (seen === 'none' || observation.saw === 'unchanged' ? known?.holds : undefined);
  const isServed = holds !== undefined && (known?.estate ?? NOTHING_ELSE_KNOWN).isServed(holds, target.client);
  const remembered = datesFrom(
    judgement.expiries.map((expiry) => seenNow(isServed ? { ...expiry, served: true } : expiry, judgement, now)),
    known?.lastSeen ?? [],
    answersOf(observation, seen, known?.lastSeen ?? []),
    now,
  );
  const dates = counting(remembered);
  const standings = dates.map(({ expiry }) => standingOf(target, expiry, now));
  const ruling = earliest(dates.map(({ expiry }) => expiry));
  const standing = standings.find(({ expiry }) => expiry === ruling);
  const { notApplied, spent } = whatIsNotApplied(target, observation, { dates, holds }, known, now);
  const { registrations } = known?.estate ?? NOTHING_ELSE_KNOWN;
  const leafs = [...leafsSeen(observation), ...(holds ? [holds] : [])];
  const findings = [
    ...(notApplied ? [notApplied.finding] : []),
    ...standings.flatMap((reached, i) => expiryFinding(target, reached, lastSeenAt(dates[i], seen), now)),
    ...habitFindings(target, standing, dates, known, now),
    ...judgement.findings,
    ...findingsAsBefore(observation, known?.findings ?? []),
    ...registrationFindings(leafs, registrations, ruling?.unused === true, target.timezone, now),
    ...promiseFindings(target, standings, notApplied?.old, now),
    ...beliefFindings(target, ruling),
    ...target.problems,
  ]
    .sort(worstFirst)
    .slice(0, MOST_FINDINGS);
  const severity = worst(findings.map((finding) => finding.severity));
  const told = severity === 'warning' || severity === 'critical' ? findings[0]?.sentence : undefined;
  return {
    severity,
    findings,
    summary: told ?? (ruling ? validUntil(ruling, target, now) : judgement.well),
    ...(standing && { standing }),
    dates,
    lastSeen: remembered.map(({ expiry, at }) => ({ expiry, at })),
    ...(notApplied && { notApplied }),
    ...(spent !== undefined && { spent }),
    ...(holds && { holds }),
    seen,
    unread: isUnread(observation),
  };
}

function isUnread(observation: Observation): boolean {
  if (observation.saw === 'unchanged') return true;
  return observation.saw === 'endpoint' && observation.addresses.some((at) => at.ok && at.sent === undefined);
}

/** Where a date was last seen that this look did not see; undefined where it saw it. */
function lastSeenAt(date: Counted | undefined, seen: HowMuch): string[] | undefined {
  if (date === undefined || date.isSeen) return undefined;
  return seen === 'none' ? [] : date.at.map(({ address }) => address);
}

function whatIsNotApplied(
  target: Target,
  observation: Observation,
  { dates, holds }: Pick<Assessment, 'dates'> & { readonly holds: KnownCertificate | undefined },
  known: Known | undefined,
  now: Instant,
): { readonly notApplied?: NotApplied | undefined; readonly spent?: string | undefined } {
  const { estate = NOTHING_ELSE_KNOWN, renewal, spent } = known ?? {};
  const successor = renewal?.closed === undefined ? renewal?.successor : undefined;
  if (holds !== undefined) return { notApplied: notAppliedAnywhere(target, holds, { estate, known: successor }, now) };
  if (target.kind !== 'tls') return {};
  const leafs = dates.filter(({ expiry }) => expiry.of === 'certificate');
  const inUse = declaredInUse(target, leafs, estate.certificates) ?? spent;
  const facts = { leafs, seen: leafsSeen(observation), known: successor, spent: inUse, estate };
  return { notApplied: notAppliedAt(target, facts, now), spent: inUse };
}

/** Late is what is still in use: not what nobody could look at now, nor what is being renewed, address by address. */
function habitFindings(
  target: Target,
  standing: Standing | undefined,
  dates: readonly Counted[],
  known: Known | undefined,
  now: Instant,
): Finding[] {
  if (standing === undefined || standing.expiry.of !== 'certificate') return [];
  const { expiry } = standing;
  if (expiry.unused || expiry.served) return [];
  if (!dates.some((date) => date.isSeen && date.expiry === expiry)) return [];
  if (dates.some((date) => isRenewed(expiry, date.expiry))) return [];
  return lateByHabit(target, expiry, known?.renewals ?? [], ladderBegins(expiry, target.ladder), now);
}

function validUntil({ expires }: Expiry, { timezone }: Target, now: Instant): string {
  const days = daysLeft(expires, now);
  if (expires <= now) return `Expired ${fromNow(expires, now)}, on ${dayName(expires, timezone)}.`;
  return `Valid until ${dayName(expires, timezone)}, ${days} day${days === 1 ? '' : 's'} left.`;
}
