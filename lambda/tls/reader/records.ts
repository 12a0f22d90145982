import { Malformed, NotTls } from './unfit';
import { uintAt } from './vector';

/** A TLS record in the clear (RFC 5246 §6.2.1). */
export interface PlainRecord {
  readonly type: 'alert' | 'handshake';
  readonly contents: Uint8Array;
  /** Bytes it takes with its header. */
  readonly size: number;
}

/** RFC 5246 §6.2.3: no record of any kind is longer. */
const LONGEST_RECORD = 2 ** 14 + 2_048;
const HEADER = 5;
const TYPES: ReadonlyMap<number, PlainRecord['type']> = new Map([
  [21, 'alert'],
  [22, 'handshake'],
]);

/**
 * The record at the beginning of these bytes; undefined while it is not whole.
 *
 * @param first it is the first of all: what is no record is then no TLS.
 */
export function recordAt(bytes: Uint8Array, first: boolean): PlainRecord | undefined {
  const [kind, major] = [bytes[0], bytes[1]];
  const unfit = (problem: string) => (first ? new NotTls(bytes) : new Malformed(problem));
  if (kind === undefined) return undefined;
  const type = TYPES.get(kind);
  if (type === undefined) throw unfit(`sends a TLS record of type ${kind} before its hello is done`);
  if (major !== undefined && major !== 3) throw unfit('sends a TLS record of a version that does not exist');
  if (bytes.length < HEADER) return undefined;
  const length = uintAt(bytes, 3, 2);
  if (length > LONGEST_RECORD) throw unfit(`sends a TLS record of ${length} bytes, longer than any may be`);
  const size = HEADER + length;
  return size > bytes.length ? undefined : { type, contents: bytes.subarray(HEADER, size), size };
}
