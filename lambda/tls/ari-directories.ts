/**
 * The ACME directories of the CAs that offer renewal information (RFC 9773), by the organisation of their issuing
 * certificates. Of a CA whose directory names no renewalInfo nothing more is asked.
 */
const DIRECTORIES: Readonly<Record<string, string>> = {
  "Let's Encrypt": 'https://acme-v02.api.letsencrypt.org/directory',
  'Google Trust Services': 'https://dv.acme-v02.api.pki.goog/directory',
  'Google Trust Services LLC': 'https://dv.acme-v02.api.pki.goog/directory',
  ZeroSSL: 'https://acme.zerossl.com/v2/DV90',
  'ZeroSSL GmbH': 'https://acme.zerossl.com/v2/DV90',
};

/** @param issuer a distinguished name, as `Certificate.issuer` has it. */
export function directoryOf(issuer: string): string | undefined {
  const organisation = /(?:^|(?<!\\)(?:, |\+))O=((?:[^,+\\]|\\.)+)/.exec(issuer)?.[1];
  return organisation !== undefined && Object.hasOwn(DIRECTORIES, organisation) ? DIRECTORIES[organisation] : undefined;
}
