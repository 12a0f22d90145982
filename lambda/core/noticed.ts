import type { Instant } from './instant';

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
}

/** What the sweeps have noticed of the monitor itself; kept with its result from one to the next. */
export interface Noticed {
  readonly blind?: Blindness;
}
