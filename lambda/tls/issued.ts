import type { Instant } from '../core/instant';
import { fieldsOf } from './certificate-fields';
import { contentsOf, type Element, oidOf, required, TAG } from './der';
import { timeOf } from './der-time';
import { fewChildrenOf, type Signed, signedOf } from './signed';

/** The parts of a certificate (RFC 5280 §4.1) that tell who issued it and who may speak for its issuer. */
export interface Issued extends Signed {
  /** The value bytes of the serial number as they stand. */
  readonly serial: Uint8Array;
  readonly issuer: Element;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly subject: Element;
  /** subjectPublicKeyInfo */
  readonly key: Element;
  readonly extensions: readonly Extension[];
}

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** What its OCTET STRING holds. */
  readonly value: Uint8Array;
}

/** Throws {@link NotDer} where the bytes are no certificate. */
export function issuedOf(element: Element): Issued {
  const signed = signedOf(element);
  const { serial, issuer, validity, subject, key, extensions } = fieldsOf(signed.tbs);
  const [notBefore, notAfter] = fewChildrenOf(validity);
  return {
    ...signed,
    serial: contentsOf(serial),
    issuer,
    notBefore: timeOf(notBefore, 'notBefore'),
    notAfter: timeOf(notAfter, 'notAfter'),
    subject,
    key,
    extensions: extensionsIn(extensions),
  };
}

/** The extensions of a certificate, a CRL, one of its entries or an OCSP response, from the tag that wraps their list. */
export function extensionsIn(wrapper: Element | undefined): Extension[] {
  if (wrapper === undefined) return [];
  return fewChildrenOf(required(fewChildrenOf(wrapper)[0], TAG.sequence, 'extensions')).map(extensionOf);
}

export function extensionOf(element: Element): Extension {
  const [type, ...rest] = fewChildrenOf(required(element, TAG.sequence, 'extension'));
  const critical = rest[0]?.tag === TAG.boolean && contentsOf(rest[0]).some((byte) => byte !== 0);
  const oid = oidOf(required(type, TAG.oid, 'extension'));
  return { oid, critical, value: contentsOf(required(rest.at(-1), TAG.octetString, 'extension')) };
}

/** The key's own bits: what key hashes of OCSP are made of (RFC 6960 §4.1.1). */
export function keyBitsOf(key: Element): Uint8Array {
  return contentsOf(required(fewChildrenOf(key)[1], TAG.bitString, 'public key')).subarray(1);
}
