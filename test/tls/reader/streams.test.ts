import { once } from 'node:events';
import { createServer } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import { readCertificates } from '../../../lambda/tls/reader/read';
import { startAnswering, startSilent } from '../../servers/odd-servers';
import { listening } from '../../servers/running';
import { alert, FULL, records } from './flight-writer';
import { connected } from './scene';

const FLIGHT = records(FULL);
const within = (milliseconds = 5_000) => ({ servername: 'localhost', until: performance.now() + milliseconds });

/** A stream that hears the hello and answers it with these chunks. */
function answering(...chunks: readonly Uint8Array[]): Duplex {
  const stream: Duplex = new Duplex({
    read: () => undefined,
    write(_chunk, _encoding, done) {
      for (const chunk of chunks) stream.push(chunk);
      done();
    },
  });
  return stream;
}

function listenersOf(stream: Duplex): number[] {
  return ['data', 'end', 'close', 'error'].map((event) => stream.listenerCount(event));
}

describe('any stream will do', () => {
  it('that is no socket', async () => {
    expect(await readCertificates(answering(FLIGHT), within())).toMatchObject({ ok: true });
  });

  it('that somebody has paused', async () => {
    const stream = answering(FLIGHT).pause();
    expect(await readCertificates(stream, within())).toMatchObject({ ok: true });
  });

  it('that has something to read already', async () => {
    const stream = new PassThrough();
    stream.push(alert(2, 80));
    expect(await readCertificates(stream, within())).toEqual({ ok: false, why: 'alert', alert: 80 });
  });
});

describe('afterwards', () => {
  it.each<[string, Duplex, number]>([
    ['a reading', answering(FLIGHT), 5_000],
    ['an alert', answering(alert(2, 80)), 5_000],
    ['something that is no TLS', answering(Buffer.from('HTTP/1.1 400 Bad Request\r\n')), 5_000],
    ['a time-out', answering(), 20],
  ])('of %s the stream is left as it was, and nothing more is read from it', async (_, stream, milliseconds) => {
    const before = listenersOf(stream);
    await readCertificates(stream, within(milliseconds));
    expect(listenersOf(stream)).toEqual(before);
    expect([stream.destroyed, stream.isPaused()]).toEqual([false, true]);
  });

  it.each<[string, () => Duplex]>([
    ['a reading', () => answering(FLIGHT)],
    ['words without the end of their line', () => answering(Buffer.from('login: '))],
  ])('of %s no timer is left', async (_, make) => {
    const [set, cleared] = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'clearTimeout')];
    await readCertificates(make(), within());
    const timers = set.mock.results.map(({ value }) => value);
    const stopped = cleared.mock.calls.map(([timer]) => timer);
    jest.restoreAllMocks();
    expect(timers.length).toBeGreaterThan(0);
    expect(timers.filter((timer) => !stopped.includes(timer))).toEqual([]);
  });

  it('a socket that goes on sending fills no memory', async () => {
    const running = await startAnswering(Buffer.concat([FLIGHT, Buffer.alloc(2 ** 24)]));
    const socket = await connected(running);
    await readCertificates(socket, within());
    await new Promise(setImmediate);
    expect(socket.bytesRead).toBeLessThan(2 ** 20);
    socket.destroy();
    await running.close();
  });
});

describe('a stream that is done for', () => {
  it('when it was destroyed before is closed', async () => {
    const running = await startSilent();
    const socket = await connected(running);
    socket.destroy();
    expect(await readCertificates(socket, within())).toEqual({ ok: false, why: 'closed' });
    await running.close();
  });

  it('when it had come to its end before is closed', async () => {
    const stream = new PassThrough();
    stream.end().resume();
    await once(stream, 'end');
    expect(await readCertificates(stream, within())).toEqual({ ok: false, why: 'closed' });
  });

  it('when somebody destroys it meanwhile is closed', async () => {
    const stream = answering();
    setImmediate(() => stream.destroy());
    expect(await readCertificates(stream, within())).toEqual({ ok: false, why: 'closed' });
  });

  it('when it cannot be written to has failed, with the error', async () => {
    const stream = answering();
    stream.end();
    const reading = await readCertificates(stream, within());
    expect(reading).toMatchObject({ ok: false, why: 'failed', error: { code: 'ERR_STREAM_WRITE_AFTER_END' } });
  });

  it('when no hello can be made has failed, and nothing is thrown', async () => {
    const servername = 'n'.repeat(70_000);
    expect(await readCertificates(answering(), { ...within(), servername })).toMatchObject({
      ok: false,
      why: 'failed',
    });
  });

  it('when it throws has failed, with what it throws', async () => {
    const error = new Error('a fault');
    const stream = new Duplex({
      read: () => undefined,
      write() {
        throw error;
      },
    });
    expect(await readCertificates(stream, within())).toEqual({ ok: false, why: 'failed', error });
  });

  it('when it gives text has failed, and nothing is thrown', async () => {
    const stream = answering(FLIGHT).setEncoding('latin1');
    expect(await readCertificates(stream, within())).toMatchObject({ ok: false, why: 'failed' });
  });
});

it('a moment in which this process was busy is not for the server to answer for', async () => {
  const server = createServer((peer) => peer.write(FLIGHT));
  const running = await listening(server);
  const [socket] = await Promise.all([connected(running, { paused: true }), once(server, 'connection')]);
  const reading = readCertificates(socket, within(20));
  for (const until = performance.now() + 60; performance.now() < until; );
  expect(await reading).toMatchObject({ ok: true });
  socket.destroy();
  await running.close();
});
