import type { Assessment } from './assess';
import { decideExpiry, renewalsSeen } from './decide-date';
import { decideFaults } from './decide-faults';
import { nextEarlier } from './earlier';
import type { Instant } from './instant';
import { begun, ending, stillThere } from './lasting';
import { type Memory, NOTHING_TOLD, type Told } from './memory';
import type { Event, Notice } from './notice';
import { noticeOf } from './notice-of';
import type { RenewalCase } from './renewal-case';
import { atLeast } from './severity';
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
  const { told } = memory;
  const expiry = decideExpiry(target, assessment, renewal, told, now);
  const isRenewing = expiry.told?.goneSince !== undefined;
  const unreachable = withRenewal(
    isRenewing,
    told.unreachable,
    decideUnreachable(target, unseen, assessment, told, now),
  );
  const blind = decideBlind(target, assessment, told, now);
  const faults = withRenewal(isRenewing, told.faults, decideFaults(target, assessment, told, now));
  const earlier = nextEarlier(told, expiry.told, expiry.told === undefined && expiry.say !== undefined, now);
  const ended = nextEnded(told, { unreachable, blind, faults }, now);
  const all = [expiry.say, unreachable.say, blind.say, faults.say].flatMap((say) => say ?? []);
  const said = all
    .filter(isNews)
    .map((say) => (say.ended ? { ...say, ended: all.flatMap((one) => one.ended ?? []) } : say));
  const { spent } = assessment;
  return {
    memory: {
      lastSeen: assessment.lastSeen,
      renewals: renewalsSeen(assessment, memory, now),
      ...(spent !== undefined && { spent }),
      unseen,
      told: {
        ...(expiry.told && { expiry: expiry.told }),
        ...(earlier.length > 0 && { earlier }),
        ...(unreachable.told && { unreachable: unreachable.told }),
        ...(blind.told && { blind: blind.told }),
        ...(faults.told && { faults: faults.told }),
        ...(ended && { ended }),
      },
    },
    notices: said.map((say) => noticeOf(target, assessment, renewal, say, now)),
  };
}

/** Each event once; and what has been renewed has not recovered besides. */
function isNews({ event }: Say, i: number, said: readonly Say[]): boolean {
  const first = said.findIndex((other) => other.event === event) === i;
  return first && !(event === 'recovered' && said.some((other) => RENEWED.includes(other.event)));
}

const RENEWED: readonly Event[] = ['applied', 'replaced'];

/** What a renewal has put right is told with it, once that has lasted. */
function withRenewal<T>(isRenewing: boolean, before: T | undefined, track: Track<T>): Track<T> {
  return isRenewing && track.say?.event === 'recovered' ? { told: before } : track;
}

function decideUnreachable(
  target: Target,
  unseen: number,
  { seen }: Assessment,
  { unreachable: told, ended }: Told,
  now: Instant,
): Track<Told['unreachable']> {
  if (unseen === 0) return told && seen !== 'none' ? ending(target, told, ['unreachable'], now) : { told };
  if (told !== undefined) return { told: stillThere(told) };
  if (unseen < UNREACHABLE_AFTER || isMuted(target, now)) return { told };
  return { told: begun(ended?.unreachable, now), say: { event: 'unreachable', severity: 'warning' } };
}

/** Of the monitor alone. */
function decideBlind(
  target: Target,
  { findings }: Assessment,
  { blind: told, ended }: Told,
  now: Instant,
): Track<Told['blind']> {
  if (!findings.some(({ reason }) => reason === 'monitor-blind'))
    return told ? ending(target, told, ['monitor-blind'], now) : { told };
  if (told !== undefined) return { told: stillThere(told) };
  if (isMuted(target, now)) return { told };
  return { told: begun(ended?.blind, now), say: { event: 'monitor-blind', severity: 'critical' } };
}

function nextEnded(
  { ended, ...before }: Told,
  after: Readonly<Record<keyof NonNullable<Told['ended']>, Track<unknown>>>,
  now: Instant,
): Told['ended'] {
  const tracks = ['unreachable', 'blind', 'faults'] as const;
  const over = tracks.filter((track) => before[track] !== undefined && after[track].told === undefined);
  return over.length === 0 ? ended : { ...ended, ...Object.fromEntries(over.map((track) => [track, now])) };
}

function isUnreachable({ findings }: Assessment): boolean {
  return findings.some(({ reason, severity }) => reason === 'unreachable' && atLeast(severity, 'warning'));
}
