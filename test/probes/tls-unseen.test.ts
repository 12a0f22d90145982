import { connect, createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type Issued, selfSigned } from '../servers/certificates';
import * as odd from '../servers/odd-servers';
import { listening, type Running } from '../servers/running';
import { closeAll, looked, lookedAtOne, serving, started, targetAt } from './endpoint';

let leaf: Issued;

beforeAll(async () => {
  leaf = await selfSigned({ name: 'service' });
});

afterEach(closeAll);

describe('a service that cannot be seen', () => {
  const where = (port: number) => `Port ${port} of www.example.com (127.0.0.1)`;

  it.each<[string, () => Promise<Running>, string, (port: number) => string]>([
    [
      'resets the connection',
      odd.startResetting,
      'reset',
      (port) => `${where(port)} resets the connection in the TLS hand-shake.`,
    ],
    [
      'closes the connection',
      odd.startClosing,
      'closed',
      (port) => `${where(port)} closes the connection in the TLS hand-shake, without an answer.`,
    ],
    [
      'speaks plain HTTP',
      odd.startPlainHttp,
      'not-tls',
      (port) => `${where(port)} answers, but does not speak TLS; it says “HTTP/1.1 400”.`,
    ],
    [
      'greets as a mail server',
      odd.startBanner,
      'not-tls',
      (port) => `${where(port)} answers, but does not speak TLS; it says “220 mail.example.com ESMTP”.`,
    ],
    [
      'greets with a new number each time',
      () => odd.startBanner('+OK <1896.697@example.com>\r\n'),
      'not-tls',
      (port) => `${where(port)} answers, but does not speak TLS; it says “+OK”.`,
    ],
    [
      'greets with what does not print',
      () => odd.startBanner('\x1b[31mred alert\r\n'),
      'not-tls',
      (port) => `${where(port)} answers, but does not speak TLS.`,
    ],
    [
      'answers with an alert',
      odd.startAlerting,
      'handshake-refused',
      (port) =>
        `${where(port)} refuses the TLS hand-shake with the alert handshake_failure: it accepts no cipher that is offered, or asks for a client certificate.`,
    ],
    [
      'answers with half a hand-shake',
      () => odd.startAnswering(Buffer.from('16030300040200000000', 'hex')),
      'handshake-refused',
      (port) => `${where(port)} does not come to terms in the TLS hand-shake: OpenSSL says “length mismatch”.`,
    ],
  ])('since it %s', async (_, start, reason, sentence) => {
    const { port } = await started(start());
    expect(await lookedAtOne(targetAt(port))).toEqual({
      ok: false,
      address: '127.0.0.1',
      failure: { reason, sentence: sentence(port) },
    });
  });

  it('since nobody listens', async () => {
    const port = await odd.freePort();
    const failure = { reason: 'refused', sentence: `${where(port)} refuses connections.` };
    expect(await lookedAtOne(targetAt(port), { timeout: 300 })).toEqual({ ok: false, address: '127.0.0.1', failure });
  });

  it.each<[string, () => Promise<Running>]>([
    ['never answers', odd.startSilent],
    ['answers one byte at a time', () => odd.startTrickling(20)],
  ])('since it %s, by the end of the time', async (_, start) => {
    const { port } = await started(start());
    const began = performance.now();
    const sentence = `${where(port)} accepts the connection, but does not finish the TLS hand-shake within 0.4 s.`;
    expect(await lookedAtOne(targetAt(port), { timeout: 400 })).toMatchObject({
      failure: { reason: 'timed-out', sentence },
    });
    expect(performance.now() - began).toBeGreaterThanOrEqual(395);
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});

describe('the second try', () => {
  /** A server in front of a good one that treats its first connection as told and passes the others on. */
  async function goodAtSecond(first: (socket: Socket) => void): Promise<Running & { count: () => number }> {
    const { port } = await serving(leaf);
    let count = 0;
    const front = createServer((socket) => {
      if (++count === 1) return first(socket);
      const back = connect(port, '127.0.0.1');
      back.on('error', () => socket.destroy());
      socket.once('close', () => back.destroy());
      socket.pipe(back).pipe(socket);
    });
    return { ...(await started(listening(front))), count: () => count };
  }

  it.each<[string, Parameters<typeof goodAtSecond>[0]]>([
    ['was reset', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['was closed', (socket) => socket.end()],
    ['was never answered', () => undefined],
  ])('sees a service whose first connection %s', async (_, first) => {
    const { port, count } = await goodAtSecond(first);
    expect(await lookedAtOne(targetAt(port), { timeout: 1_000 })).toMatchObject({ ok: true });
    // The one that failed, the full check, and the reading beside it.
    expect(count()).toBe(3);
  });

  it('is not made after an alert, which would come again', async () => {
    const { port, count } = await goodAtSecond((socket) =>
      socket.once('data', () => socket.end(Buffer.of(0x15, 3, 3, 0, 2, 2, 40))),
    );
    expect(await lookedAtOne(targetAt(port))).toMatchObject({ ok: true, incomplete: { reason: 'handshake-refused' } });
    // The full check once, and the reader, which may see what a refused client does not.
    expect(count()).toBe(2);
  });
});

describe('a hundred looks at services of all kinds', () => {
  function timers(): number {
    return process.getActiveResourcesInfo().filter((it) => it === 'Timeout').length;
  }

  it('leave no socket and no timer behind', async () => {
    const kinds = [odd.startPlainHttp, odd.startBanner, odd.startResetting, odd.startClosing, odd.startAlerting];
    const timersBefore = timers();
    const silent = await started(odd.startSilent());
    const servers = await Promise.all([serving(leaf), ...kinds.map((start) => started(start()))]);
    const ports = [...servers.map(({ port }) => port), await odd.freePort()];
    const connections = () => [silent, ...servers].reduce((sum, server) => sum + server.connections(), 0);
    const looks = Array.from({ length: 98 }, (_, i) => looked(targetAt(ports[i % 7] ?? 0), { timeout: 60_000 }));
    const late = [looked(targetAt(silent.port), { timeout: 400 }), looked(targetAt(silent.port), { timeout: 400 })];
    await Promise.all([...looks, ...late]);
    // What is closed is gone only when the event loop has come round, here and at the server.
    const enough = performance.now() + 5_000;
    while (connections() > 0 && performance.now() < enough) await setImmediate();
    expect(connections()).toBe(0);
    await closeAll();
    // The looks were given a minute, so that a timer they left behind is still there after this.
    const patience = performance.now() + 5_000;
    while (timers() > timersBefore && performance.now() < patience) await setImmediate();
    expect(timers()).toBeLessThanOrEqual(timersBefore);
  });
});
