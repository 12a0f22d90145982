import { FOREIGN, INCOMPLETE, type ReadReply, type Reply } from '../reply';

/** Types of packets (MS-TDS §2.2.3.1.1): PRELOGIN, and TABULAR RESULT, in which a server answers. */
export const PRE_LOGIN = 0x12;
export const TABULAR_RESULT = 0x04;

/** Type, status, length in two bytes (big-endian, the header included), channel in two, number, window (MS-TDS §2.2.3.1). */
export const HEADER = 8;
const END_OF_MESSAGE = 1;

/** Packets of a server's first answer are far shorter; before the login none may be longer (MS-TDS §2.2.6.4). */
const LONGEST_PACKET = 4_096;

export function packet(type: number, payload: Uint8Array, last = true): Buffer {
  const length = HEADER + payload.length;
  return Buffer.concat([Buffer.of(type, last ? END_OF_MESSAGE : 0, length >> 8, length & 0xff, 0, 0, 1, 0), payload]);
}

/** Options of PRELOGIN (MS-TDS §2.2.6.5), and the values of ENCRYPTION. */
const VERSION = 0;
const ENCRYPTION = 1;
const TERMINATOR = 0xff;
const ENCRYPT_ON = 1;
const ENCRYPT_NOT_SUP = 2;

/** Two options, each with offset and length in two bytes, behind them their values: version 15.0.0.0, and encryption on. */
export const PRE_LOGIN_REQUEST = packet(
  PRE_LOGIN,
  Buffer.of(VERSION, 0, 11, 0, 6, ENCRYPTION, 0, 17, 0, 1, TERMINATOR, 15, 0, 0, 0, 0, 0, ENCRYPT_ON),
);

export const readPreLogin: ReadReply = (bytes) => {
  if (bytes.length > 0 && bytes[0] !== TABULAR_RESULT) return FOREIGN;
  if (bytes.length < HEADER) return INCOMPLETE;
  const end = bytes.readUInt16BE(2);
  if (end <= HEADER || end > LONGEST_PACKET) return FOREIGN;
  return bytes.length < end ? INCOMPLETE : readOptions(bytes.subarray(HEADER, end), end);
};

function readOptions(payload: Buffer, end: number): Reply {
  for (let at = 0; payload[at] !== TERMINATOR; at += 5) {
    if (at + 5 > payload.length) return FOREIGN;
    if (payload[at] !== ENCRYPTION) continue;
    const encryption = payload[payload.readUInt16BE(at + 1)];
    if (encryption === undefined) return FOREIGN;
    return encryption === ENCRYPT_NOT_SUP ? { is: 'denied', says: 'ENCRYPT_NOT_SUP' } : { is: 'go-ahead', end };
  }
  return { is: 'not-offered', lacks: 'ENCRYPTION' };
}
