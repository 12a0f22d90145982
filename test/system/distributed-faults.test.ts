import { S3Client } from '@aws-sdk/client-s3';
import { REQUEST_TIMEOUTS } from '../../lambda/aws/clients';
import { DAY, HOUR, type Instant, iso } from '../../lambda/core/instant';
import type { Row } from '../../lambda/core/row';
import { NOW } from '../core/builders';
import { type Fault, type FaultProxy, startFaultProxy } from '../servers/fault-proxy';
import { type S3Emulator, startS3 } from '../servers/s3-emulator';
import { type Distributed, daysInTheName, distributed, openSide, type Side } from './distributed-world';

// Each takes several sweeps of several attempts, which a busy machine takes its time for.
jest.setTimeout(120_000);

/** Milliseconds until a call that is not answered is given up: long enough for a busy machine, and for one that is never answered. */
const SOON = 2_000;
const AT_ONCE = 200;

const HOW = [
  ['turns every call away as too many', { do: 'fail', status: 503, code: 'SlowDown' }],
  ['answers every call with an error of its own', { do: 'fail', status: 500, code: 'InternalError' }],
  ['cuts every connection', { do: 'cut' }],
  ['does what it is told and cuts every connection before it answers', { do: 'accept and cut' }],
  ['takes every call and answers none', { do: 'say nothing' }],
] as const satisfies readonly (readonly [string, Fault])[];

let now: Instant;
let s3: S3Emulator;
let proxy: FaultProxy;
let side: Side;
let isDown: boolean;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

beforeEach(async () => {
  now = NOW;
  isDown = false;
  proxy = await startFaultProxy(s3.endpoint);
  side = await openSide({ now: () => now, probe: daysInTheName(() => isDown), awsEndpoint: 'http://127.0.0.1:1' });
  await side.world.targets.put(ROWS);
});
afterEach(async () => {
  await proxy.close();
  await side.database.close();
});

/** What is looked at in batches, and what is not. */
const ROWS: Row[] = [
  { target: 'days-10.a.example', client: 'Contoso' },
  { target: 'days-2.b.example', client: 'Fabrikam' },
  { target: 'days-60.c.example', client: 'Fabrikam' },
  { target: 'dated:Licence', expires: iso(NOW + 10 * DAY), client: 'Northwind' },
  { target: 'gopher://x', client: 'Northwind' },
];
const ALL = ['Contoso warning: due', 'Fabrikam critical: due', 'Northwind warning: due, broken'];

const UNREACHABLE = ['Contoso warning: unreachable', 'Fabrikam warning: unreachable'];

function machineOf(maxAttempts: number, timeout = SOON): Distributed {
  const requestHandler = { ...REQUEST_TIMEOUTS, requestTimeout: timeout, socketTimeout: timeout };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const given = { region: 'eu-west-1', credentials, maxAttempts, requestHandler };
  return distributed(side, s3, new S3Client({ ...given, endpoint: proxy.endpoint }));
}

/** What was told since the last call. */
function told(): string[] {
  const messages = side.messages.splice(0);
  return messages
    .map(({ attributes: { client, event, severity } }) => `${client} ${severity}: ${event.join(', ')}`)
    .sort();
}

/** Ends well, and tells nothing more the next time. */
async function sweepsWell(): Promise<string[]> {
  proxy.plan = () => undefined;
  const machine = distributed(side, s3);
  const well = { output: expect.objectContaining({ targets: 5, unreachable: 0, failures: 0 }) };
  expect(await machine.run()).toEqual(well);
  const all = told();
  expect([await machine.run(), told()]).toEqual([well, []]);
  return all;
}

describe.each(HOW)('while S3 %s', (_, fault) => {
  test('for good, the execution fails and nothing is lost: the next sweep tells it all', async () => {
    proxy.plan = () => fault;
    expect(await machineOf(1, AT_ONCE).run()).toMatchObject({ error: expect.any(String) });
    expect(told()).toEqual([]);
    expect(await sweepsWell()).toEqual(ALL);
  });

  test('once for each call, another try of it or of its part does it', async () => {
    proxy.plan = (_operation, nth) => (nth === 1 ? fault : undefined);
    expect(await machineOf(2).run()).toMatchObject({ output: { targets: 5 } });
    expect(told()).toEqual(ALL);
    expect(await sweepsWell()).toEqual([]);
  });
});

/** Of those that gather, check, weigh, settle and finish, some of each. */
describe.each([
  ['CompleteMultipartUpload', 1],
  ['PutObject', 1],
  ['PutObject', 2],
  ['DeleteObject', 1],
  ['GetObject', 1],
  ['GetObject', 4],
  ['GetObject', 7],
  ['GetObject', 10],
])('where %s number %i', (failing, at) => {
  beforeEach(async () => {
    await distributed(side, s3).run();
    expect(told()).toEqual(ALL);
    // Two sweeps in which it is not reached make it unreachable; of these, the first is without a fault.
    now += HOUR;
    isDown = true;
    await distributed(side, s3).run();
    now += HOUR;
    expect(told()).toEqual([]);
  });

  test('is done, and its answer is lost, the next attempt of that part does it', async () => {
    let nth = 0;
    proxy.plan = (operation) => (operation === failing && ++nth === at ? { do: 'accept and cut' } : undefined);
    expect(await machineOf(1).run()).toMatchObject({ output: { targets: 5, unreachable: 3 } });
    expect(nth).toBeGreaterThan(at);
    expect(told()).toEqual(UNREACHABLE);
  });

  describe('and all after it fail, what is not told at once', () => {
    let machine: Distributed;

    beforeEach(async () => {
      machine = machineOf(1);
      proxy.plan = (operation, nth) => (operation === failing && nth >= at ? { do: 'cut' } : undefined);
      expect(await machine.run()).toMatchObject({ error: expect.any(String) });
      expect(await machine.announce('FAILED')).toEqual({
        failures: expect.any(Number),
        noticesSent: expect.any(Number),
      });
      proxy.plan = () => undefined;
    });

    test('is told by the next sweep', async () => {
      expect(await distributed(side, s3).run()).toEqual({ output: expect.objectContaining({ unreachable: 3 }) });
      expect(told()).toEqual(UNREACHABLE);
    });

    test('is told by a redrive, and the next sweep has nothing to add', async () => {
      const well = { output: expect.objectContaining({ unreachable: 3, failures: 0 }) };
      expect(await machine.redrive()).toEqual(well);
      expect(await machine.run()).toEqual(well);
      expect(told()).toEqual(UNREACHABLE);
    });
  });
});
