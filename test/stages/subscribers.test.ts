import type { Subscription } from '../../lambda/core/delivery';
import { DAY, HOUR, iso } from '../../lambda/core/instant';
import type { EventBus } from '../../lambda/notify/event-bus';
import type { Subscribers } from '../../lambda/notify/subscribers';
import { digest } from '../../lambda/stages/digest';
import type { World } from '../../lambda/stages/world';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const MONITOR = 'monitor:cloud';

let here: TestWorld;
let all: Subscription[];
let read: number;
let canaries: number;
let subscribers: Subscribers;

beforeEach(async () => {
  here = await openWorld(NOW);
  [read, canaries] = [0, 0];
  all = [email({ audience: ['owner', { exists: false }] })];
  subscribers = {
    read: async () => {
      read++;
      return { all, more: false };
    },
    sendCanary: async () => {
      canaries++;
    },
  };
  await here.put({ target: 'dated:a', expires: iso(NOW + 100 * DAY), client: 'Contoso' });
});
afterEach(() => here.close());

function email(policy?: object): Subscription {
  const filter = policy && { filter: { policy, of: 'attributes' as const } };
  return { protocol: 'email', endpoint: 'it@example.com', confirmed: true, ...filter };
}

async function sweep(hours = 0): Promise<string[]> {
  here.now += hours * HOUR;
  return here.sweep({ subscribers });
}

async function findings(): Promise<string[]> {
  const result = (await here.world.results.latest()).get(MONITOR);
  return (result?.findings ?? []).map(({ reason, severity, about }) =>
    [severity, reason, about ?? ''].join(' ').trim(),
  );
}

test('who would hear is read once a day, and a canary goes out with it', async () => {
  for (let hour = 0; hour < 49; hour++) expect(await sweep(1)).toEqual([]);
  expect([read, canaries]).toEqual([3, 3]);
  expect((await here.world.results.latest()).get(MONITOR)).toMatchObject({
    severity: 'ok',
    noticed: { delivery: { at: here.now, canary: here.now } },
  });
});

test('on a desk nobody asks who would hear, and no result is made of it', async () => {
  await here.sweep();
  expect((await here.world.results.latest()).has(MONITOR)).toBe(false);
});

test('a client whose targets are all looked at from elsewhere is heard of too', async () => {
  all = [email({ client: ['Contoso'] })];
  await here.put({ target: 'dated:b', expires: iso(NOW + 100 * DAY), client: 'Fabrikam', location: 'hq' });
  await here.sweep({ location: 'hq' });
  expect(await sweep()).toEqual(['-: broken']);
  expect(await findings()).toEqual(['warning not-subscribed Fabrikam']);
});

test('a client of whom nobody would hear is told once, and that it is mended by the next sweep', async () => {
  all = [email({ client: ['Contoso'] })];
  await here.put({ target: 'dated:b', expires: iso(NOW + 100 * DAY), client: 'Fabrikam' });
  expect(await sweep()).toEqual(['-: broken']);
  expect(await findings()).toEqual(['warning not-subscribed Fabrikam']);
  expect(await sweep(1)).toEqual([]);
  all = [email({ client: ['Contoso', 'Fabrikam'] })];
  expect(await sweep(1)).toEqual(['-: recovered']);
  expect([await findings(), canaries]).toEqual([[], 1]);
});

test('who hears by chat, or of whom every event goes to the bus, is heard', async () => {
  all = [email({ client: ['Somebody else'] })];
  const chat = { publish: async () => undefined, clients: ['Contoso'], severities: ['warning', 'critical'] as const };
  expect(await here.sweep({ subscribers, chat })).toEqual([]);
  await here.put({ target: 'dated:b', expires: iso(NOW + 100 * DAY), client: 'Fabrikam' });
  here.now += DAY;
  expect(await here.sweep({ subscribers, chat })).toEqual(['-: broken']);
  expect(await findings()).toEqual(['warning not-subscribed Fabrikam']);
  here.now += HOUR;
  const events: EventBus = async function* () {};
  expect(await here.sweep({ subscribers, chat, events })).toEqual([expect.any(String)]);
  expect(await findings()).toEqual([]);
});

test('that nobody would hear anything is critical, and told every day', async () => {
  all = [];
  const told = [];
  for (let hour = 0; hour < 25; hour++) told.push(...(await sweep(1)));
  expect(told).toEqual(['-: broken', '-: broken']);
  expect(await findings()).toEqual(['critical not-subscribed']);
});

