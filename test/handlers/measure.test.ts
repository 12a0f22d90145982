import { Metrics } from '@aws-lambda-powertools/metrics';
import { DAY, HOUR, iso } from '../../lambda/core/instant';
import { figuresOf, measureCrash, measureSweep } from '../../lambda/handlers/measure';
import type { Subscribers } from '../../lambda/notify/subscribers';
import type { World } from '../../lambda/stages/world';
import { sweep } from '../../lambda/sweep';
import { openWorld, type TestWorld } from '../stages/world';

const NOW = Date.parse('2026-11-22T12:00:00Z');

let here: TestWorld;

beforeEach(async () => {
  here = await openWorld(NOW);
  await here.put(
    { target: 'dated:late', expires: iso(NOW - DAY) },
    { target: 'dated:soon', expires: iso(NOW + 10 * DAY) },
    { target: 'dated:calm', expires: iso(NOW + 300 * DAY) },
    { target: 'dated:slip', expires: iso(NOW + 300 * DAY), ownr: 'anna' },
  );
});
afterEach(() => here.close());

/** What a sweep that many hours later publishes, without what CloudWatch wants besides. */
async function measured(hours = 0, changes: Partial<World> = {}): Promise<Record<string, unknown>> {
  here.now = NOW + hours * HOUR;
  const report = await sweep({ ...here.world, ...changes });
  return published((metrics) => measureSweep(metrics, figuresOf(report)));
}

function published(measure: (metrics: Metrics) => void): Record<string, unknown> {
  const metrics = new Metrics({ namespace: 'notafter', serviceName: 'test' });
  measure(metrics);
  const { _aws, service, ...values } = metrics.serializeMetrics();
  expect([_aws.CloudWatchMetrics[0]?.Dimensions, service]).toEqual([[['service']], 'test']);
  return values;
}

const WELL = {
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
};

test('a sweep counts what it saw, told and left', async () => {
  expect(await measured()).toEqual(WELL);
});

test('how long it took is counted', async () => {
  let clock = NOW;
  const look = { ...here.world.look, now: () => clock };
  const channel = async () => {
    clock += 1_000;
  };
  // Three messages are sent: what has expired is escalated, too.
  expect(await measured(0, { look, channel })).toMatchObject({ SweepSeconds: 3, OldestLookSeconds: 3 });
});

test('targets that there was no time for count, and the longest time since a look at one is on record', async () => {
  await measured();
  await here.put({ target: 'dated:new', expires: iso(NOW + 300 * DAY) });
  const over = await measured(5, { lookUntil: NOW });
  expect(over).toMatchObject({ SweepCompleted: 1, Targets: 1, TargetsLeft: 5, OldestLookSeconds: 5 * 3600 });
  expect(await measured(6)).toMatchObject({ TargetsLeft: 0, OldestLookSeconds: 0 });
});

test('what cannot be sent is pending, and grows old, while the failing sweep publishes all the same', async () => {
  const channel = async () => Promise.reject(new Error('SNS is down'));
  const failed = { ...WELL, SweepCompleted: 0, SweepFailures: 3, NoticesSent: 0, NoticesPending: 2 };
  expect(await measured(0, { channel })).toEqual(failed);
  expect(await measured(3, { channel })).toEqual({ ...failed, OldestNoticeSeconds: 3 * 3600 });
  expect(await measured(4)).toMatchObject({ SweepCompleted: 1, NoticesPending: 0, OldestNoticeSeconds: 0 });
});

test('where the outbox cannot be read, the rest is said, and nothing of what is pending', async () => {
  const results = { ...here.world.results, outbox: () => Promise.reject(new Error('denied')) };
  const { NoticesPending: _, OldestNoticeSeconds: __, ...known } = WELL;
  expect(await measured(0, { results })).toEqual({ ...known, SweepCompleted: 0, SweepFailures: 1, NoticesSent: 0 });
});

test('what keeps notices from arriving is counted', async () => {
  const operations = { all: [], more: false };
  const subscribers: Subscribers = {
    read: async () => ({ all: [], more: false, operations, sms: { sandbox: false, monthlyLimit: 20 } }),
    sendCanary: async () => {},
  };
  expect(await measured(0, { subscribers })).toMatchObject({
    Undeliverable: 1,
    OperationsUnheard: 1,
    SmsMonthlyLimit: 20,
  });
});

test('a sweep that could not even begin is a failure', () => {
  expect(published(measureCrash)).toEqual({ SweepCompleted: 0, SweepFailures: 1 });
});
