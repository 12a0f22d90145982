import { setImmediate } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { StateMachine } from 'aws-local-stepfunctions';
import { EMBEDDED_TABLES } from '../../cli/embedded-dynamo';
import { DAY, HOUR, type Instant, iso } from '../../lambda/core/instant';
import type { Failure } from '../../lambda/core/observation';
import type { Result } from '../../lambda/core/result';
import type { Row } from '../../lambda/core/row';
import type { Target } from '../../lambda/core/target';
import { figuresOf, measureSweep } from '../../lambda/handlers/measure';
import type { Subscribers } from '../../lambda/notify/subscribers';
import { probe as probeReally } from '../../lambda/probes';
import { sweep } from '../../lambda/sweep';
import { certificate, endpoint, NOW, REFUSED, serving, unseen } from '../core/builders';
import { acmCertificate } from '../servers/acm-answers';
import { type AcmServer, startAcm } from '../servers/acm-server';
import { type S3Emulator, startS3 } from '../servers/s3-emulator';
import { type Around, type Distributed, distributed, openSide, type Side, sweepAlone } from './distributed-world';

// Two whole sweeps at a time over two emulated databases, which a busy machine takes its time for.
jest.setTimeout(120_000);

let now: Instant;
let acm: AcmServer;
let s3: S3Emulator;
let alone: Side;
let spread: Side;
let machine: Distributed;
/** Hosts that nobody reaches. */
let down: (host: string) => boolean;
let failure: Failure;
let isIpv6Lost: boolean;
const IPV6 = '2001:db8::1';

const HELD = acmCertificate('held.example', { NotAfter: new Date(NOW + 20 * DAY), KeyAlgorithm: 'EC_prime256v1' });
/** Newer than what the host of this name serves. */
const NEWER = acmCertificate('days-10.newer.example', {
  Type: 'IMPORTED',
  NotBefore: new Date(NOW - 2 * DAY),
  NotAfter: new Date(NOW + 200 * DAY),
});
const CALM = acmCertificate('calm.example', { NotAfter: new Date(NOW + 300 * DAY) });

async function lookAt(
  target: Target,
  ...rest: [Parameters<typeof probeReally>[1], Parameters<typeof probeReally>[2]?]
) {
  if (target.kind !== 'tls') return probeReally(target, ...rest);
  if (down(target.host)) return [{ target, observation: endpoint(unseen(failure)) }] as const;
  const days = /^days-(\d+)/.exec(target.host)?.[1] ?? '60';
  const held = {
    serial: HELD.Serial?.replaceAll(':', '').toUpperCase(),
    notBefore: Number(HELD.NotBefore),
    notAfter: Number(HELD.NotAfter),
  };
  const leaf = certificate(Number(days), {
    names: [target.host],
    ...(target.host === 'held.example' && (held as object)),
  });
  const second = target.host.includes('both') ? [isIpv6Lost ? unseen(REFUSED, IPV6) : serving(leaf, {}, IPV6)] : [];
  return [{ target, observation: endpoint(serving(leaf), ...second) }] as const;
}

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3?.close());

beforeEach(async () => {
  now = NOW;
  down = () => false;
  failure = REFUSED;
  isIpv6Lost = false;
  acm = await startAcm({ certificates: [HELD, CALM, NEWER] });
  const scene = { now: () => now, probe: lookAt, awsEndpoint: acm.endpoint };
  alone = await openSide(scene);
  spread = await openSide(scene);
  machine = distributed(spread, s3);
});
afterEach(async () => {
  await Promise.all([acm.close(), alone.database.close(), spread.database.close()]);
});

async function put(...rows: Row[]): Promise<void> {
  for (const { world } of [alone, spread]) await world.targets.put(rows);
}

async function remove(target: string): Promise<void> {
  for (const { database } of [alone, spread])
    await database.client.send(
      new DeleteItemCommand({ TableName: EMBEDDED_TABLES.targets, Key: { target: { S: target } } }),
    );
}

