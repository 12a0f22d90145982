import type { Instant } from './instant';
import type { Severity } from './severity';

/** The kinds of addresses, each of which has a way to the Internet of its own. */
export const FAMILIES = ['IPv4', 'IPv6'] as const;
export type Family = (typeof FAMILIES)[number];

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
  /** It has lost its way to the addresses of this family alone, of endpoints that it sees by the other. */
  readonly family?: Family;
}

/** What one sweep had no time for. */
export interface Left {
  /** How many targets it did not look at. */
  readonly left: number;
  /** Of how many. */
  readonly all: number;
  /** The first of them that had been looked at before; with it the next sweep begins. */
  readonly next?: string;
}

/** Sweeps in a row that had no time for everything: the last of them, and when the first was. */
export interface Overrun extends Left {
  readonly since: Instant;
  readonly at: Instant;
  /** Milliseconds from the last but one to the last; absent while there was but one. */
  readonly every?: number;
}

/** What the sweeps have noticed of the monitor itself; kept with its result from one to the next. */
export interface Noticed {
  readonly blind?: Blindness;
  readonly overrun?: Overrun;
  readonly delivery?: Delivery;
  readonly digest?: Digested;
  /** That of a prober which is not the cloud's, as it keeps it itself; absent where none has ever looked. */
  readonly life?: Life;
  /** Since when rows wait for a prober that has never looked, as the cloud keeps it. */
  readonly awaited?: Instant;
  /** That it has been silent for too long, as the cloud has noticed. */
  readonly silence?: Silence;
}

/** That digests go out; absent where none are to. */
export interface Digested {
  /** Until when the last one told, or since when it is known that there is none. */
  readonly last: Instant;
  /** When the next one should be out at the latest. */
  readonly due: Instant;
}

/** The sweeps that a prober has completed. */
export interface Life {
  /** When the last was. */
  readonly at: Instant;
  /** Milliseconds from one to the next, the last first. */
  readonly gaps: readonly number[];
}

/** Rows wait for a prober that does not look. */
export interface Silence {
  /** When it completed its last sweep; since when it is waited for, where it never has. */
  readonly since: Instant;
  readonly rows: number;
  /** Milliseconds in which it completes a sweep otherwise, where that is known. */
  readonly every?: number;
  /** There has never been one. */
  readonly never?: boolean;
  /** The location that may be meant, where there is one with a prober. */
  readonly meant?: string;
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
  /** US dollars a month for all text messages of the account, where somebody wants any. */
  readonly spendLimit?: number;
  /** Nobody would receive what goes to the operations topic: the alarms, and what the monitor says of itself. */
  readonly operationsUnheard?: boolean;
  /** When the last canary was sent. */
  readonly canary?: Instant;
}

export interface Unheard {
  readonly client: string;
  readonly severities: readonly Severity[];
  /** Some events of each would be received, but not all that is told of dates. */
  readonly inPart?: true;
}
