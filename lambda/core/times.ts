import type { Instant } from './instant';

/** How old what a look shows may be. */
export interface Times {
  /** When the look began; default: just now. */
  readonly at?: Instant;
  /** When the row was read by which it is watched; default: as the look began. */
  readonly readAt?: Instant;
}
