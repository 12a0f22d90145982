import { constants, createPublicKey, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { contentsOf, type Element, elementAt, NotDer, oidOf, required, TAG, wholeOf } from './der';
import { RSASSA_PSS } from './object-names';

/** What certificates, CRLs and OCSP responses have in common: bytes, how they are signed, and the signature. */
export interface Signed {
  readonly tbs: Element;
  readonly algorithm: Element;
  readonly signature: Uint8Array;
  /** What comes after these three. */
  readonly others: readonly Element[];
}

/** Throws {@link NotDer} where it is none. */
export function signedOf(element: Element): Signed {
  const [tbs, algorithm, signature, ...others] = fewChildrenOf(required(element, TAG.sequence, 'signed content'));
  return {
    tbs: required(tbs, TAG.sequence, 'signed content'),
    algorithm: required(algorithm, TAG.sequence, 'signature algorithm'),
    // The first byte counts the bits that are unused, of which a signature has none.
    signature: contentsOf(required(signature, TAG.bitString, 'signature')).subarray(1),
    others,
  };
}

/** No structure that is read here has more parts than this, lists of revoked certificates aside. */
const FEW = 100;

/** The elements inside this one; throws {@link NotDer} where they are many, since millions of them fit into a CRL. */
export function fewChildrenOf({ bytes, from, end }: Element): Element[] {
  const children: Element[] = [];
  for (let at = from; at < end; ) {
    const child = elementAt(bytes, at, end);
    if (children.push(child) > FEW) throw new NotDer(`has more than ${FEW} parts where few belong`);
    at = child.end;
  }
  return children;
}

/** RFC 8017, RFC 5758, RFC 8410. Nothing older than SHA-1 is believed. */
const DIGESTS: ReadonlyMap<string, string | null> = new Map([
  ['1.2.840.113549.1.1.5', 'sha1'],
  ['1.2.840.113549.1.1.14', 'sha224'],
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.1', 'sha1'],
  ['1.2.840.10045.4.3.1', 'sha224'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
  ['1.3.101.112', null],
  ['1.3.101.113', null],
]);
const SHA1 = '1.3.14.3.2.26';
const HASHES: ReadonlyMap<string, string> = new Map([
  [SHA1, 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** The digest that this AlgorithmIdentifier of a hash function names, in Node's word; undefined where it is not known. */
export function hashNamed(algorithm: Element): string | undefined {
  return HASHES.get(typeOf(algorithm, 'hash algorithm'));
}

function typeOf(algorithm: Element, what: string): string {
  return oidOf(required(fewChildrenOf(required(algorithm, TAG.sequence, what))[0], TAG.oid, what));
}

/**
 * Whether the signature was made with the key of this subjectPublicKeyInfo. False also for keys and algorithms that
 * cannot be checked, since what cannot be checked is not believed. Off the main thread, as CRLs may be long.
 */
export function isSignedBy({ tbs, algorithm, signature }: Signed, key: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const [digest, padding] = howSigned(algorithm);
      const publicKey = createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' });
      verify(digest, wholeOf(tbs), { key: publicKey, ...padding }, signature, (error, right) =>
        resolve(error === null && right),
      );
    } catch {
      // Whatever OpenSSL has against the key or the algorithm, nothing is proved by it.
      resolve(false);
    }
  });
}

type Padding = Pick<VerifyKeyObjectInput, 'padding' | 'saltLength'>;

function howSigned(algorithm: Element): [digest: string | null, Padding] {
  const [type, parameters] = fewChildrenOf(algorithm);
  const oid = oidOf(required(type, TAG.oid, 'signature algorithm'));
  if (oid === RSASSA_PSS) return pss(parameters);
  const digest = DIGESTS.get(oid);
  if (digest === undefined) throw new NotDer('is signed in a way that is not known');
  return [digest, {}];
}

/** A field of RSASSA-PSS-params (RFC 4055 §3.1), by its tag; undefined where it is left out and so has its default. */
function pssField(parameters: Element | undefined, tag: number): Element | undefined {
  const fields = parameters === undefined ? [] : fewChildrenOf(required(parameters, TAG.sequence, 'parameters'));
  const [value] = fields.flatMap((field) => (field.tag === tag ? fewChildrenOf(field) : []));
  return value;
}

/** The hash function of RSASSA-PSS-params as a dotted OID; SHA-1 unless they say another. */
export function pssHash(parameters: Element | undefined): string {
  const hash = pssField(parameters, 0xa0);
  return hash === undefined ? SHA1 : typeOf(hash, 'hash algorithm');
}

/** The mask is made with the same hash by all who use it, and Node knows no other way. */
function pss(parameters: Element | undefined): [string, Padding] {
  const salt = pssField(parameters, 0xa2);
  const digest = HASHES.get(pssHash(parameters));
  if (digest === undefined) throw new NotDer('is signed in a way that is not known');
  const saltLength = salt === undefined ? 20 : contentsOf(salt).reduce((value, byte) => value * 256 + byte, 0);
  return [digest, { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }];
}
