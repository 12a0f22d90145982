import type { Expiry } from './expiry';
import type { PastRenewal } from './habit';
import type { Instant } from './instant';
import type { LastSeen } from './last-seen';
import type { Event } from './notice';

/** What has to be remembered of a target between two looks, so that each thing is said once. */
export interface Memory {
  /** The dates that were last seen, and where; they go on counting while they cannot be seen. */
  readonly lastSeen: readonly LastSeen[];
  /** The renewals that were seen, newest first. */
  readonly renewals: readonly PastRenewal[];
  /** The declared successor that has been in use everywhere: a row that still names it says nothing new. */
  readonly spent?: string;
  /** Looks in a row that met an unreachable address; stops counting where a notice is due. */
  readonly unseen: number;
  readonly told: Told;
}

/** What somebody has been told of and not yet been told the end of. */
export interface Told {
  readonly expiry?: { readonly expiry: Expiry; readonly event: Event; readonly rung: number; readonly at: Instant };
  readonly unreachable?: { readonly at: Instant };
  /** That the prober itself is offline. */
  readonly blind?: { readonly at: Instant };
  /** Each fault by its reason and, where it is about the row, the attribute. */
  readonly faults?: { readonly keys: readonly string[]; readonly at: Instant };
}

export const NOTHING_TOLD: Memory = { lastSeen: [], renewals: [], unseen: 0, told: {} };
