import { constants, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';
import { DAY, type Instant } from '../../lambda/core/instant';
import { extensions, generalizedTime, name, oid, sequence, tlv, utf8 } from './der-writer';

export const NOW = Date.UTC(2026, 10, 22, 12);

const NULL = Uint8Array.of(5, 0);
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), NULL);
/** RSASSA-PSS-params of SHA-256 with 32 bytes of salt. */
const PSS = sequence(
  tlv(0xa0, SHA256),
  tlv(0xa1, sequence(oid('1.2.840.113549.1.1.8'), SHA256)),
  tlv(0xa2, tlv(0x02, Uint8Array.of(32))),
);

interface Algorithm {
  readonly digest: string | null;
  readonly identifier: Uint8Array;
  readonly keys: () => { publicKey: KeyObject; privateKey: KeyObject };
  readonly padding?: { padding: number; saltLength: number };
}

const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = (namedCurve: string) => () => generateKeyPairSync('ec', { namedCurve });

/** The ways in which CAs sign. */
export const ALGORITHMS = {
  'RSA with SHA-1': { digest: 'sha1', identifier: sequence(oid('1.2.840.113549.1.1.5'), NULL), keys: rsa },
  'RSA with SHA-256': { digest: 'sha256', identifier: sequence(oid('1.2.840.113549.1.1.11'), NULL), keys: rsa },
  'RSA with SHA-384': { digest: 'sha384', identifier: sequence(oid('1.2.840.113549.1.1.12'), NULL), keys: rsa },
  'RSA with SHA-512': { digest: 'sha512', identifier: sequence(oid('1.2.840.113549.1.1.13'), NULL), keys: rsa },
  'RSASSA-PSS': {
    digest: 'sha256',
    identifier: sequence(oid('1.2.840.113549.1.1.10'), PSS),
    keys: rsa,
    padding: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
  },
  'RSASSA-PSS with SHA-1': {
    digest: 'sha1',
    identifier: sequence(oid('1.2.840.113549.1.1.10'), sequence()),
    keys: rsa,
    padding: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 },
  },
  'ECDSA P-256': { digest: 'sha256', identifier: sequence(oid('1.2.840.10045.4.3.2')), keys: ec('P-256') },
  'ECDSA P-384': { digest: 'sha384', identifier: sequence(oid('1.2.840.10045.4.3.3')), keys: ec('P-384') },
  'ECDSA P-521': { digest: 'sha512', identifier: sequence(oid('1.2.840.10045.4.3.4')), keys: ec('P-521') },
  Ed25519: { digest: null, identifier: sequence(oid('1.3.101.112')), keys: () => generateKeyPairSync('ed25519') },
} as const satisfies Record<string, Algorithm>;

export interface Signer {
  readonly name: Uint8Array;
  /** subjectPublicKeyInfo */
  readonly key: Uint8Array;
  readonly algorithm: Uint8Array;
  /** Content, algorithm and signature, and what else there is. */
  readonly sign: (tbs: Uint8Array, ...others: readonly Uint8Array[]) => Uint8Array;
}

export function signer(common: string, way: keyof typeof ALGORITHMS = 'ECDSA P-256'): Signer {
  const { digest, identifier, keys, padding }: Algorithm = ALGORITHMS[way];
  const { publicKey, privateKey } = keys();
  return {
    name: name(['2.5.4.3', utf8(common)]),
    key: publicKey.export({ type: 'spki', format: 'der' }),
    algorithm: identifier,
    sign: (tbs, ...others) => {
      const signature = sign(digest, tbs, { key: privateKey, ...padding });
      return sequence(tbs, identifier, tlv(0x03, Uint8Array.of(0), signature), ...others);
    },
  };
}

export interface CertificateParts {
  readonly serial?: Uint8Array;
  readonly crlUrls?: readonly string[];
  readonly notBefore?: Instant;
  readonly notAfter?: Instant;
  readonly extensions?: readonly Uint8Array[];
}

export const SERIAL = Uint8Array.of(0x00, 0x87, 0x65, 0x43, 0x21);

/** A certificate for `subject`, signed by `by`; by default valid for 90 days around {@link NOW}. */
export function certificateFor(subject: Pick<Signer, 'name' | 'key'>, by: Signer, parts: CertificateParts = {}) {
  const { serial = SERIAL, crlUrls = [], notBefore = NOW - 30 * DAY, notAfter = NOW + 60 * DAY } = parts;
  const points = crlUrls.length === 0 ? [] : [extension('2.5.29.31', sequence(sequence(fullName(...crlUrls))))];
  const listed = [...points, ...(parts.extensions ?? [])];
  return by.sign(
    sequence(
      tlv(0xa0, tlv(0x02, Uint8Array.of(2))),
      tlv(0x02, serial),
      by.algorithm,
      by.name,
      sequence(time(notBefore), time(notAfter)),
      subject.name,
      subject.key,
      ...(listed.length > 0 ? [extensions(...listed)] : []),
    ),
  );
}

