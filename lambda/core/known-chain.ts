import type { RenewalInfo, Revocation } from './ca-answer';
import { DAILY, type Instant } from './instant';
import type { Preflight } from './preflight';

/** What the last full check of an address settled, kept with the result so that the reader can confirm it. */
export interface KnownChain {
  /** What the server sent, by `chainHash`. */
  readonly chainHash: string;
  /** By whom it was judged: a word that differs where the trust or the CA bundle does. */
  readonly trustKey: string;
  readonly verifiedAt: Instant;
  /** When a full check is due again; default when a day is over. */
  readonly checkAgainAt?: Instant;
  readonly trusted: boolean;
  /** The reader got its certificates by a hello for TLS 1.3 alone, and by no other. */
  readonly tls13Only: boolean;
  /** No hello of the reader got any certificates of it, though the full check did. */
  readonly refusesReader?: boolean;
  /** SHA-256 of the elements of the path that the verdict rests on, the leaf first. */
  readonly path: readonly string[];
  readonly revocation?: Revocation;
  /** What the CA said of renewal, and before when it must not be asked again. */
  readonly renewal?: { readonly info?: RenewalInfo; readonly askAgainAt: Instant };
  readonly preflight?: Preflight;
}

/** What is remembered of a target that decides how deep to look at it. */
export interface Remembered {
  readonly chains: readonly KnownChain[];
  /** A rung of the ladder is reached. */
  readonly near: boolean;
  /** The last look found anything at `warning` or above, or saw nothing. */
  readonly wrong: boolean;
  /** The addresses that the last look could not see anything at. */
  readonly unreached?: readonly string[];
}

export const NOTHING_REMEMBERED: Remembered = { chains: [], near: false, wrong: false };

/** Whether it need not be settled again yet. */
export function isOfTheDay({ verifiedAt, checkAgainAt = verifiedAt + DAILY }: KnownChain, now: Instant): boolean {
  // A verdict of the future comes of a clock that was wrong, then or now.
  return verifiedAt <= now && now < checkAgainAt;
}

/** No target is kept with more: a content network may serve several. */
export const MOST_CHAINS = 8;
