import type { Instant } from './instant';

/** What one X.509 certificate says of itself (RFC 5280). All text is printable, one line, and bounded in length. */
export interface Certificate {
  /** RFC 4514-like, most specific first: `CN=www.example.com, O=Example, C=DE`. */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal, upper case, as browsers show it. */
  readonly serial: string;
  /** SHA-256 of the DER bytes: hexadecimal, lower case, no colons. */
  readonly sha256: string;
  /** SHA-256 of the subjectPublicKeyInfo, in the same notation: what key pins name (RFC 7469). */
  readonly keySha256: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** DNS names and IP addresses of subjectAltName, at most 100 of them. */
  readonly names: readonly string[];
  /** `RSA`, `EC`, `Ed25519` … or the dotted OID of what is not known. */
  readonly keyType: string;
  /** Modulus or curve size; 0 where the key type has none. */
  readonly keyBits: number;
  /** `SHA256-RSA`, `SHA384-ECDSA`, `SHA256-RSASSA-PSS` … or the dotted OID. */
  readonly signature: string;
  /** Subject and issuer are the same name, as in every root. */
  readonly selfIssued: boolean;
  /** It may issue others (basicConstraints, RFC 5280 §4.2.1.9). */
  readonly isCa: boolean;
  /** keyIdentifier of authorityKeyIdentifier, and subjectKeyIdentifier: hexadecimal, lower case; absent where it has none. */
  readonly authorityKeyId?: string;
  readonly subjectKeyId?: string;
  /** The TLS feature status_request (RFC 7633): clients may insist on a stapled OCSP response. */
  readonly mustStaple: boolean;
  /** http(s) URLs of its CRL distribution points (RFC 5280 §4.2.1.13), at most 4. */
  readonly crlUrls: readonly string[];
}

/** What a person calls this certificate: its common name, else its first name, else the subject. */
export function certificateName({ subject, names }: Pick<Certificate, 'subject' | 'names'>): string {
  return attributeOf(subject, 'CN') ?? names[0] ?? (subject || 'a certificate without a name');
}

/** What a person calls an issuer: its common name, else its organisation, else all of the name. */
export function issuerName(issuer: string): string {
  return attributeOf(issuer, 'CN') ?? attributeOf(issuer, 'O') ?? issuer;
}

/** The first value of this type in a distinguished name, without the escapes of RFC 4514; undefined when it has none. */
function attributeOf(distinguishedName: string, type: string): string | undefined {
  const pattern = new RegExp(`(?:^|(?<!\\\\)(?:, |\\+))${type}=((?:[^,+\\\\]|\\\\.)+)`);
  return pattern.exec(distinguishedName)?.[1]?.replace(/\\(.)/g, '$1');
}
