import { childrenOf, type Element, required, TAG } from './der';

/** The parts of a TBSCertificate (RFC 5280 §4.1) as they stand. */
export interface CertificateFields {
  readonly serial: Element;
  readonly issuer: Element;
  readonly validity: Element;
  readonly subject: Element;
  /** subjectPublicKeyInfo */
  readonly key: Element;
  /** What wraps their list. */
  readonly extensions: Element | undefined;
}

/** Throws {@link NotDer} where it is none. */
export function fieldsOf(tbs: Element | undefined): CertificateFields {
  const all = childrenOf(required(tbs, TAG.sequence, 'tbsCertificate'));
  const [serial, , issuer, validity, subject, key, ...optional] = all[0]?.tag === TAG.version ? all.slice(1) : all;
  return {
    serial: required(serial, TAG.integer, 'serial number'),
    issuer: required(issuer, TAG.sequence, 'issuer'),
    validity: required(validity, TAG.sequence, 'validity'),
    subject: required(subject, TAG.sequence, 'subject'),
    key: required(key, TAG.sequence, 'public key'),
    extensions: optional.find(({ tag }) => tag === TAG.extensions),
  };
}
