import type { Expiry } from './expiry';
import type { Finding } from './finding';

/** What an observation comes to by itself. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** Every date that matters; the earliest rules. */
  readonly expiries: readonly Expiry[];
  /** What to say when nothing is wrong and no date is known. */
  readonly well: string;
}
