import { type Finding, isFault, type Reason } from '../core/finding';
import { atLeast } from '../core/severity';

/** What keeps a renewal, or makes it late; the worst first. */
export const LATE: readonly Reason[] = [
  'expired',
  'promise-broken',
  'not-applied',
  'renewal-late',
  'renewal-blocked',
  'not-issued',
  'will-not-renew',
  'renew-now',
  'name-gone',
  'caa-forbids',
  'validation-record-missing',
  'promise-refused',
];

/** Why what is there could not be looked at. */
const NOT_SEEN: readonly Reason[] = [
  'access-denied',
  'unreachable',
  'address-refused',
  'not-found',
  'region-skipped',
  'not-understood',
];

export function isLate({ reason, severity }: Finding): boolean {
  return LATE.includes(reason) && atLeast(severity, 'warning');
}

/** What is wrong besides: it does not wait for a date. */
export function isOtherFault(finding: Finding): boolean {
  return isFault(finding) && !isLate(finding) && !NOT_SEEN.includes(finding.reason);
}

/** An address that cannot be looked at from here at all is said at `info`, and not missed where the others are seen. */
export function isMissed({ reason, severity }: Finding, seen: boolean): boolean {
  return NOT_SEEN.includes(reason) && (reason !== 'unreachable' || !seen || atLeast(severity, 'warning'));
}

/** What was met and speaks no TLS. */
export function isWithoutTls({ reason }: Finding): boolean {
  return reason === 'not-tls' || reason === 'no-tls';
}

/** Whether any section of a digest asks for it. */
export function isAskedFor(finding: Finding, seen: boolean): boolean {
  return isLate(finding) || isOtherFault(finding) || isMissed(finding, seen) || isWithoutTls(finding);
}
