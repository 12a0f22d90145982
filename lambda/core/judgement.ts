import type { Expiry } from './expiry';
import type { Finding } from './finding';

/** What an observation comes to by itself. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** Every date that matters; the earliest rules. */
  readonly expiries: readonly Expiry[];
  /** The addresses that showed each of them, by its SHA-256; absent where the target has none. */
  readonly servedAt?: ReadonlyMap<string, readonly string[]>;
  /** What to say when nothing is wrong and no date is known. */
  readonly well: string;
}
