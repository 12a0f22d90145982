import type { Expiry } from './expiry';
import type { Reason } from './finding';
import type { Instant } from './instant';
import type { Event } from './notice';
import type { RenewalCase } from './renewal-case';
import type { Severity } from './severity';
import type { Target } from './target';

/** One track's outcome: what has been told from now on, and what to say now, if anything. */
export interface Track<T> {
  readonly told: T | undefined;
  readonly say?: Say;
}

export interface Say {
  readonly event: Event;
  readonly severity: Severity;
  readonly previous?: Expiry;
  /** What was wrong until now, in a `recovered`. */
  readonly ended?: readonly Reason[];
  /** The case that it closes. */
  readonly evidence?: RenewalCase;
  /** It concerns more people than those who look after the target. */
  readonly escalated?: true;
}

/** By its row, or by a maintenance window. */
export function isMuted(target: Target, now: Instant): boolean {
  return (target.muted !== undefined && target.muted > now) || inMaintenance(target, now);
}

export function inMaintenance({ maintenance }: Target, now: Instant): boolean {
  return maintenance !== undefined && maintenance > now;
}
