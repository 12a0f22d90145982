import { S3Client } from '@aws-sdk/client-s3';
import { REQUEST_TIMEOUTS } from '../../lambda/aws/clients';
import type { Batch } from '../../lambda/core/batch';
import { monitorOf } from '../../lambda/core/monitor';
import { NOTHING_DONE, type Tally } from '../../lambda/core/tally';
import { wholes } from '../../lambda/stages/distributed/parts';
import { openSweepFiles } from '../../lambda/store/s3-sweep-files';
import type { FailedBatch, LatestEstate, Lost, Shared, SweepFiles } from '../../lambda/store/sweep-files';
import { NOW, target } from '../core/builders';
import { type Fault, type FaultProxy, startFaultProxy } from '../servers/fault-proxy';
import { type S3Emulator, startS3 } from '../servers/s3-emulator';
import { listed } from './listed';

/** Milliseconds until a call that is not answered is given up: long enough for a busy machine, and for one that is never answered. */
const SOON = 2_000;
const AT_ONCE = 200;

const HOW = [
  ['turns it away as too much', { do: 'fail', status: 503, code: 'SlowDown' }],
  ['answers with an error of its own', { do: 'fail', status: 500, code: 'InternalError' }],
  ['cuts the connection', { do: 'cut' }],
  ['does it and cuts the connection before it answers', { do: 'accept and cut' }],
  ['does not answer', { do: 'say nothing' }],
] as const satisfies readonly (readonly [string, Fault])[];

let s3: S3Emulator;
let proxy: FaultProxy;

beforeAll(async () => {
  s3 = await startS3();
  proxy = await startFaultProxy(s3.endpoint);
});
afterAll(async () => {
  await proxy.close();
  await s3.close();
});
beforeEach(() => {
  proxy.calls.length = 0;
  proxy.plan = () => undefined;
});

function filesWith(maxAttempts: number, timeout: number): SweepFiles {
  const requestHandler = { ...REQUEST_TIMEOUTS, requestTimeout: timeout, socketTimeout: timeout };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new S3Client({
    endpoint: proxy.endpoint,
    region: 'eu-west-1',
    credentials,
    maxAttempts,
    requestHandler,
  });
  return openSweepFiles(client, s3.bucket);
}

/** Who tries a call three times, once, and once where nothing can come of it; and who meets no fault. */
const patient = () => filesWith(3, SOON);
const once = () => filesWith(1, SOON);
const hasty = () => filesWith(1, AT_ONCE);
const straight = () => openSweepFiles(s3.s3, s3.bucket);

let count = 0;
const name = () => `sweep-${++count}`;

/** A little more than one part of an upload. */
const BATCHES: Batch[] = Array.from({ length: 90 }, (_, i) => ({
  batch: `${i}`,
  rows: [{ id: `${i}`, values: { notes: 'n'.repeat(100_000) }, problems: [] }],
}));
const EARLIER: Batch = { batch: 'earlier', rows: [] };
const SHARED: Shared = {
  certificates: [],
  registrations: [],
  served: new Map([['a', 'Contoso']]),
  clients: new Map([['contoso', { owner: 'anna' }]]),
  readAt: NOW,
  monitor: monitorOf([], 'cloud'),
  probers: [],
  monitors: [],
  clientsElsewhere: [],
};
const LATEST: LatestEstate = {
  certificates: [],
  registrations: [],
  served: new Map([['a', new Set(['Contoso', 'Fabrikam'])]]),
  rows: [{ id: 'client:contoso', values: { owner: 'anna' }, problems: [] }],
};
const failure = { reason: 'timed-out', sentence: 'It did not answer.' } as const;
const LOST: Lost = { at: NOW, sightings: [{ target: target(), observation: { saw: 'nothing', failure } }] };
const TALLY: Tally = { ...NOTHING_DONE, recorded: 7 };

async function talliesOf(files: SweepFiles, manifest: string): Promise<(Tally | FailedBatch)[]> {
  const all: (Tally | FailedBatch)[] = [];
  for await (const tally of files.tallies(manifest)) all.push(tally);
  return all;
}

