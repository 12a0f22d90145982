import type { Expiry } from './expiry';
import type { PastRenewal } from './habit';
import type { Instant } from './instant';
import type { LastSeen } from './last-seen';
import type { Lasting } from './lasting';
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
  readonly expiry?: ToldDate;
  /** What was told until lately of dates that others have taken the place of, newest first. */
  readonly earlier?: readonly Earlier[];
  readonly unreachable?: Lasting;
  /** That the prober itself is offline. */
  readonly blind?: Lasting;
  readonly faults?: ToldFaults;
  /** When the end of what lasts was told the last time. */
  readonly ended?: { readonly [track in 'unreachable' | 'blind' | 'faults']?: Instant };
}

export interface ToldDate extends Lasting {
  readonly expiry: Expiry;
  readonly event: Event;
  readonly rung: number;
  /** It was known then that a newer one is issued and not in use. */
  readonly issued?: true;
  /** More people than those who look after it have been told, and will be told of its end. */
  readonly escalated?: true;
}

/** What was told of a date that something else has taken the place of. */
export interface Earlier extends ToldDate {
  readonly until: Instant;
  /** Its end has been told: should it come back, that is news. */
  readonly ended?: true;
}

export interface ToldFaults extends Lasting {
  readonly keys: readonly string[];
  /** What was wrong besides until lately. */
  readonly gone?: readonly { readonly key: string; readonly since: Instant }[];
}

export const NOTHING_TOLD: Memory = { lastSeen: [], renewals: [], unseen: 0, told: {} };
