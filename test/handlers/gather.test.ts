import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DAY, HOUR, type Instant, iso } from '../../lambda/core/instant';
import { figuresOf, measureSweep } from '../../lambda/handlers/measure';
import type { Subscribers } from '../../lambda/notify/subscribers';
import type { World } from '../../lambda/stages/world';
import { sweep } from '../../lambda/sweep';
import { NOW } from '../core/builders';
import { type S3Emulator, startS3 } from '../servers/s3-emulator';
import {
  type Around,
  type Distributed,
  daysInTheName,
  distributed,
  openSide,
  type Side,
} from '../system/distributed-world';

// Two whole sweeps at a time over two emulated databases, which a busy machine takes its time for.
jest.setTimeout(120_000);

type Values = Record<string, unknown>;

let now: Instant;
let s3: S3Emulator;
let alone: Side;
let spread: Side;
let machine: Distributed;
/** What the function has published, each without what CloudWatch wants besides. */
let published: Values[];

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

beforeEach(async () => {
  now = NOW;
  const scene = { now: () => now, probe: daysInTheName(), awsEndpoint: 'http://127.0.0.1:1' };
  alone = await openSide(scene);
  spread = await openSide(scene);
  machine = distributed(spread, s3);
  for (const { world } of [alone, spread])
    await world.targets.put([
      { target: 'dated:late', expires: iso(NOW - DAY) },
      { target: 'days-10.soon.example' },
      { target: 'days-80.calm.example' },
      { target: 'dated:slip', expires: iso(NOW + 300 * DAY), ownr: 'anna' },
    ]);
  published = [];
  jest.spyOn(Metrics.prototype, 'publishStoredMetrics').mockImplementation(function (this: Metrics) {
    published.push(valuesOf(this));
    this.clearMetrics();
    return this;
  });
  jest.spyOn(Logger.prototype, 'error').mockImplementation();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all([alone.database.close(), spread.database.close()]);
});

function valuesOf(metrics: Metrics): Values {
  const { _aws, service, ...values } = metrics.serializeMetrics();
  return values;
}

interface Circumstances {
  readonly world?: Partial<World>;
  readonly remaining?: number;
}

/** Sweeps in both ways that many hours later, and finds that what is published is the same. */
async function measured(hours = 0, { world = {}, remaining }: Circumstances = {}): Promise<Values> {
  now = NOW + hours * HOUR;
  const lookUntil = remaining === undefined ? undefined : now + remaining;
  const report = await sweep({ ...alone.world, ...world, ...(lookUntil !== undefined && { lookUntil }) });
  const metrics = new Metrics({ namespace: 'notafter', serviceName: 'test' });
  measureSweep(metrics, figuresOf(report));
  published = [];
  await machine.run({ world, ...(remaining !== undefined && { remaining }) });
  const [values = {}, ...more] = published;
  expect([values, more]).toEqual([valuesOf(metrics), []]);
  return values;
}

const failing: Circumstances = { world: { channel: async () => Promise.reject(new Error('SNS is down')) } };

describe('a distributed sweep publishes what a single one does', () => {
  test('of what it saw and told, and once', async () => {
    expect(await measured()).toEqual({
      SweepCompleted: 1,
      SweepFailures: 0,
      SweepSeconds: 0,
      Targets: 4,
      TargetsOk: 1,
      TargetsInfo: 1,
      TargetsWarning: 1,
      TargetsCritical: 1,
      TargetsUnreachable: 0,
      TargetsLeft: 0,
      OldestLookSeconds: 0,
      NoticesSent: 2,
      NoticesPending: 0,
      OldestNoticeSeconds: 0,
    });
  });

  test('of what there was no time for, and how long ago that was looked at', async () => {
    await measured();
    expect(await measured(5, { remaining: 0 })).toMatchObject({
      SweepCompleted: 1,
      TargetsLeft: 4,
      OldestLookSeconds: 5 * 3600,
    });
    expect(await measured(29)).toMatchObject({ TargetsLeft: 0, OldestLookSeconds: 0 });
  });

  test('of what is waiting, while what cannot be sent grows old, and when it is gone', async () => {
    const failed = { SweepCompleted: 0, NoticesSent: 0, NoticesPending: 2 };
    expect(await measured(0, failing)).toMatchObject({ ...failed, OldestNoticeSeconds: 0 });
    expect(await measured(3, failing)).toMatchObject({ ...failed, OldestNoticeSeconds: 3 * 3600 });
    expect(await measured(4)).toMatchObject({ SweepCompleted: 1, NoticesPending: 0, OldestNoticeSeconds: 0 });
  });

  test('of what it had no time to tell, each time that it goes on with it, and calls none of that a failure', async () => {
    const channel: World['channel'] = async (message) => {
      now += 60_000;
      return spread.world.channel(message);
    };
    await machine.run({ world: { channel } });
    expect(published).toEqual([
      expect.objectContaining({ SweepCompleted: 1, SweepFailures: 0, NoticesSent: 1, NoticesPending: 2 }),
      { SweepFailures: 0, NoticesSent: 1, NoticesPending: 1, OldestNoticeSeconds: 120 },
      { SweepFailures: 0, NoticesSent: 1, NoticesPending: 0, OldestNoticeSeconds: 0 },
    ]);
  });

  test('and nothing of what is waiting where the outbox cannot be read', async () => {
    const outbox = () => Promise.reject(new Error('denied'));
    const { results } = spread.world;
    now = NOW;
    await machine.run({ world: { results: { ...results, outbox } } });
    expect(published).toEqual([expect.objectContaining({ SweepCompleted: 0, SweepFailures: 1, NoticesSent: 0 })]);
    expect(published[0]).not.toHaveProperty('NoticesPending');
  });

  test('of what keeps notices from arriving', async () => {
    const operations = { all: [], more: false };
    const subscribers: Subscribers = {
      read: async () => ({ all: [], more: false, operations, sms: { sandbox: false, monthlyLimit: 20 } }),
      sendCanary: async () => {},
    };
    const unheard = { Undeliverable: 1, OperationsUnheard: 1, SmsMonthlyLimit: 20 };
    expect(await measured(0, { world: { subscribers } })).toMatchObject(unheard);
  });
});

