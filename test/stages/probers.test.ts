import { DAY, HOUR, iso } from '../../lambda/core/instant';
import type { Result } from '../../lambda/core/result';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');

let here: TestWorld;

beforeEach(async () => {
  here = await openWorld(NOW);
  await here.put(row('dated:a', 'hq'), row('dated:b', 'HQ'), row('dated:c'));
});
afterEach(() => here.close());

function row(target: string, location?: string) {
  return { target, expires: iso(NOW + 300 * DAY), ...(location && { location }) };
}

/** Sweeps of an agent, at an interval, the first after one. */
async function agent(sweeps: number, interval: number, location = 'hq'): Promise<string[]> {
  const told = [];
  for (let i = 0; i < sweeps; i++) {
    here.now += interval;
    told.push(...(await here.sweep({ location })));
  }
  return told;
}

/** Sweeps of the cloud after so many hours; what was told, and after how many. */
async function cloud(...hours: number[]): Promise<string[]> {
  const told = [];
  const began = here.now;
  for (const hour of hours) {
    here.now = began + hour * HOUR;
    told.push(...(await here.sweep()).map((one) => `${one} after ${hour} h`));
  }
  return told;
}

async function monitor(location = 'hq'): Promise<Result | undefined> {
  return (await here.world.results.latest()).get(`monitor:${location}`);
}

async function findings(location?: string): Promise<string[]> {
  return ((await monitor(location))?.findings ?? []).map(
    ({ severity, reason, sentence }) => `${severity} ${reason}: ${sentence}`,
  );
}

test('an agent records each of its sweeps, and nothing is told of it', async () => {
  expect(await agent(3, HOUR)).toEqual([]);
  expect(await monitor()).toMatchObject({ severity: 'ok', location: 'hq', noticed: { life: { at: here.now } } });
});

test('one that sweeps hourly is silent after three hours and a half, and back with its next sweep', async () => {
  await agent(4, HOUR);
  expect(await cloud(1, 2, 3, 4, 5)).toEqual(['-: broken after 4 h']);
  expect(await findings()).toEqual([
    'critical prober-silent: The prober at “hq” has completed no sweep since Sun 22 Nov 2026, 16:00 UTC, though it sweeps at least once in 60 minutes; 2 rows wait for it.',
  ]);
  expect(await agent(1, HOUR)).toEqual(['-: recovered']);
  expect(await findings()).toEqual([]);
  expect(await cloud(3)).toEqual([]);
});

test('it goes to the operations topic, as all that is about the monitor', async () => {
  await agent(4, HOUR);
  await cloud(4);
  expect(here.messages.at(-1)?.attributes.audience).toBe('operations');
  expect(here.messages.at(-1)?.subject).toContain('does not look any more');
});

test('one that sweeps daily is silent after a day and 14 hours', async () => {
  await agent(4, DAY);
  expect(await cloud(24, 38, 39)).toEqual(['-: broken after 39 h']);
});

test('a few sweeps by hand do not make a daily one silent', async () => {
  await agent(4, DAY);
  await agent(3, HOUR / 60);
  expect(await cloud(4, 26, 37)).toEqual([]);
});

test('of one that has swept once it is not known how often it does', async () => {
  await agent(1, HOUR);
  expect(await cloud(4, 26, 27)).toEqual(['-: broken after 27 h']);
});

test('it is told every day for as long as it lasts', async () => {
  await agent(4, HOUR);
  expect(await cloud(4, 5, 27, 28, 29)).toEqual(['-: broken after 4 h', '-: broken after 28 h']);
});

test('a location that never had an agent is told after a day, with the one that may be meant', async () => {
  await here.put(row('dated:d', 'hqq'));
  await agent(2, HOUR);
  await here.sweep();
  expect(await findings('hqq')).toEqual([]);
  const told = [];
  for (let hour = 0; hour < 27; hour++) told.push(...(await agent(1, HOUR)), ...(await here.sweep()));
  expect(told).toEqual(['-: broken']);
  expect(await findings('hqq')).toEqual([
    'critical prober-silent: No prober has ever looked from “hqq”, for which one row waits since Sun 22 Nov 2026, 14:00 UTC; “hq” may be meant, which has one.',
  ]);
});

test('nothing is left of a location that no row names any more', async () => {
  await here.put(row('dated:d', 'attic'));
  await cloud(3);
  expect(await monitor('attic')).toBeDefined();
  await here.put(row('dated:d'));
  await cloud(1);
  expect(await monitor('attic')).toBeUndefined();
});

test('a location that could be no key does not keep a sweep from ending', async () => {
  await here.put(row('dated:d', `${'x'.repeat(3_000)}\n`));
  expect(await cloud(1, 28)).toEqual(['-: broken after 28 h']);
});

test('an agent without rows is not waited for, and its result stays', async () => {
  await agent(2, HOUR);
  await here.put(row('dated:a'), row('dated:b'));
  expect(await cloud(26, 40)).toEqual([]);
  expect(await monitor()).toBeDefined();
});

test('a row for the agent says whose it is, and can mute it', async () => {
  await here.put({ target: 'monitor:hq', owner: 'anna@example.com', muted: iso(NOW + 30 * DAY) });
  await agent(4, HOUR);
  expect(await cloud(4, 10)).toEqual([]);
  expect(await monitor()).toMatchObject({ owner: 'anna@example.com', severity: 'critical' });
});

test('several agents of one location are as good as one', async () => {
  const both = async () => [...(await here.sweep({ location: 'hq' })), ...(await here.sweep({ location: 'hq' }))];
  for (let hour = 0; hour < 4; hour++) {
    here.now += HOUR;
    expect(await both()).toEqual([]);
  }
  here.now += HOUR;
  const told = await Promise.all([here.sweep({ location: 'hq' }), here.sweep({ location: 'hq' }), here.sweep()]);
  expect(told.flat()).toEqual([]);
  expect(await cloud(3)).toEqual([]);
});

test('an agent watches no other, and the cloud keeps no life of its own', async () => {
  await here.put(row('dated:d', 'attic'));
  await agent(3, HOUR);
  await cloud(1);
  expect((await monitor('attic'))?.noticed).toEqual({ awaited: here.now });
  expect(await monitor('cloud')).toBeUndefined();
});