/** Sweeps in both ways, and finds that it does not matter in which. */
async function sweepBoth(): Promise<string[]> {
  for (const side of [alone, spread]) side.messages.length = 0;
  expect(await sweepAlone(alone)).toEqual([]);
  expect(await machine.run()).toEqual({ output: expect.objectContaining({ failures: 0 }) });
  expect(sorted(await spread.results())).toEqual(sorted(await alone.results()));
  expect(told(spread)).toEqual(told(alone));
  return told(alone).map(({ attributes: { client, event, severity } }) => `${client} ${severity}: ${event.join(', ')}`);
}

function sorted<T>(results: ReadonlyMap<string, T>): [string, T][] {
  return [...results].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A batch that was looked at twice may have been written twice. */
function withoutVersions(results: ReadonlyMap<string, Result>) {
  return sorted(results).map(([id, { version, ...result }]) => [id, result]);
}

function told({ messages }: Side) {
  const key = (message: object) => JSON.stringify(message);
  return [...messages].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const CLIENTS = ['Contoso', 'Fabrikam', 'Northwind', undefined];

/** That many rows of what answers, some of them due soon, each client's own. */
function endpoints(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const client = CLIENTS[i % CLIENTS.length];
    return { target: `days-${10 + (i % 80)}.host${i}.example`, ...(client && { client }) };
  });
}

