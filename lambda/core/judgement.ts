import type { Expiry } from './expiry';
import type { Finding } from './finding';

/** What an observation comes to by itself. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** Every date that matters; the earliest rules. */
  readonly expiries: readonly Expiry[];
  /** Nothing depends on it, so its expiry is worth reading but tells nobody. */
  readonly unused?: boolean;
  /** What to say when nothing is wrong and no date is known. */
  readonly well: string;
}