export function fullName(...urls: readonly string[]): Uint8Array {
  return tlv(0xa0, tlv(0xa0, ...urls.map((url) => tlv(0x86, Buffer.from(url)))));
}

export function extension(type: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(type), ...(critical ? [Uint8Array.of(1, 1, 0xff)] : []), tlv(0x04, value));
}

export function time(at: Instant): Uint8Array {
  return generalizedTime(`${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}Z`);
}

export interface CrlParts {
  readonly thisUpdate?: Instant;
  /** `null` for none. */
  readonly nextUpdate?: Instant | null;
  readonly issuer?: Uint8Array;
  readonly entries?: readonly Uint8Array[];
  readonly extensions?: readonly Uint8Array[];
}

export function crlOf(by: Signer, parts: CrlParts = {}): Uint8Array {
  const { thisUpdate = NOW - DAY, nextUpdate = NOW + 6 * DAY, entries = [], extensions: listed = [] } = parts;
  return by.sign(
    sequence(
      tlv(0x02, Uint8Array.of(1)),
      by.algorithm,
      parts.issuer ?? by.name,
      time(thisUpdate),
      ...(nextUpdate === null ? [] : [time(nextUpdate)]),
      ...(entries.length > 0 ? [sequence(...entries)] : []),
      ...(listed.length > 0 ? [tlv(0xa0, sequence(...listed))] : []),
    ),
  );
}

/** An entry of a CRL; the reason is CRLReason's number. */
export function revoked(
  serial: Uint8Array,
  at: Instant,
  reason?: number,
  ...others: readonly Uint8Array[]
): Uint8Array {
  const coded = reason === undefined ? [] : [extension('2.5.29.21', tlv(0x0a, Uint8Array.of(reason)))];
  const listed = [...coded, ...others];
  return sequence(tlv(0x02, serial), time(at), ...(listed.length > 0 ? [sequence(...listed)] : []));
}

export interface OcspParts {
  readonly serial?: Uint8Array;
  /** By default good. */
  readonly status?: Uint8Array;
  readonly thisUpdate?: Instant;
  readonly nextUpdate?: Instant | null;
  readonly responder?: Uint8Array;
  readonly certificates?: readonly Uint8Array[];
  readonly digest?: 'sha1' | 'sha256';
  readonly singleExtensions?: readonly Uint8Array[];
  /** Whom the answer says that it is about the certificates of. */
  readonly issuer?: Signer;
}

export const GOOD = Uint8Array.of(0x80, 0);
export const UNKNOWN = Uint8Array.of(0x82, 0);

/** An OCSP response by `by` about a certificate of `issuer`'s, by default the same. */
export function ocspOf(by: Signer, parts: OcspParts = {}): Uint8Array {
  const { serial = SERIAL, status = GOOD, thisUpdate = NOW - DAY, nextUpdate = NOW + 3 * DAY, issuer = by } = parts;
  const { digest = 'sha1', certificates = [], singleExtensions = [] } = parts;
  const hashed = (bytes: Uint8Array) => tlv(0x04, hash(digest, bytes, 'buffer'));
  const algorithm = sequence(oid(digest === 'sha1' ? '1.3.14.3.2.26' : '2.16.840.1.101.3.4.2.1'), NULL);
  const single = sequence(
    sequence(algorithm, hashed(issuer.name), hashed(keyBits(issuer.key)), tlv(0x02, serial)),
    status,
    time(thisUpdate),
    ...(nextUpdate === null ? [] : [tlv(0xa0, time(nextUpdate))]),
    ...(singleExtensions.length > 0 ? [tlv(0xa1, sequence(...singleExtensions))] : []),
  );
  const responder = parts.responder ?? byKey(by);
  const data = sequence(responder, time(thisUpdate), sequence(single));
  const others = certificates.length > 0 ? [tlv(0xa0, sequence(...certificates))] : [];
  return response(by.sign(data, ...others));
}

export function response(basic: Uint8Array, type = '1.3.6.1.5.5.7.48.1.1'): Uint8Array {
  return sequence(tlv(0x0a, Uint8Array.of(0)), tlv(0xa0, sequence(oid(type), tlv(0x04, basic))));
}

export function byKey({ key }: Signer): Uint8Array {
  return tlv(0xa2, tlv(0x04, hash('sha1', keyBits(key), 'buffer')));
}

export function byName(signer: Signer): Uint8Array {
  return tlv(0xa1, signer.name);
}

/** The BIT STRING that ends a subjectPublicKeyInfo: found from its algorithm's length, all of them being short. */
function keyBits(key: Uint8Array): Uint8Array {
  const header = (at: number) => ((key[at + 1] ?? 0) < 0x80 ? 2 : 2 + ((key[at + 1] ?? 0) & 0x7f));
  const algorithm = header(0);
  const bits = algorithm + 2 + (key[algorithm + 1] ?? 0);
  return key.subarray(bits + header(bits) + 1);
}
