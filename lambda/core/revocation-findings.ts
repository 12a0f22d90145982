import { certificateName } from './certificate';
import { dateAndTime } from './date-text';
import type { Finding } from './finding';
import { type Case, type Rule, unlessTakenAsItIs } from './rule';
import { oneLine } from './safe-text';

/** Whether the CA still stands by the leaf, and whether the server can prove it. */
export const REVOCATION_RULES: readonly Rule[] = [revoked, revocationUnknown, mustStapleMissing];

const SAYS = { staple: 'the OCSP response that the server staples', crl: 'the CRL of its CA' } as const;

function revoked({ seen: { revocation }, leaf, target }: Case): Finding[] {
  if (revocation?.status !== 'revoked') return [];
  const { by, at, reason } = revocation;
  const why = reason === undefined ? '' : ` (${oneLine(reason, 60)})`;
  const since = dateAndTime(at, target.timezone);
  const sentence = `The certificate “${certificateName(leaf)}” with the serial number ${leaf.serial} has been revoked since ${since}${why}, says ${SAYS[by]}.`;
  return [{ reason: 'revoked', severity: 'critical', sentence }];
}

/** Clients do not mind (they would not know either), so that it is for reading alone. */
function revocationUnknown({ seen: { revocation } }: Case): Finding[] {
  if (revocation?.status !== 'unknown') return [];
  return [{ reason: 'revocation-unknown', severity: 'info', sentence: oneLine(revocation.sentence, 400) }];
}

function mustStapleMissing(it: Case): Finding[] {
  const { seen, leaf } = it;
  if (!leaf.mustStaple || seen.stapled !== false) return [];
  const sentence = `The certificate “${certificateName(leaf)}” demands a stapled OCSP response (must-staple, RFC 7633), but the server sends none; clients that insist on it refuse the connection.`;
  return [{ reason: 'must-staple-missing', severity: unlessTakenAsItIs(it, 'critical'), sentence }];
}
