import { type Assessment, assess } from './assess';
import { type Decision, decide } from './decide';
import type { Estate } from './estate';
import type { Finding } from './finding';
import type { Instant } from './instant';
import type { KnownCertificate } from './known-certificate';
import type { Memory } from './memory';
import type { Observation } from './observation';
import { nextRenewal, type RenewalCase } from './renewal-case';
import type { Target } from './target';

/** What one look comes to: what to think of the target, how far its renewal has come, and whom to tell what. */
export interface Conclusion {
  readonly assessment: Assessment;
  readonly renewal?: RenewalCase;
  readonly decision: Decision;
}

/** What is remembered of a target. */
export interface Remembrance {
  readonly client?: string;
  readonly memory: Memory;
  readonly renewal?: RenewalCase | undefined;
  readonly holds?: KnownCertificate | undefined;
  readonly findings?: readonly Finding[];
}

/** Judges, follows the renewal, and decides. Pure. */
export function conclude(
  target: Target,
  observation: Observation,
  before: Remembrance | undefined,
  estate: Estate,
  now: Instant,
): Conclusion {
  const earlier = withoutClient(before, target);
  const current = withoutOldPromise(target, earlier);
  const known = { ...before?.memory, renewal: earlier, holds: before?.holds, findings: before?.findings, estate };
  const assessment = assess(current, observation, known, now);
  const { standing, notApplied, dates, seen } = assessment;
  const facts = {
    due: standing?.rung === undefined ? undefined : standing.expiry,
    notApplied,
    dates,
    whole: seen === 'all',
  };
  const renewal = nextRenewal(earlier, current, facts, now);
  const decision = decide(current, assessment, { memory: before?.memory, renewal }, now);
  return { assessment, ...(renewal && { renewal }), decision };
}

/** What one client's renewal had come to names nothing to the next. */
function withoutClient(before: Remembrance | undefined, { client }: Target): RenewalCase | undefined {
  if (before?.renewal === undefined || before.client === undefined || before.client === client) return before?.renewal;
  const { successor, attached, ...rest } = before.renewal;
  return rest;
}

/** A promise that was kept is not one for the next renewal. */
function withoutOldPromise(target: Target, renewal: RenewalCase | undefined): Target {
  const { promised, ...rest } = target;
  const isOld = promised !== undefined && renewal?.closed !== undefined && promised <= renewal.closed;
  return isOld ? (rest as Target) : target;
}
