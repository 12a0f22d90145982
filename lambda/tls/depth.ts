import { hash } from 'node:crypto';
import { DAILY, type Instant } from '../core/instant';
import { isOfTheDay, type KnownChain } from '../core/known-chain';

/** What is known before a look. */
export interface Occasion {
  /** Undefined at first sight. */
  readonly known: KnownChain | undefined;
  /** By whom it is to be judged now. */
  readonly trustKey: string;
  /** A rung of the ladder is reached. */
  readonly near: boolean;
  /** The last look found anything at `warning` or above, or saw nothing. */
  readonly wrong: boolean;
  readonly now: Instant;
}

export type Depth = 'reader' | 'full';

/** How deep to look. The reader is for what a full check found good within the last day and far from its date; it only confirms. */
export function depthFor({ known, trustKey, near, wrong, now }: Occasion): Depth {
  if (known === undefined || wrong || near) return 'full';
  // The reader has not seen this one, and so cannot confirm it.
  if (known.chainHash === '') return 'full';
  if (!known.trusted || known.trustKey !== trustKey) return 'full';
  return isOfTheDay(known, now) ? 'reader' : 'full';
}

/**
 * Milliseconds from a first full check to the second, by the host's name anything up to a day: all that one sweep sees first would
 * otherwise be checked in full, and written, by one sweep of each day.
 */
export function firstDayOf(host: string): number {
  return (Number.parseInt(hash('sha256', host, 'hex').slice(0, 8), 16) / 2 ** 32) * DAILY;
}
