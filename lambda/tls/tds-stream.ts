import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { HEADER, PRE_LOGIN, packet, TABULAR_RESULT } from './replies/tds';

/** Before the login no packet is longer (MS-TDS §2.2.6.4). */
const LONGEST_PAYLOAD = 4_096 - HEADER;

/**
 * A stream over which TLS speaks with SQL Server: its hand-shake goes in PRELOGIN packets (MS-TDS §2.2.6.5). What comes
 * without such a header goes on as it is: after its hand-shake TLS speaks bare, and of anything else it makes its own error.
 */
export function tdsStream(socket: Socket): Duplex {
  let frame = START;
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk, _, done) => socket.write(framed(chunk), done),
    writev: (chunks, done) => socket.write(framed(Buffer.concat(chunks.map(({ chunk }) => chunk))), done),
    final: (done) => {
      socket.end(done);
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (bytes) => {
    const read = unframed(frame, bytes);
    frame = read.frame;
    if (read.payload.length > 0 && !stream.push(read.payload)) socket.pause();
  });
  socket.once('end', () => stream.push(null));
  socket.once('error', (error) => stream.destroy(error));
  socket.once('close', () => stream.destroy());
  // Stays for good: what goes wrong when nobody listens any more must not become an uncaught exception.
  stream.on('error', () => {});
  return stream;
}

/** One message, in as many packets as it needs. */
function framed(payload: Buffer): Buffer {
  const packets: Buffer[] = [];
  for (let at = 0; at < payload.length; at += LONGEST_PAYLOAD) {
    const end = at + LONGEST_PAYLOAD;
    packets.push(packet(PRE_LOGIN, payload.subarray(at, end), end >= payload.length));
  }
  return Buffer.concat(packets);
}

/** Where the bytes of a connection stand: in a packet with so much left, or in the header of the next. */
export interface Frame {
  readonly header: Buffer;
  /** Infinite where there are no packets, or no longer. */
  readonly left: number;
}

export const START: Frame = { header: Buffer.alloc(0), left: 0 };

/** Takes the headers of packets out of the bytes, wherever they are cut. */
export function unframed(frame: Frame, bytes: Buffer): { readonly frame: Frame; readonly payload: Buffer } {
  const payloads: Buffer[] = [];
  let { header, left } = frame;
  for (let at = 0; at < bytes.length; ) {
    if (left > 0) {
      const payload = bytes.subarray(at, at + left);
      payloads.push(payload);
      at += payload.length;
      left -= payload.length;
      continue;
    }
    const begun = Buffer.concat([header, bytes.subarray(at, at + HEADER - header.length)]);
    if (begun[0] !== PRE_LOGIN && begun[0] !== TABULAR_RESULT) {
      left = Number.POSITIVE_INFINITY;
      continue;
    }
    at += begun.length - header.length;
    const whole = begun.length === HEADER;
    left = whole ? Math.max(0, begun.readUInt16BE(2) - HEADER) : 0;
    header = whole ? START.header : begun;
  }
  return { frame: { header, left }, payload: Buffer.concat(payloads) };
}