/** What is written at once under the name of a sweep, and what then stands there. */
const OBJECTS = [
  [
    'what is shared',
    (files: SweepFiles, sweep: string) => files.writeShared(sweep, SHARED),
    async (sweep: string) => listed(await straight().readShared(sweep)),
    SHARED,
  ],
  [
    'what is kept for edits',
    (files: SweepFiles) => files.writeLatest(LATEST),
    async () => listed(await straight().readLatest()),
    LATEST,
  ],
  [
    'what is lost',
    (files: SweepFiles, sweep: string) => files.keepLost(sweep, '1', LOST),
    (sweep: string) => straight().readLost(`sweeps/${sweep}/lost/1.json`),
    LOST,
  ],
  [
    'what a part has come to',
    (files: SweepFiles, sweep: string) => files.keepTally(sweep, TALLY),
    (sweep: string) => straight().readTally(sweep),
    TALLY,
  ],
] as const;

const WRITES = [
  ['the manifest', (files: SweepFiles, sweep: string) => files.writeBatches(sweep, (write) => write(BATCHES))],
  ...OBJECTS.map(([what, write]) => [what, write] as const),
] as const;

/** What is read, once it is written. */
const READS = [
  ['what is shared', async (files: SweepFiles, sweep: string) => listed(await files.readShared(sweep)), SHARED],
  ['what is kept for edits', async (files: SweepFiles) => listed(await files.readLatest()), LATEST],
  ['what is lost', (files: SweepFiles, sweep: string) => files.readLost(`sweeps/${sweep}/lost/1.json`), LOST],
  ['what a part has come to', (files: SweepFiles, sweep: string) => files.readTally(sweep), TALLY],
  [
    'what batches have come to',
    (files: SweepFiles, sweep: string) => talliesOf(files, `${sweep}/m`),
    Array(500).fill(TALLY),
  ],
] as const;

async function everything(): Promise<string> {
  const sweep = name();
  const files = straight();
  await files.writeShared(sweep, SHARED);
  await files.writeLatest(LATEST);
  await files.keepLost(sweep, '1', LOST);
  await files.keepTally(sweep, TALLY);
  await s3.put(`${sweep}/s`, `${JSON.stringify(TALLY)}\n`.repeat(500));
  await s3.put(`${sweep}/m`, JSON.stringify({ ResultFiles: { SUCCEEDED: [{ Key: `${sweep}/s` }] } }));
  return sweep;
}

/** Lets the first call of each operation meet the fault. */
function onceEach(fault: Fault): FaultProxy['plan'] {
  return (_operation, nth) => (nth === 1 ? fault : undefined);
}

describe.each(HOW)('where S3 %s', (_, fault) => {
  test.each(OBJECTS)('once, %s is written all the same', async (__, write, read, expected) => {
    const sweep = name();
    proxy.plan = onceEach(fault);
    await write(patient(), sweep);
    expect(await read(sweep)).toEqual(expected);
  });

  test.each(WRITES)('for good, whoever writes %s hears of it', async (__, write) => {
    proxy.plan = () => fault;
    await expect(write(hasty(), name())).rejects.toThrow();
  });

  test.each(READS)('once, %s is read all the same', async (__, read, expected) => {
    const sweep = await everything();
    proxy.plan = onceEach(fault);
    expect(await read(patient(), sweep)).toEqual(expected);
  });

  test.each(READS)('for good, whoever reads %s hears of it', async (__, read) => {
    const sweep = await everything();
    proxy.plan = () => fault;
    await expect(read(hasty(), sweep)).rejects.toThrow();
  });
});

describe.each([
  ['breaks off', { do: 'cut midway' }],
  ['falls silent', { do: 'say half' }],
] as const)('where S3 %s in the midst of an answer', (_, fault) => {
  test.each(READS)('half of %s is not taken for the whole, nor waited for without end', async (__, read) => {
    const sweep = await everything();
    proxy.plan = () => fault;
    await expect(read(hasty(), sweep)).rejects.toThrow();
  });

  test('some of what batches have come to is not taken for all of it', async () => {
    const sweep = await everything();
    proxy.plan = (_operation, nth) => (nth === 2 ? fault : undefined);
    await expect(talliesOf(hasty(), `${sweep}/m`)).rejects.toThrow();
  });
});