describe('a distributed sweep that fails', () => {
  const dying =
    (task: string): Around =>
    (call) =>
    async (event) => {
      if (event.task === task) throw new Error('Runtime exited');
      return call(event);
    };

  test('in one of two batches counts that, and the longest time since anything was looked at', async () => {
    const client = 'Contoso';
    const rows = Array.from({ length: 101 }, (_, i) => ({
      target: `dated:${i}`,
      expires: iso(NOW + 300 * DAY),
      client,
    }));
    await spread.world.targets.put(rows);
    await machine.run();
    published = [];
    now = NOW + 30 * HOUR;
    const failing: Around = (call) => async (event) => {
      if (!JSON.stringify(event).includes('dated:late')) throw new Error('Runtime exited');
      return call(event);
    };
    expect(await machine.run({ around: failing })).toEqual({ output: expect.objectContaining({ failures: 1 }) });
    expect(published).toEqual([
      expect.objectContaining({ SweepCompleted: 0, SweepFailures: 1, Targets: 5, OldestLookSeconds: 30 * 3600 }),
    ]);
  });

  test('in more batches than are tolerated counts nothing that it cannot know, once it is told of', async () => {
    await machine.run();
    published = [];
    now = NOW + 30 * HOUR;
    await machine.run({ around: dying('check') });
    expect(published).toEqual([]);
    expect(await machine.announce('FAILED')).toEqual({ failures: 1, noticesSent: 0 });
    const told = { NoticesSent: 0, NoticesPending: 0, OldestNoticeSeconds: 0 };
    expect(published).toEqual([{ SweepCompleted: 0, SweepFailures: 1, ...told }]);
    expect(jest.mocked(Logger.prototype.error).mock.calls).toEqual([
      [expect.stringMatching(/^The sweep sweep-\d+ failed; what it recorded is told,/)],
    ]);
  });

  test.each<[string, Partial<World>]>([
    ['SNS is down', failing.world ?? {}],
    ['the outbox cannot be read', { results: { outbox: () => Promise.reject(new Error('denied')) } as never }],
  ])('is told of, and %s: that is counted and logged, and then thrown, or nobody would try again', async (_, world) => {
    const results = { ...spread.world.results, ...world.results };
    await machine.run({ around: dying('settle'), aroundOthers: dying('finish') });
    await expect(machine.announce('FAILED', { ...world, results })).rejects.toThrow(
      / failed in telling what the sweep /,
    );
    const logged = jest.mocked(Logger.prototype.error).mock.calls.length;
    expect(published).toEqual([expect.objectContaining({ SweepCompleted: 0, SweepFailures: logged, NoticesSent: 0 })]);
    expect(logged).toBeGreaterThan(1);
  });

  /** Neither reads what its parts have come to nor writes what it has come to, in so many attempts at this part. */
  function without(part: string, most: number): Around {
    let attempts = 0;
    return (call) => async (event) => {
      if (event.task !== part || ++attempts > most) return call(event);
      const down = jest.spyOn(s3.s3, 'send').mockImplementation(() => Promise.reject(new Error('S3 is down')));
      return call(event).finally(() => down.mockRestore());
    };
  }

  test.each(['gather', 'finish'])('in %s at every attempt counts nothing before it is told of', async (part) => {
    expect(await machine.run({ aroundOthers: without(part, 3) })).toMatchObject({ cause: 'S3 is down' });
    expect(published).toEqual([]);
    await machine.announce('FAILED');
    expect(published).toEqual([expect.objectContaining({ SweepCompleted: 0, SweepFailures: expect.any(Number) })]);
  });

  test.each(['gather', 'finish'])('in two attempts at %s, and not in the next, counts nothing of it', async (part) => {
    expect(await machine.run({ aroundOthers: without(part, 2) })).toMatchObject({ output: { failures: 0 } });
    expect(published).toEqual([expect.objectContaining({ SweepCompleted: 1, SweepFailures: 0 })]);
  });
});
