import { childrenOf, contentsOf, type Element, NotDer, oidOf, orElse, required, TAG } from './der';

interface KeyKind {
  readonly name: string;
  /** The key's size from the bytes of the BIT STRING, without its count of unused bits. */
  readonly bits: (key: Element) => number;
}

/** By the algorithm of subjectPublicKeyInfo: RFC 3279, RFC 4055, RFC 5480, RFC 8410, RFC 9881. */
const KINDS: ReadonlyMap<string, KeyKind> = new Map([
  ['1.2.840.113549.1.1.1', { name: 'RSA', bits: modulusBits }],
  ['1.2.840.113549.1.1.10', { name: 'RSA', bits: modulusBits }],
  ['1.2.840.10045.2.1', { name: 'EC', bits: curveBits }],
  ['1.2.840.10040.4.1', { name: 'DSA', bits: () => 0 }],
  ['1.3.101.112', { name: 'Ed25519', bits: () => 256 }],
  ['1.3.101.113', { name: 'Ed448', bits: () => 456 }],
  ['2.16.840.1.101.3.4.3.17', { name: 'ML-DSA-44', bits: () => 0 }],
  ['2.16.840.1.101.3.4.3.18', { name: 'ML-DSA-65', bits: () => 0 }],
  ['2.16.840.1.101.3.4.3.19', { name: 'ML-DSA-87', bits: () => 0 }],
]);

/** Type and size of a subjectPublicKeyInfo; a dotted OID and 0 where it is not known, 0 where the size cannot be read. */
export function publicKeyKind(info: Element): { keyType: string; keyBits: number } {
  const [algorithm, key] = childrenOf(info);
  const [type] = childrenOf(required(algorithm, TAG.sequence, 'key algorithm'));
  const oid = oidOf(required(type, TAG.oid, 'key algorithm'));
  const kind = KINDS.get(oid);
  if (kind === undefined) return { keyType: oid, keyBits: 0 };
  return { keyType: kind.name, keyBits: orElse(() => kind.bits(required(key, TAG.bitString, 'public key')), 0) };
}

function modulusBits(key: Element): number {
  const [pair] = childrenOf({ ...key, from: key.from + 1 });
  const [modulus] = childrenOf(required(pair, TAG.sequence, 'RSA key'));
  const bytes = contentsOf(required(modulus, TAG.integer, 'modulus'));
  const first = bytes.findIndex((byte) => byte !== 0);
  const top = bytes[first];
  return top === undefined ? 0 : (bytes.length - first) * 8 - (Math.clz32(top) - 24);
}

/** From the point and not from the curve's name, so that unknown curves have a size too (SEC 1 §2.3.3). */
function curveBits(key: Element): number {
  const [, form, ...coordinates] = contentsOf(key);
  if (form !== 2 && form !== 3 && form !== 4) throw new NotDer('has an odd point');
  const bits = coordinates.length * (form === 4 ? 4 : 8);
  // P-521 alone has a size that is no multiple of eight.
  return bits === 528 ? 521 : bits;
}
