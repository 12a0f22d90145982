import { generateKeyPairSync } from 'node:crypto';

/** One DER element (X.690): tag, length, and the parts one after another. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const value = Buffer.concat(parts);
  const size = value.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x83, size >> 16, (size >> 8) & 0xff, size & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), value]);
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(0x30, ...parts);
}

export function oid(dotted: string): Uint8Array {
  const [first = 0n, second = 0n, ...others] = dotted.split('.').map(BigInt);
  return tlv(0x06, ...[first * 40n + second, ...others].map(base128));
}

function base128(arc: bigint): Uint8Array {
  const bytes = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) bytes.unshift(Number(rest & 0x7fn) | 0x80);
  return Buffer.from(bytes);
}

export const STRING_TAGS = {
  utf8: 0x0c,
  numeric: 0x12,
  printable: 0x13,
  t61: 0x14,
  ia5: 0x16,
  visible: 0x1a,
  universal: 0x1c,
  bmp: 0x1e,
};

/** A Name: one level for each `[type, value]`, most general first, as certificates have it. */
export function name(...levels: readonly (readonly [type: string, value: Uint8Array])[]): Uint8Array {
  return sequence(...levels.map(([type, value]) => tlv(0x31, sequence(oid(type), value))));
}

export function utf8(text: string): Uint8Array {
  return tlv(STRING_TAGS.utf8, Buffer.from(text));
}

export function utcTime(text: string): Uint8Array {
  return tlv(0x17, Buffer.from(text));
}

export function generalizedTime(text: string): Uint8Array {
  return tlv(0x18, Buffer.from(text));
}

/** The extensions of a certificate with this subjectAltName; each name with the tag that RFC 5280 §4.2.1.6 gives it. */
export function alternativeNames(...names: readonly (readonly [tag: number, value: Uint8Array])[]): Uint8Array {
  const list = sequence(...names.map(([tag, value]) => tlv(tag, value)));
  return extensions(sequence(oid('2.5.29.17'), tlv(0x04, list)));
}

export function extensions(...each: readonly Uint8Array[]): Uint8Array {
  return tlv(0xa3, sequence(...each));
}

export interface Parts {
  readonly version: Uint8Array;
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly notBefore: Uint8Array;
  readonly notAfter: Uint8Array;
  readonly subject: Uint8Array;
  readonly key: Uint8Array;
  readonly extensions: Uint8Array;
  readonly algorithm: string;
  /** Of the algorithm. */
  readonly parameters: Uint8Array;
}

const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' });

/** A certificate that is ordinary but for what is given; its signature is nonsense. */
export function certificate(odd: Partial<Parts> = {}): Uint8Array {
  const parts: Parts = {
    version: tlv(0xa0, tlv(0x02, Buffer.of(2))),
    serial: tlv(0x02, Buffer.of(1, 2, 3)),
    issuer: name(['2.5.4.3', utf8('Some CA')]),
    notBefore: utcTime('260101000000Z'),
    notAfter: utcTime('261231235959Z'),
    subject: name(['2.5.4.3', utf8('www.example.com')]),
    key: P256,
    extensions: new Uint8Array(),
    algorithm: '1.2.840.10045.4.3.2',
    parameters: new Uint8Array(),
    ...odd,
  };
  const algorithm = sequence(oid(parts.algorithm), parts.parameters);
  const validity = sequence(parts.notBefore, parts.notAfter);
  const { version, serial, issuer, subject, key, extensions: optional } = parts;
  const signed = sequence(version, serial, algorithm, issuer, validity, subject, key, optional);
  return sequence(signed, algorithm, tlv(0x03, Buffer.alloc(9)));
}
