import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBus, type Posting } from '../../lambda/notify/event-bus';
import { eventOf } from '../../lambda/notify/events';
import { type BusFault, type EventBusServer, startEventBus } from '../servers/event-bus-server';
import { NOW, notice } from './notices';

const BUS = 'arn:aws:events:eu-west-1:123456789012:event-bus/tickets';

let server: EventBusServer;
let client: EventBridgeClient;
const waits: number[] = [];

beforeAll(async () => {
  server = await startEventBus();
});
afterAll(() => server.close());

beforeEach(() => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new EventBridgeClient({ endpoint: server.endpoint, region: 'eu-west-1', credentials, maxAttempts: 2 });
  server.calls.length = 0;
  server.accepted.length = 0;
  server.plan = () => undefined;
  waits.length = 0;
});
afterEach(() => client.destroy());

function postings(count: number, summary = ''): Posting[] {
  return Array.from({ length: count }, (_, i) => {
    const event = eventOf(notice({ target: `www${i}.example.com`, summary }), NOW);
    return { event, resources: [`arn:aws:acm:eu-west-1:123456789012:certificate/${i}`] };
  });
}

/** Puts them, and answers with what became of each in their order. */
async function put(all: readonly Posting[]): Promise<(string | undefined)[]> {
  const bus = eventBus(client, BUS, async (milliseconds) => waits.push(milliseconds));
  const verdicts = new Map<Posting, string | undefined>();
  for await (const some of bus(all)) for (const [posting, failure] of some) verdicts.set(posting, failure);
  expect(verdicts.size).toBe(all.length);
  return all.map((posting) => verdicts.get(posting));
}

const targets = () => server.accepted.map(({ Detail }) => JSON.parse(Detail).target);
const sizes = () => server.calls.map(({ length }) => length);

test('An event says whose it is, what it is, when it was and what it is about', async () => {
  const [posting, ...none] = postings(1);
  expect(none).toEqual([]);
  expect(await put(postings(1))).toEqual([undefined]);
  expect(server.accepted).toEqual([
    {
      EventBusName: BUS,
      Source: 'notafter',
      DetailType: 'notafter notice',
      Time: NOW / 1000,
      Resources: ['arn:aws:acm:eu-west-1:123456789012:certificate/0'],
      Detail: JSON.stringify(posting?.event),
    },
  ]);
});

test('Ten go in a call', async () => {
  expect(await put(postings(25))).toEqual(Array.from({ length: 25 }, () => undefined));
  expect(sizes()).toEqual([10, 10, 5]);
  expect(targets()).toEqual(postings(25).map(({ event }) => event.target));
});

test('Fewer go in a call where ten are larger than it takes', async () => {
  const large = postings(8).map(({ event, resources }) => ({ event, resources: [...resources, 'x'.repeat(60_000)] }));
  expect(await put(large)).toEqual(Array.from({ length: 8 }, () => undefined));
  expect(sizes()).toEqual([4, 4]);
});

test('None is no call', async () => {
  expect(await put([])).toEqual([]);
  expect(server.calls).toEqual([]);
});

test('What became of a call is known before the next is made', async () => {
  const seen: number[] = [];
  for await (const { size } of eventBus(client, BUS)(postings(25))) seen.push(size, server.calls.length);
  expect(seen).toEqual([10, 1, 10, 2, 5, 3]);
});

const refuse = (entries: Record<number, string>): BusFault => ({ do: 'refuse', entries });

describe('Of a call that fails in part', () => {
  test('only the failed entries are put again, and none twice', async () => {
    server.plan = (call) => (call === 1 ? refuse({ 1: 'ThrottlingException', 3: 'InternalFailure' }) : undefined);
    expect(await put(postings(5))).toEqual(Array.from({ length: 5 }, () => undefined));
    expect(sizes()).toEqual([5, 2]);
    expect(targets().sort()).toEqual(postings(5).map(({ event }) => event.target));
    expect(waits).toHaveLength(1);
  });

  test('what EventBridge would refuse again is not put again', async () => {
    server.plan = () => refuse({ 0: 'MalformedDetail', 2: 'NotAuthorizedForSourceException' });
    expect(await put(postings(3))).toEqual([
      'MalformedDetail: as planned',
      undefined,
      'NotAuthorizedForSourceException: as planned',
    ]);
    expect(sizes()).toEqual([3]);
  });

  test('what goes on failing is given up after five times, with waits that grow', async () => {
    server.plan = () => refuse({ 0: 'ThrottlingException' });
    expect(await put(postings(1))).toEqual(['ThrottlingException: as planned']);
    expect(sizes()).toEqual([1, 1, 1, 1, 1]);
    expect(waits).toHaveLength(4);
    for (const [i, wait] of waits.entries()) expect(wait).toBeLessThan(200 * 2 ** (i + 2));
  });
});

describe('A call that fails as a whole', () => {
  test.each<[string, BusFault]>([
    ['is throttled', { do: 'fail', status: 400, code: 'ThrottlingException' }],
    ['fails inside', { do: 'fail', status: 500, code: 'InternalException' }],
    ['is cut', { do: 'cut', accepted: false }],
  ])('is made again when it %s', async (_, fault) => {
    server.plan = (call) => (call === 1 ? fault : undefined);
    expect(await put(postings(3))).toEqual([undefined, undefined, undefined]);
    expect(server.accepted).toHaveLength(3);
  });

  test('is put twice with the same ids when it is cut after it was accepted', async () => {
    server.plan = (call) => (call === 1 ? { do: 'cut', accepted: true } : undefined);
    await put(postings(2));
    const ids = server.accepted.map(({ Detail }) => JSON.parse(Detail).id);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(2);
  });

  test('and goes on failing stops no other', async () => {
    server.plan = (call) => (call === 1 ? { do: 'fail', status: 400, code: 'AccessDeniedException' } : undefined);
    const verdicts = await put(postings(12));
    expect(verdicts.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => expect.stringMatching('AccessDenied')));
    expect(verdicts.slice(10)).toEqual([undefined, undefined]);
  });
});

test('An answer that does not say what was accepted is no acceptance', async () => {
  server.plan = () => ({ do: 'say nothing' });
  expect(await put(postings(2))).toEqual(['InternalFailure', 'InternalFailure']);
});
