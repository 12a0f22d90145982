/** The bytes are not DER (X.690), or not the DER that was expected; the message ends the sentence “The certificate …”. */
export class NotDer extends Error {}

/** One tag-length-value inside some bytes; nothing is copied. */
export interface Element {
  readonly bytes: Uint8Array;
  readonly tag: number;
  /** Where its tag stands, where its value begins, and where it ends (exclusive). */
  readonly start: number;
  readonly from: number;
  readonly end: number;
}

/** The tags that certificates are made of: X.690 §8 for the universal ones, RFC 5280 for those of a context. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
} as const;

/** The element that begins at `start`. Throws {@link NotDer} where it does not end before `limit`. */
export function elementAt(bytes: Uint8Array, start: number, limit: number): Element {
  const [tag, first] = [bytes[start], bytes[start + 1]];
  if (tag === undefined || first === undefined || start + 2 > limit) throw new NotDer('ends in the middle');
  if ((tag & 0x1f) === 0x1f) throw new NotDer('has a tag of several bytes');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4) throw new NotDer('has a length that DER does not allow');
  const from = start + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : unsigned(bytes.subarray(start + 2, from));
  const end = from + length;
  if (end > limit) throw new NotDer('ends in the middle');
  return { bytes, tag, start, from, end };
}

/** The only element that some bytes hold; throws {@link NotDer} where there is more or less. */
export function onlyElement(bytes: Uint8Array): Element {
  const element = elementAt(bytes, 0, bytes.length);
  if (element.end !== bytes.length) throw new NotDer('is followed by bytes of something else');
  return element;
}

/** The elements inside this one. Their number is bounded by the bytes alone, two for each. */
export function childrenOf({ bytes, from, end }: Element): Element[] {
  const children: Element[] = [];
  for (let at = from; at < end; ) {
    const child = elementAt(bytes, at, end);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** The element if it is there and has the tag; throws {@link NotDer} naming `what` is missing otherwise. */
export function required(element: Element | undefined, tag: number, what: string): Element {
  if (element?.tag !== tag) throw new NotDer(`has no ${what} where it belongs`);
  return element;
}

export function contentsOf({ bytes, from, end }: Element): Uint8Array {
  return bytes.subarray(from, end);
}

/** Tag, length and value. */
export function wholeOf({ bytes, start, end }: Element): Uint8Array {
  return bytes.subarray(start, end);
}

/** For what matters less than the rest: its reading, or something else where it is malformed. */
export function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotDer) return otherwise;
    throw error;
  }
}

/** Longer object identifiers than this are cut; the longest in use have about 20 bytes. */
const LONGEST_OID = 64;

/** An object identifier in dots, as in `2.5.4.3` (X.690 §8.19). Arcs may be of any size: those below 2.25 have 128 bits. */
export function oidOf(element: Element): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of contentsOf(element).subarray(0, LONGEST_OID)) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...others] = arcs;
  const top = first < 80n ? first / 40n : 2n;
  return [top, first - top * 40n, ...others].join('.');
}

function unsigned(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
