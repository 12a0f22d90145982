import { createServer, type Socket } from 'node:net';
import type { Reading } from '../../../lambda/tls/reader/read';
import {
  freePort,
  startAlerting,
  startAnswering,
  startBanner,
  startClosing,
  startPlainHttp,
  startResetting,
  startSilent,
} from '../../servers/odd-servers';
import { listening, type Running } from '../../servers/running';
import { alert, certificateMessage, FULL, records, serverHello } from './flight-writer';
import { readingOf } from './scene';

/** A server that does this with each connection as soon as the client has said something. */
function startAnsweringWith(serve: (socket: Socket) => void): Promise<Running> {
  return listening(
    createServer((socket) =>
      socket
        .setNoDelay(true)
        .once('data', () => serve(socket))
        .resume(),
    ),
  );
}

/** Writes the same bytes for as long as somebody takes them, though no more than a gigabyte. */
function pour(socket: Socket, bytes: Uint8Array) {
  for (let left = Math.ceil(2 ** 30 / bytes.length); left > 0 && !socket.destroyed; left -= 1) {
    if (!socket.write(bytes)) {
      socket.once('drain', () => pour(socket, bytes));
      return;
    }
  }
}

/** Writes a byte every so many milliseconds. */
function trickle(socket: Socket, bytes: Uint8Array, every: number) {
  let sent = 0;
  const timer = setInterval(() => socket.write(bytes.subarray(sent, ++sent)), every);
  socket.once('close', () => clearInterval(timer));
}

async function readingFrom(starting: Promise<Running>, until?: number): Promise<Reading> {
  const running = await starting;
  try {
    return await readingOf(running, until === undefined ? {} : { until });
  } finally {
    await running.close();
  }
}

const soon = () => performance.now() + 150;
const FLIGHT = records(FULL);
const MEGABYTE = Buffer.alloc(2 ** 20, 0x16);
const warnings = Buffer.concat(Array.from({ length: 5_000 }, () => alert(1, 112)));
const handshakes = records(Buffer.concat([Buffer.of(12, 0, 0, 4), Buffer.alloc(4)]));

