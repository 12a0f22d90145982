import { atLeast, SEVERITIES, type Severity } from './severity';

/**
 * Every reason there is, each with its article in docs/findings.md. The words are stable: rows, filters and scripts rely on them.
 */
export const REASONS = [
  'expiring',
  'expired',
  'not-yet-valid',
  'chain-element-expiring',
  'name-mismatch',
  'untrusted',
  'self-signed',
  'chain-incomplete',
  'chain-order',
  'weak-signature',
  'weak-key',
  'legacy-protocol',
  'validity-too-long',
  'common-name-only',
  'mixed-addresses',
  'addresses-left',
  'must-staple-missing',
  'revocation-unknown',
  'renew-now',
  'client-certificate-required',
  'unexpected-certificate',
  'unreachable',
  'not-tls',
  'no-tls',
  'address-refused',
  'access-denied',
  'not-applied',
  'renewal-late',
  'renewal-blocked',
  'will-not-renew',
  'name-gone',
  'caa-forbids',
  'validation-record-missing',
  'validation-by-email',
  'domain-ends-sooner',
  'not-issued',
  'revoked',
  'region-skipped',
  'not-found',
  'date-disagrees',
  'promise-refused',
  'promise-broken',
  'monitor-blind',
  'out-of-time',
  'prober-silent',
  'not-subscribed',
  'subscription-pending',
  'sms-limited',
  'canary-missing',
  'digest-missing',
  'not-understood',
  'attribute-not-understood',
  'attribute-unknown',
] as const;
export type Reason = (typeof REASONS)[number];

/** One thing worth saying about one target. */
export interface Finding {
  readonly reason: Reason;
  readonly severity: Severity;
  /** One sentence for people, without line breaks; names what, where and the facts. */
  readonly sentence: string;
  /** The address it was seen at, where only some addresses show it. */
  readonly address?: string;
  /** What it is about: the attribute of the row, the account, or the client or the subscription of a monitor. */
  readonly about?: string;
  /** Nothing but what the server sends shows it: a look that did not see that cannot say that it has gone. */
  readonly bySent?: true;
}

/** The reasons whose beginning and end are told by events of their own; see decide. */
const NOT_FAULTS: readonly Reason[] = [
  'expiring',
  'expired',
  'chain-element-expiring',
  'promise-broken',
  'unreachable',
  'mixed-addresses',
  'not-applied',
  'monitor-blind',
];

/** For sorting. */
export function worstFirst(a: Finding, b: Finding): number {
  return SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
}

/** Something is wrong besides dates and reachability, and somebody has to hear of it. */
export function isFault({ reason, severity }: Finding): boolean {
  return atLeast(severity, 'warning') && !NOT_FAULTS.includes(reason);
}
