import { CIPHER_NAMES } from './cipher-names';
import type { Protocol } from './reading';
import { Malformed, TooMuch } from './unfit';
import { uintAt, vectorAt } from './vector';

/** A hand-shake message (RFC 5246 §7.4). */
export interface Message {
  readonly type: number;
  readonly body: Uint8Array;
  /** With its header. */
  readonly whole: Uint8Array;
}

/** HandshakeType: RFC 5246 §7.4, RFC 6066 §8, RFC 8446 §4. */
export const MESSAGE = {
  helloRequest: 0,
  serverHello: 2,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateStatus: 22,
} as const;

const HEADER = 4;
/** OpenSSL itself takes no more than 100 KiB for a whole chain. */
const LONGEST_MESSAGE = 128 * 1024;
const MOST_CERTIFICATES = 32;

/** The message at the beginning of these bytes; undefined while it is not whole. */
export function messageAt(bytes: Uint8Array): Message | undefined {
  if (bytes.length < HEADER) return undefined;
  const length = uintAt(bytes, 1, 3);
  if (length > LONGEST_MESSAGE) {
    throw new TooMuch(`sends a TLS message of ${length} bytes; at most ${LONGEST_MESSAGE} are read`);
  }
  const size = HEADER + length;
  if (size > bytes.length) return undefined;
  const whole = bytes.subarray(0, size);
  return { type: uintAt(bytes, 0, 1), body: bytes.subarray(HEADER, size), whole };
}

const PROTOCOLS: ReadonlyMap<number, Protocol> = new Map([
  [0x0300, 'SSLv3'],
  [0x0301, 'TLSv1'],
  [0x0302, 'TLSv1.1'],
  [0x0303, 'TLSv1.2'],
]);

/** RFC 5246 §7.4.1.3. Throws {@link Malformed} where it takes up nothing that was offered. */
export function serverHello(body: Uint8Array): { readonly protocol: Protocol; readonly cipher: string } {
  const protocol = PROTOCOLS.get(uintAt(body, 0, 2));
  if (protocol === undefined) throw new Malformed('answers with a TLS version that was not offered');
  const { contents: session, end } = vectorAt(body, 34, 1);
  if (session.length > 32) throw new Malformed('answers with a session of more than 32 bytes');
  const cipher = CIPHER_NAMES.get(uintAt(body, end, 2));
  if (cipher === undefined) throw new Malformed('answers with a cipher that was not offered');
  if (uintAt(body, end + 2, 1) !== 0) throw new Malformed('answers with a compression that was not offered');
  return { protocol, cipher };
}

/** RFC 5246 §7.4.2. */
export function certificateList(body: Uint8Array): Uint8Array[] {
  const { contents: list, end } = vectorAt(body, 0, 3);
  if (end !== body.length) throw new Malformed('sends something else after its certificates');
  const certificates: Uint8Array[] = [];
  for (let at = 0; at < list.length; ) {
    at = oneCertificate(list, at, certificates);
  }
  if (certificates.length === 0) throw new Malformed('sends a list of certificates with none in it');
  return certificates;
}

/** Adds the certificate at this place of a list, and gives where it ends. It is a copy, so that to keep it does not keep all that came with it. */
export function oneCertificate(list: Uint8Array, at: number, certificates: Uint8Array[]): number {
  if (certificates.length === MOST_CERTIFICATES) {
    throw new TooMuch(`sends more than ${MOST_CERTIFICATES} certificates; no more are read`);
  }
  const { contents, end } = vectorAt(list, at, 3);
  if (contents.length === 0) throw new Malformed('sends a certificate without a byte in it');
  certificates.push(new Uint8Array(contents));
  return end;
}

const OCSP = 1;

/** RFC 6066 §8: the OCSP response; undefined where it is empty, which some servers send for "I have none". */
export function certificateStatus(body: Uint8Array): Uint8Array | undefined {
  if (uintAt(body, 0, 1) !== OCSP) throw new Malformed('staples a status of a kind that was not asked for');
  const { contents, end } = vectorAt(body, 1, 3);
  if (end !== body.length) throw new Malformed('sends something else after the status that it staples');
  return contents.length === 0 ? undefined : new Uint8Array(contents);
}
