import { assessEndpoint } from './assess-endpoint';
import { beliefFindings, expiryFinding, promiseFindings, standingOf } from './assess-expiry';
import { assessManaged } from './assess-managed';
import { dayName, fromNow } from './date-text';
import { type Expiry, earliest, type Standing } from './expiry';
import { failureFindings } from './failure-findings';
import type { Finding } from './finding';
import { daysLeft, type Instant } from './instant';
import type { Judgement } from './judgement';
import type { Observation } from './observation';
import { atLeast, SEVERITIES, type Severity, worst } from './severity';
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
  /** How much of the target this look saw; what was not seen cannot be said to have recovered. */
  readonly seen: 'all' | 'some' | 'none';
  /** An address that showed its certificate did not show all that it sends. */
  readonly unread: boolean;
}

/** A result is an item of a table and part of a message: what is worth saying is said within this many. */
const MOST_FINDINGS = 50;

/**
 * Judges what was seen of a target. Pure.
 *
 * @param lastSeen the date remembered from an earlier look; it goes on counting while nothing can be seen.
 */
export function assess(
  target: Target,
  observation: Observation,
  lastSeen: Expiry | undefined,
  now: Instant,
): Assessment {
  const judgement = judge(target, observation, now);
  const seen = howMuch(observation, judgement);
  const expiries = seen !== 'none' || lastSeen === undefined ? judgement.expiries : [lastSeen];
  const standings = expiries.map((expiry) => standingOf(target, expiry, now));
  const findings = [
    ...standings.flatMap((reached) => expiryFinding(target, reached, seen !== 'none', now)),
    ...judgement.findings,
    ...promiseFindings(target, standings, now),
    ...beliefFindings(target, earliest(expiries)),
    ...target.problems,
  ]
    .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))
    .slice(0, MOST_FINDINGS);
  const severity = worst(findings.map((finding) => finding.severity));
  const ruling = earliest(expiries);
  const rulingStanding = standings.find(({ expiry }) => expiry === ruling);
  const told = severity === 'warning' || severity === 'critical' ? findings[0]?.sentence : undefined;
  return {
    severity,
    findings,
    summary: told ?? (ruling ? validUntil(ruling, target, now) : judgement.well),
    ...(rulingStanding && { standing: rulingStanding }),
    seen,
    unread: observation.saw === 'endpoint' && observation.addresses.some((at) => at.ok && at.sent === undefined),
  };
}

/** An address that cannot be looked at from here at all (its finding is `info`) is not missed. */
function howMuch(observation: Observation, { findings, expiries }: Judgement): Assessment['seen'] {
  if (observation.saw === 'nothing' || (observation.saw === 'endpoint' && expiries.length === 0)) return 'none';
  const missed = findings.some(({ reason, severity }) => reason === 'unreachable' && atLeast(severity, 'warning'));
  return missed ? 'some' : 'all';
}

function judge(target: Target, observation: Observation, now: Instant): Judgement {
  switch (observation.saw) {
    case 'endpoint':
      return assessEndpoint(target, observation.addresses, observation.left ?? [], now);
    case 'managed':
      return assessManaged(observation.certificate);
    case 'date': {
      const what = target.kind === 'dated' ? target.name : target.id;
      return { findings: [], expiries: [{ of: 'date', what, expires: observation.expires }], well: '' };
    }
    case 'inventory': {
      const { count } = observation;
      const well = `${count} certificate${count === 1 ? '' : 's'} found; each has a result of its own.`;
      return { findings: [], expiries: [], well };
    }
    case 'nothing':
      return { findings: failureFindings(observation.failure), expiries: [], well: observation.failure.sentence };
    default:
      return observation satisfies never;
  }
}

function validUntil({ expires }: Expiry, { timezone }: Target, now: Instant): string {
  const days = daysLeft(expires, now);
  if (expires <= now) return `Expired ${fromNow(expires, now)}, on ${dayName(expires, timezone)}.`;
  return `Valid until ${dayName(expires, timezone)}, ${days} day${days === 1 ? '' : 's'} left.`;
}