describe('a distributed sweep comes to what a single one does', () => {
  test('over rows of every kind, inventories, clients, and rows that make no sense', async () => {
    await put(
      ...endpoints(104),
      { target: 'client:contoso', owner: 'anna', timezone: 'Europe/Berlin', ownr: 'slip' },
      { target: 'acm:eu-west-1', client: 'Operations' },
      { target: String(CALM.CertificateArn), client: 'Contoso', notes: 'the balancer' },
      { target: 'arn:aws:acm:eu-west-1:123456789012:certificate/gone', client: 'Contoso' },
      { target: 'held.example', client: 'Operations' },
      { target: 'dated:Licence', expires: new Date(NOW + 3 * DAY).toISOString(), client: 'Fabrikam' },
      { target: 'dated:Nonsense', expires: 'soon' },
      { target: 'gopher://x', client: 'Fabrikam', list: new Set(['a']), owner: new Set(['a', 'b']) },
      { target: 'www.elsewhere.example', location: 'hq' },
      { target: 'off.example', enabled: 'no' },
      { target: 'monitor:cloud', owner: 'ops' },
      { target: 'wide.example', client: 'Northwind', notes: 'n'.repeat(200_000) },
    );
    expect(await sweepBoth()).toEqual(
      expect.arrayContaining(['contoso warning: due, broken', 'Fabrikam critical: due']),
    );
    now += HOUR;
    expect(await sweepBoth()).toEqual([]);
    now += 9 * DAY;
    expect((await sweepBoth()).length).toBeGreaterThan(3);
  });

  test('when rows go, are switched off or move, and when an inventory loses something or cannot be read', async () => {
    await put(...endpoints(12), { target: 'acm:eu-west-1', client: 'Operations' }, { target: 'held.example' });
    await sweepBoth();
    expect((await spread.results()).size).toBe(17);
    await remove('days-10.host0.example');
    await put({ target: 'days-11.host1.example', enabled: 'no' }, { target: 'days-12.host2.example', location: 'hq' });
    now += HOUR;
    await sweepBoth();
    // With the prober that is waited for.
    expect((await spread.results()).size).toBe(15);
    await put({ target: 'acm:eu-west-1', client: 'Operations', account: 'none of these' });
    now += HOUR;
    await sweepBoth();
    expect((await spread.results()).has(String(CALM.CertificateArn))).toBe(true);
    await remove('acm:eu-west-1');
    now += HOUR;
    await sweepBoth();
    expect((await spread.results()).has(String(CALM.CertificateArn))).toBe(false);
  });

  test('where an inventory holds the successor of what a host in a batch serves', async () => {
    await put({ target: 'days-10.newer.example' }, { target: 'acm:eu-west-1' });
    await sweepBoth();
    const { renewal } = (await spread.results()).get('days-10.newer.example') ?? {};
    expect(renewal?.successor?.id).toBe(NEWER.CertificateArn);
  });

  test('and keeps those apart that could not be seen the last time', async () => {
    await put(...endpoints(20));
    await sweepBoth();
    down = (host) => /host[1-4]\./.test(host);
    now += HOUR;
    await sweepBoth();
    now += HOUR;
    await sweepBoth();
    const lines = (await s3.get(`sweeps/${machine.last()}/manifest.jsonl`)).trimEnd().split('\n');
    const [first, ...others] = lines.map((line) => JSON.parse(line).rows.length);
    expect([first, ...others]).toEqual([4, 16]);
  });

  test('when some cannot be reached, for as long as it takes to say so, and when they are back', async () => {
    await put(...endpoints(20));
    await sweepBoth();
    down = (host) => /host[1-4]\./.test(host);
    const told: string[][] = [];
    for (let hour = 0; hour < 4; hour++) {
      now += HOUR;
      told.push(await sweepBoth());
    }
    expect(told.flat().filter((line) => line.includes('unreachable')).length).toBeGreaterThan(0);
    down = () => false;
    now += HOUR;
    expect((await sweepBoth()).join()).toContain('recovered');
  });

  test.each<[string, Failure]>([
    ['cut off', REFUSED],
    ['answered by a proxy', { reason: 'not-tls', sentence: 'It answers, but does not speak TLS.' }],
  ])(
    'when the prober is blind, %s: that is said once for all batches, and nothing is called unreachable or broken',
    async (_, why) => {
      await put(...endpoints(104));
      await sweepBoth();
      down = () => true;
      failure = why;
      now += HOUR;
      const first = await sweepBoth();
      now += HOUR;
      const second = await sweepBoth();
      expect([...first, ...second].filter((line) => line.includes('monitor-blind'))).toHaveLength(1);
      expect([...first, ...second].filter((line) => /unreachable|broken/.test(line))).toEqual([]);
      down = () => false;
      now += HOUR;
      expect((await sweepBoth()).filter((line) => line.startsWith('-'))).toHaveLength(1);
    },
  );

  test('when the prober loses IPv6 alone: that is said once, and no address is called unreachable', async () => {
    await put(...Array.from({ length: 30 }, (_, i) => ({ target: `both${i}.example`, client: `${i % 4}` })));
    await sweepBoth();
    isIpv6Lost = true;
    const told: string[][] = [];
    for (let hour = 0; hour < 3; hour++) {
      now += HOUR;
      told.push(await sweepBoth());
    }
    expect(told).toEqual([['- critical: monitor-blind'], [], []]);
    isIpv6Lost = false;
    now += HOUR;
    expect(await sweepBoth()).toEqual(['- ok: recovered']);
  });

  test('when a result cannot be understood', async () => {
    await put(...endpoints(5));
    await sweepBoth();
    for (const { database } of [alone, spread]) {
      const Item = {
        target: { S: 'days-10.host0.example' },
        record: { S: 'latest' },
        expires: { S: 'x' },
        expiryMonth: { S: 'y' },
      };
      await database.client.send(new PutItemCommand({ TableName: EMBEDDED_TABLES.results, Item }));
    }
    now += HOUR;
    await sweepBoth();
    expect(spread.poison.length).toBeGreaterThan(0);
  });

  test('with no rows at all', async () => {
    expect(await sweepBoth()).toEqual([]);
  });
});

