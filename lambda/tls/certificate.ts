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

interface WholeRead {
  readonly certificate: Certificate;
  readonly names: readonly SubjectName[];
}

/** The last certificates read, by their hash, the latest last: an intermediate is met thousands of times in a sweep. */
const remembered = new Map<string, WholeRead>();

/**
 * Reads a certificate from its DER bytes (RFC 5280). Never throws. Dates, names and key are read whatever they are;
 * the problem, which ends the sentence “The certificate …”, is for bytes that are none.
 */
export function readCertificate(der: Uint8Array): Certificate | { readonly problem: string } {
  const read = readWhole(der);
  return 'problem' in read ? read : read.certificate;
}

/** All names of a certificate, also those beyond the hundred that {@link Certificate.names} shows; none of what is none. */
export function namesOf(der: Uint8Array): readonly SubjectName[] {
  const read = readWhole(der);
  return 'problem' in read ? [] : read.names;
}

function readWhole(der: Uint8Array): WholeRead | { readonly problem: string } {
  if (der.length > LONGEST) return { problem: `has ${der.length} bytes; at most ${LONGEST} are read` };
  const sha256 = hash('sha256', der, 'hex');
  const known = remembered.get(sha256);
  if (known !== undefined) return remember(known);
  try {
    const read = parse(der, sha256);
    return der.length > LONGEST_REMEMBERED ? read : remember(read);
  } catch (error) {
    if (error instanceof NotDer) return { problem: error.message };
    throw error;
  }
}

function remember(read: WholeRead): WholeRead {
  const { sha256 } = read.certificate;
  remembered.delete(sha256);
  remembered.set(sha256, read);
  const [oldest] = remembered.size > MOST_REMEMBERED ? remembered.keys() : [];
  if (oldest !== undefined) remembered.delete(oldest);
  return read;
}

function parse(der: Uint8Array, sha256: string): WholeRead {
  const [tbs, algorithm] = partsOf(der);
  const { serial, issuer, validity, subject, key, ...rest } = fieldsOf(tbs);
  const extensions = extensionsOf(rest.extensions);
  const [notBefore, notAfter] = childrenOf(validity);
  const signature = signatureName(required(algorithm, TAG.sequence, 'signature algorithm'));
  const names = subjectNames(extensions);
  const certificate = {
    subject: distinguishedName(subject),
    issuer: distinguishedName(issuer),
    serial: serialText(contentsOf(serial)),
    keySha256: hash('sha256', wholeOf(key), 'hex'),
    notBefore: timeOf(notBefore, 'notBefore'),
    notAfter: timeOf(notAfter, 'notAfter'),
    names: names.slice(0, MOST_NAMES).map(shown),
    ...publicKeyKind(key),
    signature,
    selfIssued: Buffer.compare(wholeOf(subject), wholeOf(issuer)) === 0,
    ...saidByExtensions(extensions),
    sha256,
  };
  return { certificate, names };
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
