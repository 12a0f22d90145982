import type { Assessment } from './assess';
import { decideExpiry, renewalsSeen } from './decide-date';
import { isFault } from './finding';
import { DAILY, type Instant } from './instant';
import { type Memory, NOTHING_TOLD, type Told } from './memory';
import type { Event, Notice } from './notice';
import type { RenewalCase } from './renewal-case';
import { atLeast, worst } from './severity';
import type { Target } from './target';
import { isMuted, type Say, type Track } from './track';

export interface Decision {
  readonly memory: Memory;
  readonly notices: readonly Notice[];
}

/** Looks in a row that must fail before a target is called unreachable. */
const UNREACHABLE_AFTER = 2;

/**
 * Decides whom to tell what, from what is seen now and what is remembered; never from anything else. Pure.
 * The tracks (the date, reachability, the monitor's own sight, faults) each tell their beginning, their worsening and their end once.
 */
export function decide(
  target: Target,
  assessment: Assessment,
  {
    memory = NOTHING_TOLD,
    renewal,
  }: { readonly memory?: Memory | undefined; readonly renewal?: RenewalCase | undefined },
  now: Instant,
): Decision {
  const unseen = isUnreachable(assessment) ? Math.min(memory.unseen + 1, UNREACHABLE_AFTER) : 0;
  const expiry = decideExpiry(target, assessment, renewal, memory.told.expiry, now);
  const unreachable = decideUnreachable(target, unseen, assessment, memory.told.unreachable, now);
  const blind = decideBlind(target, assessment, memory.told.blind, now);
  const faults = decideFaults(target, assessment, memory.told.faults, now);
  const said = [expiry.say, unreachable.say, blind.say, faults.say].flatMap((say) => say ?? []);
  const spent = spentSuccessor(renewal) ?? memory.spent;
  return {
    memory: {
      lastSeen: assessment.dates,
      renewals: renewalsSeen(assessment, memory, now),
      ...(spent !== undefined && { spent }),
      unseen,
      told: {
        ...(expiry.told && { expiry: expiry.told }),
        ...(unreachable.told && { unreachable: unreachable.told }),
        ...(blind.told && { blind: blind.told }),
        ...(faults.told && { faults: faults.told }),
      },
    },
    notices: said.filter(isNews).map((say) => notice(target, assessment, renewal, say, now)),
  };
}

/** Each event once; and what has been renewed has not recovered besides. */
function isNews({ event }: Say, i: number, said: readonly Say[]): boolean {
  const first = said.findIndex((other) => other.event === event) === i;
  return first && !(event === 'recovered' && said.some((other) => RENEWED.includes(other.event)));
}

const RENEWED: readonly Event[] = ['applied', 'replaced'];

function spentSuccessor(renewal: RenewalCase | undefined): string | undefined {
  return renewal?.closed !== undefined && renewal.successor?.how === 'declared' ? renewal.successor.id : undefined;
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

/** Of the monitor alone. */
function decideBlind(
  target: Target,
  { findings }: Assessment,
  told: Told['blind'],
  now: Instant,
): Track<Told['blind']> {
  if (!findings.some(({ reason }) => reason === 'monitor-blind')) return told ? recovered(target, now) : { told };
  if (told !== undefined || isMuted(target, now)) return { told };
  return { told: { at: now }, say: { event: 'monitor-blind', severity: 'critical' } };
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

function isUnreachable({ findings }: Assessment): boolean {
  return findings.some(({ reason, severity }) => reason === 'unreachable' && atLeast(severity, 'warning'));
}

function notice(
  target: Target,
  { summary, findings, standing }: Assessment,
  renewal: RenewalCase | undefined,
  say: Say,
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
    ...(renewal && isOfNow(renewal, now) && { renewal }),
    ...(service && { service }),
    ...(impact && { impact }),
    ...(owner && { owner }),
    ...(escalate && { escalate }),
    ...(runbook && { runbook }),
    ...(notes && { notes }),
    ...(promised && { promised }),
  };
}

/** A case that was closed before is history. */
function isOfNow({ closed }: RenewalCase, now: Instant): boolean {
  return closed === undefined || closed === now;
}
