import { type Assessment, assess } from './assess';
import { type Decision, decide } from './decide';
import type { Estate } from './estate';
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
  readonly memory: Memory;
  readonly renewal?: RenewalCase | undefined;
  readonly holds?: KnownCertificate | undefined;
}

/** Judges, follows the renewal, and decides. Pure. */
export function conclude(
  target: Target,
  observation: Observation,
  before: Remembrance | undefined,
  estate: Estate,
  now: Instant,
): Conclusion {
  const known = { ...before?.memory, renewal: before?.renewal, holds: before?.holds, estate };
  const assessment = assess(target, observation, known, now);
  const { standing, notApplied, dates, seen } = assessment;
  const facts = {
    due: standing?.rung === undefined ? undefined : standing.expiry,
    notApplied,
    dates,
    whole: seen === 'all',
  };
  const renewal = nextRenewal(before?.renewal, target, facts, now);
  const decision = decide(target, assessment, { memory: before?.memory, renewal }, now);
  return { assessment, ...(renewal && { renewal }), decision };
}
