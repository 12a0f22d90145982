import type { Certificate } from './certificate';
import { isRoot } from './chain';
import { dayName } from './date-text';
import type { Finding } from './finding';
import { DAY, type Instant } from './instant';
import { type Case, called, type Rule, unlessTakenAsItIs } from './rule';

/** What clients and the rules of the CA/Browser Forum have outlawed, and what the server asks of clients. */
export const POLICY_RULES: readonly Rule[] = [
  incompleteHandshake,
  weakSignature,
  weakKey,
  legacyProtocol,
  validityTooLong,
  clientCertificateRequired,
];

/** Those of them that go by the certificate alone. */
export const CERTIFICATE_RULES: readonly Rule[] = [weakSignature, weakKey, validityTooLong];

/** Chosen-prefix collisions are within anybody's reach for these. */
const BROKEN_DIGEST = /^(?:MD2|MD4|MD5|SHA1)-/;

/** Nobody checks the signature of a root: it is trusted for being known. */
function weakSignature(it: Case): Finding[] {
  return it.path
    .filter((element) => !isRoot(element) && BROKEN_DIGEST.test(element.signature))
    .map((element) => {
      const sentence = `${called(it, element)} is signed with ${element.signature}, which browsers and current TLS libraries refuse.`;
      return { reason: 'weak-signature', severity: unlessTakenAsItIs(it, 'warning'), sentence };
    });
}

function weakKey(it: Case): Finding[] {
  return it.path
    .filter((element, i) => (i === 0 || !isRoot(element)) && hasWeakKey(element))
    .map((element) => {
      const { keyType, keyBits } = element;
      const key =
        keyBits === 0 ? `a ${keyType} key` : `${keyType === 'RSA' ? 'an RSA' : `an ${keyType}`} key of ${keyBits} bits`;
      const sentence = `${called(it, element)} has ${key}, which current clients refuse.`;
      return { reason: 'weak-key', severity: unlessTakenAsItIs(it, 'warning'), sentence };
    });
}

/** What OpenSSL refuses from security level 2 on, the default of Debian and Ubuntu; 0 bits mean that the size is not known. */
function hasWeakKey({ keyType, keyBits }: Certificate): boolean {
  switch (keyType) {
    case 'RSA':
      return keyBits > 0 && keyBits < 2048;
    case 'EC':
      return keyBits > 0 && keyBits < 224;
    case 'DSA':
      return true;
    default:
      return false;
  }
}

/** RFC 8996 deprecates 1.0 and 1.1, RFC 7568 SSL 3.0, RFC 6176 SSL 2.0. */
const LEGACY_PROTOCOL = /^(?:SSLv[23]|TLSv1(?:\.[01])?)$/;

/** Every look offers TLS 1.2 at least, so a server that answers with less can do no better. */
function legacyProtocol(it: Case): Finding[] {
  const { protocol } = it.seen;
  if (!LEGACY_PROTOCOL.test(protocol)) return [];
  const sentence = `The server speaks no newer protocol than ${protocol}, which browsers and current TLS libraries refuse.`;
  return [{ reason: 'legacy-protocol', severity: unlessTakenAsItIs(it, 'warning'), sentence }];
}

/** Days that a publicly trusted certificate may be valid, by its day of issue (Baseline Requirements §6.3.2), the latest first. */
const LONGEST_VALIDITY: readonly { readonly from: Instant; readonly days: number }[] = [
  { from: Date.UTC(2029, 2, 15), days: 47 },
  { from: Date.UTC(2027, 2, 15), days: 100 },
  { from: Date.UTC(2026, 2, 15), days: 200 },
  { from: Date.UTC(2020, 8, 1), days: 398 },
  { from: Number.NEGATIVE_INFINITY, days: 825 },
];

function validityTooLong(it: Case): Finding[] {
  const { leaf, seen, trust, target } = it;
  // Whether a second leaf is trusted is not known; one that signed itself is not.
  if (trust.by !== 'public' || !seen.verdict.trusted || isRoot(leaf)) return [];
  const { notBefore, notAfter } = leaf;
  const limit = LONGEST_VALIDITY.find(({ from }) => notBefore >= from)?.days;
  // RFC 5280 §4.1.2.5: the last second counts; Baseline Requirements §6.3.2: a day has 86,400 s, and more is another day.
  const days = Math.ceil((notAfter - notBefore + 1_000) / DAY);
  if (limit === undefined || days <= limit) return [];
  const issued = dayName(notBefore, target.timezone);
  const sentence = `${called(it, leaf)} of ${issued} is valid for ${days} days, but a publicly trusted one of that day may be valid for ${limit} at most.`;
  return [{ reason: 'validity-too-long', severity: 'warning', sentence }];
}

/** Explains what is and what is not seen there; nothing is wrong with it. */
function clientCertificateRequired({ seen: { clientCertificate } }: Case): Finding[] {
  if (clientCertificate === undefined) return [];
  const sentence =
    clientCertificate === 'required'
      ? 'The server turns away clients without a certificate of their own; its own certificate was seen before it did.'
      : 'The server asks its clients for a certificate of their own.';
  return [{ reason: 'client-certificate-required', severity: 'info', sentence }];
}

/** A server that wants a client certificate has broken off on purpose; any other that does so serves nobody. */
function incompleteHandshake({ seen: { incomplete, clientCertificate } }: Case): Finding[] {
  if (incomplete === undefined || clientCertificate === 'required') return [];
  return [{ reason: 'unreachable', severity: 'warning', sentence: incomplete.sentence }];
}
