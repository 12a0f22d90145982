import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setImmediate as later } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import fc from 'fast-check';
import type { OnRequest } from '../../lambda/core/protocol';
import { converse, type Objection } from '../../lambda/tls/dialogue';
import { DIALOGUES } from '../../lambda/tls/dialogues';
import { listening, type Running } from '../servers/running';
import { SCRIPTS } from '../servers/scripts';

const PROTOCOLS = Object.keys(DIALOGUES).filter((name): name is OnRequest => name in DIALOGUES);

/** What a server says to whoever connects, piece by piece, whatever it hears; then it ends the connection, or breaks it off. */
interface Speech {
  readonly pieces: readonly Uint8Array[];
  readonly breaksOff: boolean;
}

let speech: Speech = { pieces: [], breaksOff: false };
let running: Running;

beforeAll(async () => {
  running = await listening(
    createServer({ noDelay: true }, (socket) => {
      socket.resume();
      void speak(socket, speech);
    }),
  );
});
afterAll(() => running.close());

async function speak(socket: Socket, { pieces, breaksOff }: Speech): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    socket.write(piece);
    await later();
  }
  if (breaksOff) socket.resetAndDestroy();
  else socket.end();
}

interface Came {
  readonly to: Objection | Error | undefined;
  readonly steps: number;
  readonly bytes: number;
}

async function conversation(protocol: OnRequest, said: Speech): Promise<Came> {
  speech = said;
  const socket = connect(running.port, running.address);
  socket.on('error', () => {});
  await once(socket, 'connect');
  let steps = 0;
  const talk = { host: 'www.example.com', from: '127.0.0.1' };
  try {
    const to = await converse(socket, DIALOGUES[protocol], talk, () => steps++);
    return { to, steps, bytes: socket.bytesRead };
  } catch (error) {
    return {
      to: isNativeError(error) ? error : new Error('something else was thrown'),
      steps,
      bytes: socket.bytesRead,
    };
  } finally {
    socket.destroy();
  }
}

/** One read of libuv's brings 64 KiB at most, and there may be one on its way when enough has come. */
const MOST_BYTES = 64 * 1024 + 2 * 64 * 1024;

/** A client that goes on talking may be told so by a reset also where the server only ended the connection. */
const BROKEN_OFF = ['ECONNRESET', 'EPIPE'];

function isFit({ to, steps, bytes }: Came, protocol: OnRequest): boolean {
  const all = DIALOGUES[protocol].steps;
  const inside = steps <= all.length && bytes <= MOST_BYTES;
  if (to === undefined) return inside && steps === all.length;
  if (isNativeError(to)) return inside && 'code' in to && BROKEN_OFF.includes(String(to.code));
  return inside && all.indexOf(to.step) === steps - 1 && to.heard.length <= bytes;
}

const pieced = (bytes: fc.Arbitrary<Uint8Array>) =>
  fc.tuple(bytes, fc.array(fc.nat(), { maxLength: 8 })).map(([whole, cuts]) => {
    const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort((a, b) => a - b);
    return at.slice(1).map((end, i) => whole.subarray(at[i], end));
  });

/** All that a good server would say, with some bytes changed and a piece cut out. */
const spoilt = (protocol: OnRequest) => {
  const { greeting = '', turns } = SCRIPTS[protocol];
  const good = Buffer.concat([greeting, ...turns.map(([, says]) => says)].map((said) => Buffer.from(said)));
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 });
  return fc.tuple(changes, fc.nat(), fc.nat(20)).map(([edits, from, length]) => {
    const copy = Buffer.from(good);
    for (const [at, byte] of edits) copy[at % copy.length] = byte;
    return Buffer.concat([copy.subarray(0, from % copy.length), copy.subarray((from % copy.length) + length)]);
  });
};

describe.each(PROTOCOLS)('the dialogue of %s comes to an end with a value', (protocol) => {
  const check = async (bytes: fc.Arbitrary<Uint8Array>, numRuns: number) => {
    const said = fc.record({ pieces: pieced(bytes), breaksOff: fc.boolean() });
    const property = fc.asyncProperty(said, async (each) => isFit(await conversation(protocol, each), protocol));
    await fc.assert(property, { numRuns });
  };

  it('whatever bytes the server says, in whatever pieces', () => check(fc.uint8Array({ maxLength: 200 }), 60));

  it('whatever becomes of what a good server would say', () => check(spoilt(protocol), 60));

  it('without reading much of what never ends', async () => {
    const { greeting = '', turns } = SCRIPTS[protocol];
    const begins = fc.constantFrom(
      ...[greeting, ...turns.map(([, says]) => says), '\r\n', '\0'].filter(({ length }) => length > 0),
    );
    const property = fc.asyncProperty(begins, fc.uint8Array({ minLength: 1, maxLength: 40 }), async (begin, more) => {
      const long = Buffer.alloc(256 * 1024, more);
      const said = { pieces: [Buffer.from(begin), long, long, long, long], breaksOff: false };
      return isFit(await conversation(protocol, said), protocol);
    });
    await fc.assert(property, { numRuns: 10 });
  });
});
