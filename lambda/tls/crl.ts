import type { Instant } from '../core/instant';
import { contentsOf, type Element, elementAt, NotDer, onlyElement, required, TAG } from './der';
import { timeOf } from './der-time';
import { type Scope, scopeOf } from './distribution-point';
import { type Extension, extensionOf, extensionsIn } from './issued';
import { fewChildrenOf, type Signed, signedOf } from './signed';

/** A CRL is read up to this many bytes; the longest in use have about ten million. */
export const LONGEST_CRL = 32 * 1024 * 1024;

/** A CertificateList (RFC 5280 §5.1). Its entries stay bytes. */
export interface Crl extends Signed {
  readonly size: number;
  readonly issuer: Element;
  readonly thisUpdate: Instant;
  /** Absent where it does not say until when it is good. */
  readonly nextUpdate?: Instant;
  readonly scope: Scope;
  /** Absent where nothing has been revoked. */
  readonly entries?: Element;
}

/** What a CRL says of one certificate. */
export interface Entry {
  readonly at: Instant;
  readonly reason?: string;
}

/** Reads a CRL from DER or PEM. Never throws; the problem goes on with “The CRL …”. */
export function readCrl(bytes: Uint8Array): Crl | { readonly problem: string } {
  if (bytes.length > LONGEST_CRL) return { problem: `has ${bytes.length} bytes; at most ${LONGEST_CRL} are read` };
  try {
    return parse(bytes[0] === TAG.sequence ? bytes : fromPem(bytes));
  } catch (error) {
    if (error instanceof NotDer) return { problem: error.message };
    throw error;
  }
}

function fromPem(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const [begin, end] = ['-----BEGIN X509 CRL-----', '-----END X509 CRL-----'];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new NotDer('is none, but something else');
  return Buffer.from(text.slice(from + begin.length, to), 'base64');
}

function parse(der: Uint8Array): Crl {
  const signed = signedOf(onlyElement(der));
  const all = fewChildrenOf(signed.tbs);
  const [, issuer, thisUpdate, ...rest] = all[0]?.tag === TAG.integer ? all.slice(1) : all;
  const hasNext = rest[0]?.tag === TAG.utcTime || rest[0]?.tag === TAG.generalizedTime;
  const entries = rest.find(({ tag }) => tag === TAG.sequence);
  const extensions = extensionsIn(rest.find(({ tag }) => tag === 0xa0));
  return {
    ...signed,
    size: der.length,
    issuer: required(issuer, TAG.sequence, 'issuer'),
    thisUpdate: timeOf(thisUpdate, 'thisUpdate'),
    ...(hasNext && { nextUpdate: timeOf(rest[0], 'nextUpdate') }),
    scope: scopeIn(extensions),
    ...(entries !== undefined && { entries }),
  };
}

const DELTA_CRL_INDICATOR = '2.5.29.27';
const ISSUING_DISTRIBUTION_POINT = '2.5.29.28';
/** authorityKeyIdentifier, issuerAltName, cRLNumber, freshestCRL, authorityInfoAccess: nothing in them changes the answer. */
const HARMLESS = ['2.5.29.35', '2.5.29.18', '2.5.29.20', '2.5.29.46', '1.3.6.1.5.5.7.1.1'];

/** RFC 5280 §5.2: a CRL with a critical extension that is not understood must not be used. */
function scopeIn(extensions: readonly Extension[]): Scope {
  if (extensions.some(({ oid }) => oid === DELTA_CRL_INDICATOR)) {
    return { urls: [], unfit: 'is a delta, which tells of changes only' };
  }
  const known = [...HARMLESS, ISSUING_DISTRIBUTION_POINT];
  const strange = extensions.find(({ oid, critical }) => critical && !known.includes(oid));
  if (strange !== undefined) {
    return { urls: [], unfit: `has a critical extension that is not understood (${strange.oid})` };
  }
  const point = extensions.find(({ oid }) => oid === ISSUING_DISTRIBUTION_POINT);
  return point === undefined ? { urls: [] } : scopeOf(point.value);
}

/**
 * The entry of the certificate with these serial number bytes; undefined where the CRL does not hold it.
 * Throws {@link NotDer} where an entry is malformed.
 */
export function entryOf({ entries }: Crl, serial: Uint8Array): Entry | undefined {
  if (entries === undefined) return undefined;
  const wanted = withoutZeros(serial);
  // The bytes are nowhere in nearly every CRL, and looking for bytes is a thousand times faster than reading entries.
  const { bytes, from, end } = entries;
  if (Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).indexOf(wanted) < 0) return undefined;
  for (let at = from; at < end; ) {
    const entry = required(elementAt(bytes, at, end), TAG.sequence, 'entry');
    const number = required(elementAt(bytes, entry.from, entry.end), TAG.integer, 'serial number');
    if (Buffer.compare(withoutZeros(contentsOf(number)), wanted) === 0) return revocationIn(entry);
    at = entry.end;
  }
  return undefined;
}

/** Two notations of one number, of which DER has one only, must not hide that something was revoked. */
function withoutZeros(serial: Uint8Array): Uint8Array {
  const first = serial.findIndex((byte) => byte !== 0);
  return first < 0 ? Uint8Array.of(0) : serial.subarray(first);
}

const REASON_CODE = '2.5.29.21';
const INVALIDITY_DATE = '2.5.29.24';

function revocationIn(entry: Element): Entry | undefined {
  const [, date, list] = fewChildrenOf(entry);
  const extensions = list === undefined ? [] : fewChildrenOf(list).map(extensionOf);
  if (extensions.some(({ oid, critical }) => critical && oid !== REASON_CODE && oid !== INVALIDITY_DATE)) {
    throw new NotDer('has a critical extension in its entry that is not understood');
  }
  const coded = extensions.find(({ oid }) => oid === REASON_CODE);
  const code = coded === undefined ? undefined : contentsOf(onlyElement(coded.value))[0];
  const reason = code === undefined ? undefined : reasonNamed(code);
  if (reason === 'removeFromCRL') return undefined;
  return { at: timeOf(date, 'revocation date'), ...(reason !== undefined && { reason }) };
}

/** CRLReason (RFC 5280 §5.3.1); 7 is not used. */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

/** The word for a CRLReason; undefined for a number that means none. */
export function reasonNamed(code: number): string | undefined {
  return REASONS[code];
}
