import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** SQL Server's side of TLS in TDS 7: strict about what it is sent, packets of 512 bytes in what it sends. */
export function tdsServerStream(socket: Socket): Duplex {
  let held = Buffer.alloc(0);
  let message = Buffer.alloc(0);
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _, done) => {
      for (let at = 0; at < chunk.length; at += 504) {
        const part = chunk.subarray(at, at + 504);
        const last = at + 504 >= chunk.length ? 1 : 0;
        socket.write(
          Buffer.concat([Buffer.of(0x12, last, (part.length + 8) >> 8, (part.length + 8) & 255, 0, 0, 0, 0), part]),
        );
      }
      done();
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  stream.on('error', () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    while (held.length >= 8 && held.length >= held.readUInt16BE(2)) {
      const length = held.readUInt16BE(2);
      if (held[0] !== 0x12 || length < 9 || length > 4096) {
        socket.destroy();
        return;
      }
      message = Buffer.concat([message, held.subarray(8, length)]);
      // Only at the end of a message does the server look at it.
      if (held[1] === 1) {
        stream.push(message);
        message = Buffer.alloc(0);
      }
      held = held.subarray(length);
    }
  });
  socket.on('close', () => stream.push(null));
  socket.resume();
  return stream;
}