test('who has no filter is not disturbed by the canary, and it goes out as soon as nobody would be', async () => {
  all = [email()];
  expect(await sweep()).toEqual(['-: broken']);
  expect([await findings(), canaries]).toEqual([['warning canary-missing'], 0]);
  all = [email({ severity: ['warning', 'critical'] })];
  expect(await sweep(1)).toEqual(['-: recovered']);
  expect(canaries).toBe(1);
});

test('a subscription that waits to be confirmed is told, and the next is too', async () => {
  const waiting = (endpoint: string): Subscription => ({ protocol: 'email', endpoint, confirmed: false });
  const confirmed = all;
  all = [...confirmed, waiting('a@example.com')];
  expect(await sweep()).toEqual(['-: broken']);
  all = [...confirmed, waiting('a@example.com'), waiting('b@example.com')];
  expect(await sweep(1)).toEqual(['-: broken']);
  expect(await findings()).toEqual([
    'warning subscription-pending email a@example.com',
    'warning subscription-pending email b@example.com',
  ]);
});

test.each<[string, Partial<Subscribers>]>([
  ['cannot be read', { read: () => Promise.reject(new Error('denied')) }],
  ['is not reached by the canary', { sendCanary: () => Promise.reject(new Error('denied')) }],
])('where the topic %s, that is a failure of the sweep, which is tried again by the next', async (_, broken) => {
  expect(await here.sweep({ subscribers: { ...subscribers, ...broken } })).toEqual([
    'Whether anybody would hear could not be seen: Error: denied',
  ]);
  expect(await sweep(1)).toEqual([]);
  expect(canaries).toBe(1);
});

test('that nobody hears operations is noticed, and ends', async () => {
  const operations = { all: [], more: false };
  const deaf = { ...subscribers, read: async () => ({ all, more: false, operations }) };
  expect(await here.sweep({ subscribers: deaf })).toEqual(['-: broken']);
  expect(await findings()).toEqual(['critical not-subscribed operations topic']);
  expect(await sweep(1)).toEqual(['-: recovered']);
});

describe('digests', () => {
  const EVERY = { digestEvery: 7 * DAY };

  async function day(days: number, changes: Partial<World> = EVERY): Promise<string[]> {
    here.now = NOW + days * DAY;
    return here.sweep(changes);
  }

  test('that never came are missed a day after the first was due, once, until one has gone out', async () => {
    expect(await day(0)).toEqual([]);
    expect(await day(7.9)).toEqual([]);
    expect(await day(8.1)).toEqual(['-: broken']);
    expect(await findings()).toEqual(['warning digest-missing']);
    expect(await day(9)).toEqual([]);
    await digest(here.world, { turn: 'late' });
    expect(await day(9.1)).toEqual(['-: recovered']);
    expect(await findings()).toEqual([]);
  });

  test('are missed from the last one on, although its mark is gone', async () => {
    await here.world.results.markDigest('operations', { turn: 'first', until: NOW - 2 * DAY });
    expect(await day(0)).toEqual([]);
    const results = { ...here.world.results, lastDigest: async () => undefined };
    expect(await day(5.9, { ...EVERY, results })).toEqual([]);
    expect(await day(6.1, { ...EVERY, results })).toEqual(['-: broken']);
  });

  test('are not missed where they are switched off', async () => {
    await day(0);
    expect(await day(9, {})).toEqual([]);
  });

  test('whose mark cannot be read are a failure of the sweep, and are known as before', async () => {
    await day(0);
    const results = { ...here.world.results, lastDigest: () => Promise.reject(new Error('denied')) };
    expect(await day(1, { ...EVERY, results })).toEqual([
      'When the last digest went out could not be seen: Error: denied',
    ]);
    expect(await day(8.1)).toEqual(['-: broken']);
  });
});

test('what is known is kept while the topic cannot be read', async () => {
  all = [];
  await sweep();
  const broken = { ...subscribers, read: () => Promise.reject(new Error('denied')) };
  here.now += HOUR;
  expect(await here.sweep({ subscribers: broken })).toEqual([expect.stringContaining('denied')]);
  expect(await findings()).toEqual(['critical not-subscribed']);
});
