import type { Instant } from './instant';
import type { Severity } from './severity';

/** What one sweep met of the endpoints that could be seen when they were last looked at. */
export interface Sight {
  /** How many of them it looked at. */
  readonly known: number;
  /** At how many of these it reached no address at all. */
  readonly lost: number;
}

/** When the prober was first found to be offline, and what it met last. */
export interface Blindness extends Sight {
  readonly since: Instant;
  /** It was judged by endpoints that it had never looked at before. */
  readonly first?: true;
}

/** What the sweeps have noticed of the monitor itself; kept with its result from one to the next. */
export interface Noticed {
  readonly blind?: Blindness;
  readonly delivery?: Delivery;
}

/** Whom notices would reach, as it was when it was looked at. Lists are cut to what is worth telling. */
export interface Delivery {
  readonly at: Instant;
  /** Nobody at all would receive anything. */
  readonly nobody: boolean;
  /** Clients of whom nobody would hear, or not of all. */
  readonly unheard: readonly Unheard[];
  readonly unheardInAll: number;
  /** Subscriptions that nobody has confirmed: `email it@example.com`. */
  readonly pending: readonly string[];
  /** Subscriptions without a filter, which would receive the daily canary; for their sake it is not sent. */
  readonly disturbed: readonly string[];
  /** The account is in the SMS sandbox. */
  readonly sandbox?: boolean;
  /** US dollars a month for all text messages of the account, where that is hardly any. */
  readonly spendLimit?: number;
  /** When the last canary was sent. */
  readonly canary?: Instant;
}

export interface Unheard {
  readonly client: string;
  readonly severities: readonly Severity[];
}
