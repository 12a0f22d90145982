import { HOUR, type Instant } from '../core/instant';
import type { KnownChain } from '../core/known-chain';

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

/** Half an hour less than a day: a sweep that begins a little earlier than yesterday's must not put it off to tomorrow's. */
const FULL_EVERY = 23.5 * HOUR;

/** How deep to look. The reader is for what a full check found good within the last day and far from its date; it only confirms. */
export function depthFor({ known, trustKey, near, wrong, now }: Occasion): Depth {
  if (known === undefined || wrong || near) return 'full';
  if (known.tls13Only || !known.trusted || known.trustKey !== trustKey) return 'full';
  const age = now - known.verifiedAt;
  // A verdict of the future comes of a clock that was wrong, then or now.
  return age >= 0 && age < FULL_EVERY ? 'reader' : 'full';
}

/** Whether a reading shows the chain that was judged; anything else asks for a full check. */
export function confirms(chainHash: string, known: KnownChain): boolean {
  return chainHash === known.chainHash;
}
