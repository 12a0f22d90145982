import type { Assessment } from './assess';
import type { Expiry } from './expiry';
import type { Finding, Reason } from './finding';
import { HOUR, type Instant } from './instant';
import type { Event, Notice } from './notice';
import { atLeast, type Severity, worst } from './severity';
import type { Target } from './target';

/** What has to be remembered of a target between two looks, so that each thing is said once. */
export interface Memory {
  /** The date that was last seen; it goes on counting while nothing can be seen. */
  readonly lastSeen?: Expiry;
  /** Looks in a row that met an unreachable address; stops counting where a notice is due. */
  readonly unseen: number;
  readonly told: Told;
}

/** What somebody has been told of and not yet been told the end of. */
export interface Told {
  readonly expiry?: { readonly expiry: Expiry; readonly event: Event; readonly rung: number; readonly at: Instant };
  readonly unreachable?: { readonly at: Instant };
  readonly faults?: { readonly reasons: readonly Reason[]; readonly at: Instant };
}

export interface Decision {
  readonly memory: Memory;
  readonly notices: readonly Notice[];
}

/** `critical` and `expired` are said again every day; half an hour early, so that a daily sweep that starts late still does. */
const REPEAT_AFTER = 23.5 * HOUR;

/** Looks in a row that must fail before a target is called unreachable. */
const UNREACHABLE_AFTER = 2;

/** The reasons that have a track of their own; every other finding from `warning` up is a fault. */
const NOT_FAULTS: readonly Reason[] = [
  'expiring',
  'expired',
  'chain-element-expiring',
  'promise-broken',
  'unreachable',
];

const NOTHING: Memory = { unseen: 0, told: {} };

/** One track's outcome: what has been told from now on, and what to say now, if anything. */
interface Track<T> {
  readonly told: T | undefined;
  readonly say?: { readonly event: Event; readonly severity: Severity; readonly previous?: Expiry };
}

/**
 * Decides whom to tell what, from what is seen now and what is remembered; never from anything else. Pure.
 * The three tracks (the date, reachability, faults) each tell their beginning, their worsening and their end once.
 */
export function decide(target: Target, assessment: Assessment, memory: Memory = NOTHING, now: Instant): Decision {
  const unseen = isUnreachable(assessment) ? Math.min(memory.unseen + 1, UNREACHABLE_AFTER) : 0;
  const expiry = decideExpiry(target, assessment, memory.told.expiry, now);
  const unreachable = decideUnreachable(target, unseen, memory.told.unreachable, now);
  const faults = decideFaults(target, assessment, memory.told.faults, now);
  const lastSeen = assessment.standing?.expiry ?? (assessment.seen ? undefined : memory.lastSeen);
  const said = [expiry.say, unreachable.say, faults.say].flatMap((say) => say ?? []);
  const once = said.filter(({ event }, i) => said.findIndex((other) => other.event === event) === i);
  return {
    memory: {
      ...(lastSeen && { lastSeen }),
      unseen,
      told: {
        ...(expiry.told && { expiry: expiry.told }),
        ...(unreachable.told && { unreachable: unreachable.told }),
        ...(faults.told && { faults: faults.told }),
      },
    },
    notices: once.map((say) => notice(target, assessment, say, now)),
  };
}

function decideExpiry(
  target: Target,
  assessment: Assessment,
  told: Told['expiry'],
  now: Instant,
): Track<Told['expiry']> {
  const { standing, findings } = assessment;
  if (standing?.rung === undefined) return expiryIsFar(target, standing?.expiry, told, assessment.seen, now);
  const { expiry, rung, severity } = standing;
  const overdue = has(findings, 'promise-broken');
  const event = expiry.expires <= now ? 'expired' : overdue ? 'overdue' : 'due';
  const resting =
    event === 'due' && target.promised !== undefined && target.promised > now && target.promised <= expiry.expires;
  if (resting || (isMuted(target, now) && event !== 'expired')) return { told };
  const sameMatter = told !== undefined && isSame(told.expiry, expiry) && told.event === event;
  const repeat = severity === 'critical' && told !== undefined && now - told.at >= REPEAT_AFTER;
  if (sameMatter && rung >= told.rung && !repeat) return { told };
  return { told: { expiry, event, rung, at: now }, say: { event, severity } };
}

