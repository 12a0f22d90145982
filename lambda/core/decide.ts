import type { Assessment } from './assess';
import type { Expiry } from './expiry';
import { type Finding, isFault, type Reason } from './finding';
import { DAILY, type Instant } from './instant';
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
  /** Each fault by its reason and, where it is about the row, the attribute. */
  readonly faults?: { readonly keys: readonly string[]; readonly at: Instant };
}

export interface Decision {
  readonly memory: Memory;
  readonly notices: readonly Notice[];
}

/** Looks in a row that must fail before a target is called unreachable. */
const UNREACHABLE_AFTER = 2;

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
  const unreachable = decideUnreachable(target, unseen, assessment, memory.told.unreachable, now);
  const faults = decideFaults(target, assessment, memory.told.faults, now);
  const lastSeen = assessment.standing?.expiry ?? (assessment.seen === 'none' ? memory.lastSeen : undefined);
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
  if (standing?.rung === undefined) return expiryIsFar(target, standing?.expiry, told, assessment.seen === 'all', now);
  const { expiry, rung, severity } = standing;
  const overdue = has(findings, 'promise-broken');
  const event = expiry.expires <= now ? 'expired' : overdue ? 'overdue' : 'due';
  const resting =
    event === 'due' && target.promised !== undefined && target.promised > now && target.promised <= expiry.expires;
  if (resting || (isMuted(target, now) && event !== 'expired')) return { told };
  const sameMatter = told !== undefined && isSame(told.expiry, expiry) && told.event === event;
  const repeat = severity === 'critical' && told !== undefined && now - told.at >= DAILY;
  if (sameMatter && rung >= told.rung && !repeat) return { told };
  return { told: { expiry, event, rung, at: now }, say: { event, severity } };
}

/**
 * The date is far, or gone: if somebody was told that it was near, this is the news that ends it, unless an address that
 * could not be seen may still serve the old one.
 */
function expiryIsFar(
  target: Target,
  expiry: Expiry | undefined,
  told: Told['expiry'],
  seenWhole: boolean,
  now: Instant,
): Track<Told['expiry']> {
  if (told === undefined || !seenWhole) return { told };
  const replaced = expiry !== undefined && !isSame(told.expiry, expiry);
  if (!replaced || isMuted(target, now)) return { told: undefined };
  return { told: undefined, say: { event: 'replaced', severity: 'ok', previous: told.expiry } };
}

function decideUnreachable(
  target: Target,
  unseen: number,
  { seen }: Assessment,
  told: Told['unreachable'],
  now: Instant,
): Track<Told['unreachable']> {
  if (unseen === 0) return told && seen !== 'none' ? recovered(target, now) : { told };
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
  const found = faults.map(
    ({ reason, about, bySent }) => `${reason}${about ? ` ${about}` : ''}${bySent ? BY_SENT : ''}`,
  );
  // What was wrong before a look that could not have seen it is taken to be wrong still.
  const stays = (key: string) => assessment.seen !== 'all' || (assessment.unread && key.endsWith(BY_SENT));
  const keys = [...new Set([...(told?.keys.filter(stays) ?? []), ...found])];
  if (keys.length === 0) return told ? recovered(target, now) : { told };
  if (isMuted(target, now)) return { told };
  const severity = worst(faults.map((fault) => fault.severity));
  const known = told?.keys.map(withoutSource) ?? [];
  const news = keys.some((key) => !known.includes(withoutSource(key)));
  const repeat = severity === 'critical' && told !== undefined && now - told.at >= DAILY;
  if (news || repeat) return { told: { keys, at: now }, say: { event: 'broken', severity } };
  return { told: told && { keys, at: told.at } };
}

/** Ends the keys of faults that nothing but what is sent shows. */
const BY_SENT = ' (sent)';

function withoutSource(key: string): string {
  return key.replace(BY_SENT, '');
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

function has(findings: readonly Finding[], reason: Reason): boolean {
  return findings.some((finding) => finding.reason === reason);
}

/** The same certificate, or the same date of the same thing; a fact that only one of the looks knew tells nothing. */
function isSame(a: Expiry, b: Expiry): boolean {
  const agree = (one: string | undefined, other: string | undefined) =>
    one === undefined || other === undefined || one === other;
  return a.expires === b.expires && agree(a.sha256, b.sha256) && agree(a.serial, b.serial);
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
