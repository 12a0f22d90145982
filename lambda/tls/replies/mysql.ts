import { FOREIGN, INCOMPLETE, type ReadReply, type Reply } from '../reply';

/** Capabilities (MySQL, “Capabilities Flags”): CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION. */
const PROTOCOL_41 = 0x200;
const SSL = 0x800;
const SECURE_CONNECTION = 0x8000;

/** Protocol::HandshakeV10, its old form V9, and ERR_Packet, by their first byte. */
const HANDSHAKE = 0x0a;
const OLD_HANDSHAKE = 0x09;
const ERROR = 0xff;

const HEADER = 4;
const LONGEST_PACKET = 8_192;

/**
 * Protocol::SSLRequest: packet 1 of 32 bytes with the capabilities, packets of up to 16 MiB, latin1 (8), and 23 bytes of
 * nothing. TLS begins right after it, without an answer.
 */
export const SSL_REQUEST = Buffer.alloc(HEADER + 32);
SSL_REQUEST.writeUIntLE(32, 0, 3);
SSL_REQUEST.writeUInt8(1, 3);
SSL_REQUEST.writeUInt32LE(PROTOCOL_41 | SSL | SECURE_CONNECTION, 4);
SSL_REQUEST.writeUInt32LE(1 << 24, 8);
SSL_REQUEST.writeUInt8(8, 12);

/** The packet that MySQL and MariaDB greet with: a length in three bytes, the number 0, and the hand-shake or an error. */
export const readHandshake: ReadReply = (bytes) => {
  if (bytes.length < HEADER) return INCOMPLETE;
  const end = HEADER + bytes.readUIntLE(0, 3);
  if (bytes[3] !== 0 || end === HEADER || end > LONGEST_PACKET) return FOREIGN;
  if (bytes.length < end) return INCOMPLETE;
  const payload = bytes.subarray(HEADER, end);
  switch (payload[0]) {
    case HANDSHAKE:
      return readV10(payload, end);
    case OLD_HANDSHAKE:
      return { is: 'not-offered', lacks: 'CLIENT_SSL' };
    case ERROR:
      // The code in two bytes, and from some servers `#` and five letters of state before the text.
      return { is: 'turned-away', says: payload.toString('utf8', 3).replace(/^#.{5}/s, '') };
    default:
      return FOREIGN;
  }
};

/** The version up to a NUL, a number of 4 bytes, 8 of a nonce, a filler; then the lower half of the capabilities. */
function readV10(payload: Buffer, end: number): Reply {
  const version = payload.indexOf(0, 1);
  const capabilities = version + 1 + 4 + 8 + 1;
  if (version < 0 || payload.length < capabilities + 2) return FOREIGN;
  const offered = (payload.readUInt16LE(capabilities) & SSL) !== 0;
  return offered ? { is: 'go-ahead', end } : { is: 'not-offered', lacks: 'CLIENT_SSL' };
}
