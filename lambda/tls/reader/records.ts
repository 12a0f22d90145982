import { Malformed, NotTls } from './unfit';
import { uintAt } from './vector';

/** What a TLS record in the clear (RFC 5246 §6.2.1) is of, and what is in it. */
export interface PlainRecord {
  readonly type: 'alert' | 'handshake';
  readonly contents: Uint8Array;
}

interface Framed {
  readonly contents: Uint8Array;
  /** With its header. */
  readonly whole: Uint8Array;
}

type Type = PlainRecord['type'] | 'change' | 'sealed';

/** Any that can come in a first flight. */
export type AnyRecord = { readonly [T in Type]: Framed & { readonly type: T } }[Type];

/** RFC 5246 §6.2.3: no record of any kind is longer. */
const LONGEST_RECORD = 2 ** 14 + 2_048;
const HEADER = 5;
const TYPES: ReadonlyMap<number, Type> = new Map([
  [20, 'change'],
  [21, 'alert'],
  [22, 'handshake'],
  [23, 'sealed'],
]);

/**
 * The record at the beginning of these bytes; undefined while it is not whole.
 *
 * @param first it is the first of all: what is no record is then no TLS.
 */
export function recordAt(bytes: Uint8Array, first: boolean): AnyRecord | undefined {
  const [kind, major] = [bytes[0], bytes[1]];
  const unfit = (problem: string) => (first ? new NotTls(bytes) : new Malformed(problem));
  if (kind === undefined) return undefined;
  const type = TYPES.get(kind);
  const begins = type === 'alert' || type === 'handshake';
  if (type === undefined || (first && !begins)) throw unfit(outOfPlace(kind));
  if (major !== undefined && major !== 3) throw unfit('sends a TLS record of a version that does not exist');
  if (bytes.length < HEADER) return undefined;
  const length = uintAt(bytes, 3, 2);
  if (length > LONGEST_RECORD) throw unfit(`sends a TLS record of ${length} bytes, longer than any may be`);
  const size = HEADER + length;
  return size > bytes.length
    ? undefined
    : { type, contents: bytes.subarray(HEADER, size), whole: bytes.subarray(0, size) };
}

/** The problem, after the name of the place. */
export function outOfPlace(type: number | undefined): string {
  return `sends a TLS record of type ${type} before its hello is done`;
}