describe('a manifest', () => {
  const fails: Fault = { do: 'fail', status: 500, code: 'InternalError' };
  const ONCE = [
    ...HOW.filter(([, { do: what }]) => what !== 'accept and cut'),
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html: of the end it says so while it works on it.
    ['says that all is well, and then that it is not,', { do: 'fail', status: 200, code: 'InternalError' }],
  ] as const;

  test.each(ONCE)('is written though S3 %s once', async (_, fault) => {
    const sweep = name();
    proxy.plan = onceEach(fault);
    await patient().writeBatches(sweep, (write) => write(BATCHES));
    expect(await linesOf(sweep)).toHaveLength(BATCHES.length);
  });

  test.each([
    ['the first part', 'UploadPart', 1],
    ['the last part', 'UploadPart', 2],
    ['the end', 'CompleteMultipartUpload', 1],
  ])('is given up where %s cannot be written, and what another attempt had written stands', async (__, failing, at) => {
    const sweep = name();
    await straight().writeBatches(sweep, (write) => write([EARLIER]));
    proxy.plan = (operation, nth) => (operation === failing && nth === at ? fails : undefined);
    await expect(writeAll(sweep)).rejects.toThrow('InternalError');
    expect(proxy.calls.at(-1)).toBe('AbortMultipartUpload');
    expect(await linesOf(sweep)).toEqual([JSON.stringify(EARLIER)]);
  });

  test('that cannot even be given up tells why it was not written', async () => {
    proxy.plan = (operation) => (/UploadPart|Abort/.test(operation) ? fails : undefined);
    await expect(writeAll(name())).rejects.toMatchObject({ $response: { statusCode: 500 } });
    expect(proxy.calls).toContain('AbortMultipartUpload');
  });

  test('that is given up takes nothing more of those that go on reading', async () => {
    let late: Promise<void> | undefined;
    const failing = once().writeBatches(name(), async (write) => {
      late = new Promise<void>((resolve) => setImmediate(resolve)).then(() => failing.catch(() => write(BATCHES)));
      throw new Error('DynamoDB is down');
    });
    await expect(failing).rejects.toThrow('DynamoDB is down');
    await expect(late).rejects.toThrow('given up');
    expect(proxy.calls).not.toContain('UploadPart');
  });

  test('that was completed without an answer is written over by another attempt', async () => {
    const sweep = name();
    proxy.plan = onceEach({ do: 'accept and cut' });
    await expect(patient().writeBatches(sweep, (write) => write([EARLIER]))).rejects.toThrow('does not exist');
    await writeAll(sweep);
    expect(await linesOf(sweep)).toHaveLength(BATCHES.length);
  });

  const linesOf = async (sweep: string) => (await s3.get(`sweeps/${sweep}/manifest.jsonl`)).trimEnd().split('\n');
  const writeAll = (sweep: string) =>
    once().writeBatches(sweep, async (write) => {
      for (const batch of BATCHES) await write([batch]);
    });
});

test('an attempt that lost nothing takes away what one before has kept, whatever S3 does about it once', async () => {
  const sweep = await everything();
  for (const [, fault] of HOW) {
    await straight().keepLost(sweep, '1', LOST);
    proxy.calls.length = 0;
    proxy.plan = onceEach(fault);
    await patient().keepLost(sweep, '1', { ...LOST, sightings: [] });
    expect([proxy.calls, await s3.list(`sweeps/${sweep}/lost/`)]).toEqual([['DeleteObject', 'DeleteObject'], []]);
  }
});

describe('what a warm function keeps', () => {
  test('is what it has read, and never that it could not', async () => {
    const sweep = await everything();
    const wholeOf = wholes(once());
    for (const [, fault] of HOW) {
      proxy.plan = () => fault;
      await expect(wholeOf(sweep)).rejects.toThrow();
    }
    proxy.plan = () => undefined;
    expect(listed((await wholeOf(sweep)).shared)).toEqual(SHARED);
    proxy.plan = () => ({ do: 'cut' });
    expect(listed((await wholeOf(sweep)).shared)).toEqual(SHARED);
  });
});