/** The date is far, or gone: if somebody was told that it was near, this is the news that ends it. */
function expiryIsFar(
  target: Target,
  expiry: Expiry | undefined,
  told: Told['expiry'],
  seen: boolean,
  now: Instant,
): Track<Told['expiry']> {
  if (told === undefined || !seen) return { told };
  const replaced = expiry !== undefined && !isSame(told.expiry, expiry);
  if (!replaced || isMuted(target, now)) return { told: undefined };
  return { told: undefined, say: { event: 'replaced', severity: 'ok', previous: told.expiry } };
}

function decideUnreachable(
  target: Target,
  unseen: number,
  told: Told['unreachable'],
  now: Instant,
): Track<Told['unreachable']> {
  if (unseen === 0) return told ? recovered(target, now) : { told };
  if (told !== undefined || unseen < UNREACHABLE_AFTER || isMuted(target, now)) return { told };
  return { told: { at: now }, say: { event: 'unreachable', severity: 'warning' } };
}

function decideFaults(
  target: Target,
  assessment: Assessment,
  told: Told['faults'],
  now: Instant,
): Track<Told['faults']> {
  const faults = assessment.findings.filter(isFault);
  const seenNow = [...new Set(faults.map(({ reason }) => reason))];
  // What was wrong before a look that saw nothing is taken to be wrong still.
  const reasons = assessment.seen ? seenNow : [...new Set([...(told?.reasons ?? []), ...seenNow])];
  if (reasons.length === 0) return told ? recovered(target, now) : { told };
  if (isMuted(target, now)) return { told };
  const severity = worst(faults.map((fault) => fault.severity));
  const news = reasons.some((reason) => !told?.reasons.includes(reason));
  const repeat = severity === 'critical' && told !== undefined && now - told.at >= REPEAT_AFTER;
  if (news || repeat) return { told: { reasons, at: now }, say: { event: 'broken', severity } };
  return { told: told && { reasons, at: told.at } };
}

function recovered(target: Target, now: Instant): Track<never> {
  return isMuted(target, now) ? { told: undefined } : { told: undefined, say: { event: 'recovered', severity: 'ok' } };
}

function isMuted({ muted }: Target, now: Instant): boolean {
  return muted !== undefined && muted > now;
}

function isUnreachable({ findings }: Assessment): boolean {
  return findings.some(({ reason, severity }) => reason === 'unreachable' && atLeast(severity, 'warning'));
}

function isFault({ reason, severity }: Finding): boolean {
  return atLeast(severity, 'warning') && !NOT_FAULTS.includes(reason);
}

function has(findings: readonly Finding[], reason: Reason): boolean {
  return findings.some((finding) => finding.reason === reason);
}

/** The same certificate, or the same date of the same thing. */
function isSame(a: Expiry, b: Expiry): boolean {
  return a.sha256 === b.sha256 && a.serial === b.serial && a.expires === b.expires;
}

function notice(
  target: Target,
  { summary, findings, standing }: Assessment,
  say: { event: Event; severity: Severity; previous?: Expiry },
  now: Instant,
): Notice {
  const { id, kind, client, timezone, service, impact, owner, escalate, runbook, notes, promised } = target;
  return {
    ...say,
    target: id,
    kind,
    client,
    at: now,
    timezone,
    summary,
    findings,
    ...(standing && { expiry: standing.expiry }),
    ...(service && { service }),
    ...(impact && { impact }),
    ...(owner && { owner }),
    ...(escalate && { escalate }),
    ...(runbook && { runbook }),
    ...(notes && { notes }),
    ...(promised && { promised }),
  };
}