test('a client whose targets are all looked at from elsewhere is heard of too', async () => {
  const rows = [
    { target: 'dated:Lift', client: 'Fabrikam', location: 'hq', expires: iso(NOW + 300 * DAY) },
    { target: 'dated:Licence', client: 'Contoso', expires: iso(NOW + 300 * DAY) },
  ];
  await put(...rows);
  const filter = { policy: { client: ['Contoso'] }, of: 'attributes' } as const;
  const subscribers: Subscribers = {
    read: async () => ({
      all: [{ protocol: 'email', endpoint: 'it@example.com', confirmed: true, filter }],
      more: false,
    }),
    sendCanary: async () => undefined,
  };
  for (const side of [alone, spread]) {
    await sweep({ ...side.world, location: 'hq' });
    side.messages.length = 0;
  }
  await sweep({ ...alone.world, subscribers });
  await machine.run({ world: { subscribers } });
  expect(told(spread).map(({ text }) => text)).toEqual([expect.stringContaining('for the client “Fabrikam”')]);
  expect(told(spread)).toEqual(told(alone));
});

describe('what could not be told', () => {
  test('stands in the outbox as after a single sweep', async () => {
    await put(...endpoints(30));
    const refused = { channel: async () => Promise.reject(new Error('SNS is down')) };
    expect(await sweepAlone({ ...alone, world: { ...alone.world, ...refused } })).not.toEqual([]);
    expect(await machine.run({ world: refused })).toEqual({ output: expect.objectContaining({ failures: 4 }) });
    expect(sorted(await spread.results())).toEqual(sorted(await alone.results()));
    expect(await sweepBoth()).toEqual(expect.arrayContaining(['Contoso warning: due']));
  });
});

describe('what is counted', () => {
  /** What a sweep publishes, by name. */
  async function counted(run: () => Promise<unknown>): Promise<Record<string, number>> {
    const published: Record<string, number> = {};
    const count = jest.spyOn(Metrics.prototype, 'addMetric').mockImplementation((name, _, value) => {
      published[name] = value;
      return new Metrics();
    });
    await run().finally(() => count.mockRestore());
    return published;
  }

  test('is what a single sweep counts, but for the time it took', async () => {
    await put(...endpoints(20), { target: 'monitor:cloud', ownr: 'slip' }, { target: 'q.example', location: 'hq' });
    for (const isDown of [false, true]) {
      down = () => isDown;
      now += HOUR;
      const ofSingle = await counted(async () => measureSweep(new Metrics(), figuresOf(await sweep(alone.world))));
      const times = { SweepSeconds: expect.any(Number), OldestLookSeconds: expect.any(Number) };
      expect(await counted(() => machine.run())).toEqual({ ...ofSingle, ...times });
    }
  });

  test('the longest time since a look is that of this sweep where it looked at all, and not that of the outage before it', async () => {
    await put(...endpoints(104));
    await machine.run();
    now += 4 * DAY;
    const whole = await counted(() => machine.run());
    expect(whole.OldestLookSeconds).toBe(whole.SweepSeconds);
    now += 4 * DAY;
    const failing: Around = (task) => async (event) => {
      if (JSON.stringify(event).includes('host7.')) throw new Error('Runtime exited');
      return task(event);
    };
    const partly = await counted(() => machine.run({ around: failing }));
    expect(partly.OldestLookSeconds).toBe((4 * DAY) / 1000);
    down = () => true;
    now += HOUR;
    expect((await counted(() => machine.run())).OldestLookSeconds).toBe((4 * DAY + HOUR) / 1000);
  });
});

