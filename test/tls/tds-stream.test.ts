import { connect, createServer } from 'node:net';
import fc from 'fast-check';
import { packet } from '../../lambda/tls/replies/tds';
import { START, tdsStream, unframed } from '../../lambda/tls/tds-stream';
import { listening } from '../servers/running';

const TYPES = fc.constantFrom(0x12, 0x04);
const PACKETS = fc.array(fc.tuple(TYPES, fc.uint8Array({ maxLength: 40 })), { maxLength: 6 });

/** All payload of these bytes, cut into pieces of these sizes. */
function payloadOf(bytes: Buffer, sizes: readonly number[]): Buffer {
  let frame = START;
  const payloads: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    const read = unframed(frame, bytes.subarray(at, at + size));
    frame = read.frame;
    payloads.push(read.payload);
    at += size;
  }
  return Buffer.concat(payloads);
}

const SIZES = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });

test('the payload of packets is the same wherever they are cut', () => {
  fc.assert(
    fc.property(PACKETS, SIZES, (packets, sizes) => {
      const bytes = Buffer.concat(packets.map(([type, payload]) => packet(type, payload)));
      expect(payloadOf(bytes, sizes)).toEqual(Buffer.concat(packets.map(([, payload]) => payload)));
    }),
  );
});

const LIKE_PACKETS = fc.array(fc.constantFrom(0x12, 0x04, 0, 8, 9), { maxLength: 100 });

test('what comes without a header goes on as it is, also where it looks like one later', () => {
  fc.assert(
    fc.property(PACKETS, LIKE_PACKETS, SIZES, (packets, like, sizes) => {
      const bare = Uint8Array.from(like);
      const headed = Buffer.concat(packets.map(([type, payload]) => packet(type, payload)));
      const bytes = Buffer.concat([headed, Buffer.of(0x17), bare]);
      const payload = Buffer.concat(packets.map(([, part]) => part));
      expect(payloadOf(bytes, sizes)).toEqual(Buffer.concat([payload, Buffer.of(0x17), bare]));
    }),
  );
});

test('any bytes are read without an error, and to no more than there are', () => {
  fc.assert(
    fc.property(fc.uint8Array(), SIZES, (bytes, sizes) => payloadOf(Buffer.from(bytes), sizes).length <= bytes.length),
  );
});

test('a message longer than a packet goes in several, of which the last one says so', async () => {
  const received: Buffer[] = [];
  const server = await listening(createServer((socket) => socket.on('data', (bytes) => received.push(bytes))));
  const socket = connect(server.port, server.address);
  const stream = tdsStream(socket);
  await new Promise<void>((resolve) => stream.write(Buffer.alloc(5_000, 7), () => resolve()));
  await new Promise<void>((resolve) => {
    const wait = () => (Buffer.concat(received).length < 5_016 ? setImmediate(wait) : resolve());
    wait();
  });
  const bytes = Buffer.concat(received);
  expect(bytes.subarray(0, 8)).toEqual(Buffer.of(0x12, 0, 0x10, 0, 0, 0, 1, 0));
  expect(bytes.subarray(4_096, 4_104)).toEqual(Buffer.of(0x12, 1, 0x03, 0x98, 0, 0, 1, 0));
  stream.destroy();
  expect(socket.destroyed).toBe(true);
  await server.close();
});