describe('every server comes to an end', () => {
  it.each<[string, () => Promise<Running>, object]>([
    ['that closes at once', () => startClosing(), { why: 'closed' }],
    ['that resets at our hello', () => startResetting(), { why: 'reset' }],
    ['that says good-bye to our hello', () => startAlerting(0), { why: 'closed' }],
    ['that refuses our hello', () => startAlerting(), { why: 'alert', alert: 40 }],
    ['that speaks HTTP', () => startPlainHttp(), { why: 'not-tls', words: 'HTTP/1.1 400' }],
    ['that speaks first', () => startBanner(), { why: 'not-tls', words: '220 mail.example.com ESMTP' }],
    ['that speaks first and does not end its line', () => startBanner('login: '), { why: 'not-tls', words: 'login:' }],
    ['that sends our hello back', () => listening(createServer((socket) => socket.pipe(socket))), { why: 'malformed' }],
    [
      'that pours junk',
      () => startAnsweringWith((socket) => pour(socket, Buffer.alloc(2 ** 20, 0x80))),
      { why: 'not-tls' },
    ],
    [
      'that pours junk with the look of TLS',
      () => startAnsweringWith((socket) => pour(socket, MEGABYTE)),
      { why: 'not-tls' },
    ],
    [
      'that pours a line without end',
      () => startAnsweringWith((socket) => pour(socket, Buffer.alloc(2 ** 20, 'x'))),
      { why: 'not-tls', words: 'x'.repeat(60) },
    ],
    ['that pours warnings', () => startAnsweringWith((socket) => pour(socket, warnings)), { why: 'too-much' }],
    [
      'that pours hand-shake messages',
      () => startAnsweringWith((socket) => pour(socket, handshakes)),
      { why: 'malformed' },
    ],
    [
      'with a megabyte of certificates',
      () => startAnswering(records(Buffer.concat([serverHello(), certificateMessage(MEGABYTE)]))),
      { why: 'too-much' },
    ],
    [
      'with a hundred certificates',
      () =>
        startAnswering(
          records(
            Buffer.concat([
              serverHello(),
              certificateMessage(...Array.from({ length: 100 }, () => Buffer.alloc(900, 1))),
            ]),
          ),
        ),
      { why: 'too-much' },
    ],
    [
      'with a certificate of nothing',
      () => startAnswering(records(Buffer.concat([serverHello(), certificateMessage(Buffer.alloc(0))]))),
      { why: 'malformed' },
    ],
  ])('%s', async (_, start, expected) => {
    expect(await readingFrom(start())).toMatchObject({ ok: false, ...expected });
  });

  it.each<[string, () => Promise<Running>]>([
    ['that never says anything', () => startSilent()],
    ['that stops in the middle', () => startAnsweringWith((socket) => socket.write(FLIGHT.subarray(0, 900)))],
    ['that stops at the end but one byte', () => startAnsweringWith((socket) => socket.write(FLIGHT.subarray(0, -1)))],
    ['that sends warnings and nothing else', () => startAnsweringWith((socket) => socket.write(alert(1, 112)))],
    ['that sends a byte now and then', () => startAnsweringWith((socket) => trickle(socket, FLIGHT, 20))],
  ])('in time %s', async (_, start) => {
    const from = performance.now();
    expect(await readingFrom(start(), soon())).toEqual({ ok: false, why: 'timed-out' });
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});

it.each<[string, () => Promise<Running>]>([
  ['with silence', () => startBanner('login: ')],
  ['letter by letter', () => startAnsweringWith((socket) => trickle(socket, Buffer.alloc(190, 'x'), 50))],
])(
  'the time that it takes to end a line is not waited for, where a service without TLS fills it %s',
  async (_, start) => {
    const from = performance.now();
    expect(await readingFrom(start())).toMatchObject({ ok: false, why: 'not-tls' });
    expect(performance.now() - from).toBeLessThan(3_000);
  },
);

it('a server may send its flight a byte at a time', async () => {
  const running = await startAnsweringWith((socket) => {
    let sent = 0;
    const next = () => {
      if (sent < FLIGHT.length && !socket.destroyed)
        socket.write(FLIGHT.subarray(sent, ++sent), () => setImmediate(next));
    };
    next();
  });
  expect(await readingOf(running)).toMatchObject({ ok: true, clientCertificate: true });
  await running.close();
});

it('a server may close as soon as it has sent its flight', async () => {
  expect(await readingFrom(startAnswering(FLIGHT))).toMatchObject({ ok: true });
});

it('whoever speaks a TLS record before he is asked is heard', async () => {
  const starting = listening(createServer((socket) => socket.end(alert(2, 80))));
  expect(await readingFrom(starting)).toEqual({ ok: false, why: 'alert', alert: 80 });
});

describe('wherever the flight is broken off', () => {
  const places = Array.from({ length: 40 }, (_, i) => Math.floor((i * (FLIGHT.length - 1)) / 39));
  const at = (end: (socket: Socket) => void) =>
    Promise.all(
      places.map((place) =>
        readingFrom(
          startAnsweringWith((socket) => {
            socket.write(FLIGHT.subarray(0, place), () => end(socket));
          }),
        ),
      ),
    );

  it('by closing, it is closed', async () => {
    const readings = await at((socket) => socket.end());
    expect(readings.filter((reading) => reading.ok || reading.why !== 'closed')).toEqual([]);
  });

  it('by a reset, it is reset, or closed where the system tells of no more', async () => {
    const readings = await at((socket) => socket.resetAndDestroy());
    expect(readings.filter((reading) => reading.ok || !['reset', 'closed'].includes(reading.why))).toEqual([]);
  });

  it('by an alert between two messages, that is what it is', async () => {
    const messages = [0, 78, FULL.length - 4].map((place) => FULL.subarray(0, place));
    const readings = await Promise.all(
      messages.map((before) => readingFrom(startAnswering(Buffer.concat([records(before), alert(2, 80)])))),
    );
    expect(readings).toEqual(messages.map(() => ({ ok: false, why: 'alert', alert: 80 })));
  });
});

it('a port that refuses is for whoever connects', async () => {
  await expect(readingOf({ address: '127.0.0.1', port: await freePort() })).rejects.toThrow('ECONNREFUSED');
});