describe('what befalls a batch', () => {
  /** The first attempt at each batch dies when all has been done, and nobody hears of it. */
  test('killed when it had done all, and run again: nothing is told or counted twice', async () => {
    await put(...endpoints(104));
    await sweepBoth();
    down = (host) => /host[1-4]\./.test(host);
    now += DAY;
    const attempts = new Map<string, number>();
    const dying: Around = (task) => async (event) => {
      const answer = await task(event);
      const key = JSON.stringify(event);
      attempts.set(key, (attempts.get(key) ?? 0) + 1);
      if (attempts.get(key) === 1) throw new Error('Task timed out');
      return answer;
    };
    for (const side of [alone, spread]) side.messages.length = 0;
    await sweepAlone(alone);
    expect(await machine.run({ around: dying })).toMatchObject({ output: { targets: 104 } });
    expect([...attempts.values()].every((count) => count === 2)).toBe(true);
    expect(withoutVersions(await spread.results())).toEqual(withoutVersions(await alone.results()));
    expect(told(spread)).toEqual(told(alone));
  });

  test('what an attempt that died could not see, and the next could, is not settled as lost', async () => {
    await put(...endpoints(10));
    await sweepBoth();
    down = () => true;
    now += HOUR;
    const dying: Around = (task) => async (event) => {
      const isCheck = event.task === 'check';
      const answer = await task(event);
      const died = isCheck && down('any');
      down = () => false;
      if (died) throw new Error('Task timed out');
      return answer;
    };
    expect(await machine.run({ around: dying })).toMatchObject({ output: { unreachable: 0 } });
    expect(await s3.list(`sweeps/${machine.last()}/lost/`)).toEqual([]);
  });

  test('one that fails at every attempt is told, and all others are done', async () => {
    await put(...endpoints(104), { target: 'poison.example', client: 'Adventure Works' });
    const failing: Around = (task) => async (event) => {
      if (JSON.stringify(event).includes('poison.example')) throw new Error('Runtime exited');
      return task(event);
    };
    const logged = jest.spyOn(Logger.prototype, 'error');
    const outcome = await machine.run({ around: failing });
    expect(outcome).toEqual({ output: expect.objectContaining({ failures: 1 }) });
    expect(logged.mock.calls.flat().join()).toMatch(/Batch \d+ failed at every attempt: Error Runtime exited/);
    logged.mockRestore();
    const results = await spread.results();
    // Two batches of which one failed.
    expect(results.size).toBeGreaterThan(20);
    expect(results.has('poison.example')).toBe(false);
    expect(spread.messages.length).toBeGreaterThan(0);
  });
});

test('a sweep that finds an older one under way leaves it to that', async () => {
  await put(...endpoints(3));
  expect(await machine.run({ running: [machine.next(), 'arn:older'] })).toEqual({ output: expect.anything() });
  expect((await spread.results()).size).toBe(0);
  expect(await machine.run({ running: ['arn:younger', machine.next()] })).toMatchObject({ output: { targets: 3 } });
});

test('two at once of which neither sees the other tell everything once', async () => {
  await put(...endpoints(104));
  await sweepAlone(alone);
  const world = { wait: () => setImmediate() };
  const both = await Promise.all([machine.run({ world }), machine.run({ world })]);
  expect(both).toEqual([{ output: expect.anything() }, { output: expect.anything() }]);
  expect(withoutVersions(await spread.results())).toEqual(withoutVersions(await alone.results()));
  expect(told(spread)).toEqual(told(alone));
});

test.each(['weigh', 'finish'])(
  'one that is stopped before it could %s has lost nothing: the next tells it',
  async (part) => {
    await put(...endpoints(104));
    await sweepAlone(alone);
    const stopped: Around = (task) => async (event) => {
      if (event.task === part || event.task === 'finish') throw new Error('stopped');
      return task(event);
    };
    expect(await machine.run({ aroundOthers: stopped })).toMatchObject({ error: 'Error', cause: 'stopped' });
    expect(spread.messages).toEqual([]);
    expect((await spread.results()).size).toBe(104);
    now += HOUR;
    expect(await machine.run()).toEqual({ output: expect.objectContaining({ targets: 104 }) });
    const matters = ({ attributes: { client, event } }: Side['messages'][number]) => [client, ...event].join();
    expect(spread.messages.map(matters).sort()).toEqual(alone.messages.map(matters).sort());
  },
);

test('the state machine is in the language of the engine', () => {
  expect(() => new StateMachine(machine.definition as never)).not.toThrow();
});
