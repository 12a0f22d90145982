import type { Instant } from './instant';

/** Whether the leaf has been revoked. "Not known" is never "good". */
export type Revocation =
  | { readonly status: 'good'; readonly by: RevocationSource; readonly until: Instant }
  | {
      readonly status: 'revoked';
      readonly by: RevocationSource;
      readonly at: Instant;
      /** RFC 5280 §5.3.1's word: `keyCompromise` …; absent where none is given. */
      readonly reason?: string;
    }
  /** The sentence says why nothing is known. */
  | { readonly status: 'unknown'; readonly sentence: string };
export type RevocationSource = 'staple' | 'crl';

/** When the CA would have the leaf renewed: ACME Renewal Information, RFC 9773. */
export interface RenewalInfo {
  readonly from: Instant;
  readonly until: Instant;
  /** A page of the CA's that says why. */
  readonly explanation?: string;
}
