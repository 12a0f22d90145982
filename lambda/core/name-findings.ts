import { certificateName } from './certificate';
import { listed } from './chain';
import type { Finding } from './finding';
import { type Case, called, type Rule, unlessTakenAsItIs } from './rule';

/** Whether the certificate is for the name that was asked for. */
export const NAME_RULES: readonly Rule[] = [nameMismatch, commonNameOnly];

function nameMismatch(it: Case): Finding[] {
  const { seen, leaf, asked } = it;
  if (seen.nameMatches) return [];
  const names = leaf.names.length === 0 ? 'no name at all' : listed(leaf.names, 4);
  const sentence = `${leafCalled(it)} is not for ${asked}; it is for ${names}.`;
  return [{ reason: 'name-mismatch', severity: unlessTakenAsItIs(it, 'critical'), sentence }];
}

/** Says why a certificate that seems to be for the name is not; that clients refuse it is said by the mismatch. */
function commonNameOnly(it: Case): Finding[] {
  const { leaf, asked } = it;
  if (leaf.names.length > 0) return [];
  const name = certificateName(leaf);
  if (!seemsToBeFor(asked, name)) return [];
  const sentence = `${leafCalled(it)} has “${name}” only as its common name, which clients do not go by any more (RFC 9525); it has to stand in subjectAltName.`;
  return [{ reason: 'common-name-only', severity: 'info', sentence }];
}

function leafCalled(it: Case): string {
  return it.isSecond ? called(it, it.leaf) : 'The certificate';
}

/** As clients once compared (RFC 6125 §6.4.4). */
function seemsToBeFor(asked: string, name: string): boolean {
  const [host, common] = [asked.toLowerCase(), name.toLowerCase()];
  const [, ...parents] = host.split('.');
  return host === common || `*.${parents.join('.')}` === common;
}
