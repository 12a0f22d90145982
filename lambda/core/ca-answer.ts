import type { Instant } from './instant';

/** Whether the leaf has been revoked. "Not known" is never "good". */
export type Revocation =
  /** `until`: what says so is good until then. */
  | ({ readonly status: 'good'; readonly until: Instant } & Said)
  | ({
      readonly status: 'revoked';
      readonly at: Instant;
      /** RFC 5280 §5.3.1's word: `keyCompromise` …; absent where none is given. */
      readonly reason?: string;
    } & Said)
  /** The sentence says why nothing is known. */
  | { readonly status: 'unknown'; readonly sentence: string };
export type RevocationSource = 'staple' | 'crl';

interface Said {
  readonly by: RevocationSource;
  /** Nobody need be asked again before then; absent where somebody is to be at the next occasion. */
  readonly askAgainAt?: Instant;
}

/** When the CA would have the leaf renewed: ACME Renewal Information, RFC 9773. */
export interface RenewalInfo {
  readonly from: Instant;
  readonly until: Instant;
  /** A page of the CA's that says why. */
  readonly explanation?: string;
}
