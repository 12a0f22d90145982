import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Certificate } from '../core/certificate';
import { childrenOf, contentsOf, type Element, elementAt, NotDer, oidOf, required, TAG, wholeOf } from './der';
import { timeOf } from './der-time';
import { distinguishedName } from './distinguished-name';
import { extensionsOf, saidByExtensions } from './extensions';
import { SIGNATURE_NAMES } from './object-names';
import { publicKeyKind } from './public-key';
import { type SubjectName, subjectNames } from './subject-names';

/** Nothing longer is read; OpenSSL itself takes no more than 100 KiB for a whole chain. */
const LONGEST = 128 * 1024;
const MOST_NAMES = 100;
const MOST_REMEMBERED = 2_000;
/** Honest ones have a tenth of it; two thousand others would fill the memory. */
const LONGEST_REMEMBERED = 16 * 1024;

/** The last certificates read, by their hash, the latest last: an intermediate is met thousands of times in a sweep. */
const remembered = new Map<string, Certificate>();

/**
 * Reads a certificate from its DER bytes (RFC 5280). Never throws. Dates, names and key are read whatever they are;
 * the problem, which ends the sentence “The certificate …”, is for bytes that are none.
 */
export function readCertificate(der: Uint8Array): Certificate | { readonly problem: string } {
  if (der.length > LONGEST) return { problem: `has ${der.length} bytes; at most ${LONGEST} are read` };
  const sha256 = hash('sha256', der, 'hex');
  const known = remembered.get(sha256);
  if (known !== undefined) return remember(known);
  try {
    const certificate = { ...parse(der), sha256 };
    return der.length > LONGEST_REMEMBERED ? certificate : remember(certificate);
  } catch (error) {
    if (error instanceof NotDer) return { problem: error.message };
    throw error;
  }
}

/** All names of a certificate, also those beyond the hundred that {@link Certificate.names} shows; none of what is none. */
export function namesOf(der: Uint8Array): readonly SubjectName[] {
  const certificate = readCertificate(der);
  if ('problem' in certificate) return [];
  const names = allNames.get(certificate) ?? readNames(der);
  allNames.set(certificate, names);
  return names;
}

const allNames = new WeakMap<Certificate, readonly SubjectName[]>();

function readNames(der: Uint8Array): SubjectName[] {
  try {
    return subjectNames(extensionsOf(fieldsOf(der).extensions));
  } catch (error) {
    if (error instanceof NotDer) return [];
    throw error;
  }
}

function remember(certificate: Certificate): Certificate {
  remembered.delete(certificate.sha256);
  remembered.set(certificate.sha256, certificate);
  const [oldest] = remembered.size > MOST_REMEMBERED ? remembered.keys() : [];
  if (oldest !== undefined) remembered.delete(oldest);
  return certificate;
}

function parse(der: Uint8Array): Omit<Certificate, 'sha256'> {
  const { serial, issuer, validity, subject, key, algorithm, ...rest } = fieldsOf(der);
  const extensions = extensionsOf(rest.extensions);
  const [notBefore, notAfter] = childrenOf(validity);
  const signature = oidOf(required(childrenOf(algorithm)[0], TAG.oid, 'signature algorithm'));
  return {
    subject: distinguishedName(subject),
    issuer: distinguishedName(issuer),
    serial: serialText(contentsOf(serial)),
    keySha256: hash('sha256', wholeOf(key), 'hex'),
    notBefore: timeOf(notBefore, 'notBefore'),
    notAfter: timeOf(notAfter, 'notAfter'),
    names: subjectNames(extensions).slice(0, MOST_NAMES).map(shown),
    ...publicKeyKind(key),
    signature: SIGNATURE_NAMES.get(signature) ?? signature,
    selfIssued: Buffer.compare(wholeOf(subject), wholeOf(issuer)) === 0,
    ...saidByExtensions(extensions),
  };
}

interface Fields {
  readonly serial: Element;
  readonly issuer: Element;
  readonly validity: Element;
  readonly subject: Element;
  readonly key: Element;
  readonly extensions: Element | undefined;
  readonly algorithm: Element;
}

/** The parts of Certificate and TBSCertificate (RFC 5280 §4.1). */
function fieldsOf(der: Uint8Array): Fields {
  const whole = required(elementAt(der, 0, der.length), TAG.sequence, 'certificate');
  if (whole.end !== der.length) throw new NotDer(`is followed by ${der.length - whole.end} bytes of something else`);
  const [tbs, algorithm] = childrenOf(whole);
  const all = childrenOf(required(tbs, TAG.sequence, 'tbsCertificate'));
  const [serial, , issuer, validity, subject, key, ...optional] = all[0]?.tag === TAG.version ? all.slice(1) : all;
  return {
    serial: required(serial, TAG.integer, 'serial number'),
    issuer: required(issuer, TAG.sequence, 'issuer'),
    validity: required(validity, TAG.sequence, 'validity'),
    subject: required(subject, TAG.sequence, 'subject'),
    key: required(key, TAG.sequence, 'public key'),
    extensions: optional.find(({ tag }) => tag === TAG.extensions),
    algorithm: required(algorithm, TAG.sequence, 'signature algorithm'),
  };
}

/** RFC 5280 §4.1.2.2 allows 20 bytes; what is longer is cut. Negative ones exist; OpenSSL writes them with a sign too. */
function serialText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 64)).toString('hex') || '00';
  const suffix = bytes.length > 64 ? '…' : '';
  const negative = (bytes[0] ?? 0) >= 0x80;
  const digits = negative
    ? ((1n << BigInt(text.length * 4)) - BigInt(`0x${text}`)).toString(16)
    : text.replace(/^(00)+(?=..)/, '');
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return `${negative ? '-' : ''}${even.toUpperCase()}${suffix}`;
}

/** A dNSName that looks like an address is none to any client, so it must not be read as one. */
function shown({ type, value }: SubjectName): string {
  return type === 'dns' && isIP(value) !== 0 ? `DNS:${value}` : value;
}
