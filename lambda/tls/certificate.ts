import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Certificate } from '../core/certificate';
import { fieldsOf } from './certificate-fields';
import {
  childrenOf,
  contentsOf,
  type Element,
  NotDer,
  oidOf,
  onlyElement,
  orElse,
  required,
  TAG,
  wholeOf,
} from './der';
import { timeOf } from './der-time';
import { distinguishedName } from './distinguished-name';
import { extensionsOf, saidByExtensions } from './extensions';
import { DIGEST_NAMES, RSASSA_PSS, SIGNATURE_NAMES } from './object-names';
import { publicKeyKind } from './public-key';
import { pssHash } from './signed';
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
    const [tbs] = partsOf(der);
    return subjectNames(extensionsOf(fieldsOf(tbs).extensions));
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
  const [tbs, algorithm] = partsOf(der);
  const { serial, issuer, validity, subject, key, ...rest } = fieldsOf(tbs);
  const extensions = extensionsOf(rest.extensions);
  const [notBefore, notAfter] = childrenOf(validity);
  const signature = signatureName(required(algorithm, TAG.sequence, 'signature algorithm'));
  return {
    subject: distinguishedName(subject),
    issuer: distinguishedName(issuer),
    serial: serialText(contentsOf(serial)),
    keySha256: hash('sha256', wholeOf(key), 'hex'),
    notBefore: timeOf(notBefore, 'notBefore'),
    notAfter: timeOf(notAfter, 'notAfter'),
    names: subjectNames(extensions).slice(0, MOST_NAMES).map(shown),
    ...publicKeyKind(key),
    signature,
    selfIssued: Buffer.compare(wholeOf(subject), wholeOf(issuer)) === 0,
    ...saidByExtensions(extensions),
  };
}

function partsOf(der: Uint8Array): Element[] {
  return childrenOf(required(onlyElement(der), TAG.sequence, 'certificate'));
}

function signatureName(algorithm: Element): string {
  const [type, parameters] = childrenOf(algorithm);
  const oid = oidOf(required(type, TAG.oid, 'signature algorithm'));
  const name = SIGNATURE_NAMES.get(oid) ?? oid;
  const digest = oid === RSASSA_PSS ? orElse(() => DIGEST_NAMES.get(pssHash(parameters)), undefined) : undefined;
  return digest === undefined ? name : `${digest}-${name}`;
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
