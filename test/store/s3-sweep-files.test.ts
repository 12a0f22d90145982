import type { Batch } from '../../lambda/core/batch';
import type { KnownCertificate } from '../../lambda/core/known-certificate';
import { monitorOf } from '../../lambda/core/monitor';
import { NOTHING_DONE } from '../../lambda/core/tally';
import { openSweepFiles } from '../../lambda/store/s3-sweep-files';
import type { Shared, SweepFiles } from '../../lambda/store/sweep-files';
import { NOW, target } from '../core/builders';
import { type S3Emulator, startS3 } from '../servers/s3-emulator';
import { listed } from './listed';

let s3: S3Emulator;
let files: SweepFiles;

beforeAll(async () => {
  s3 = await startS3();
  files = openSweepFiles(s3.s3, s3.bucket);
});
afterAll(() => s3?.close());

const HELD: KnownCertificate = {
  id: 'arn:1',
  client: 'Contoso',
  names: ['www.example.com'],
  notBefore: NOW,
  notAfter: NOW + 1,
  renewsItself: false,
  isPrivate: false,
  exported: false,
  formerly: [],
};

/** So many batches of about 100 KB. */
function batches(from: number, count: number): Batch[] {
  const values = { notes: 'ü'.repeat(50_000) };
  return Array.from({ length: count }, (_, i) => ({
    batch: `${from + i}`,
    rows: [{ id: `${from + i}`, values, problems: [] }],
  }));
}

describe('the manifest', () => {
  test('has each batch in a line of its own, whoever writes it and however large it gets', async () => {
    await files.writeBatches('large', async (write) => {
      await Promise.all(
        [0, 100].map(async (from) => {
          for (let i = 0; i < 100; i += 10) await write(batches(from + i, 10));
        }),
      );
    });
    const lines = (await s3.get('sweeps/large/manifest.jsonl')).trimEnd().split('\n');
    const names = lines.map((line) => Number(JSON.parse(line).batch));
    expect(names.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });

  test('is there even where there are no batches', async () => {
    await files.writeBatches('empty', async () => undefined);
    expect(await s3.get('sweeps/empty/manifest.jsonl')).toBe('');
  });

  test('is not there where the rows could not be read to their end', async () => {
    const failing = files.writeBatches('failed', async (write) => {
      await write(batches(0, 100));
      throw new Error('DynamoDB is down');
    });
    await expect(failing).rejects.toThrow('DynamoDB is down');
    expect(await s3.list('sweeps/failed/')).toEqual([]);
  });
});

test('what is shared is read as it was written', async () => {
  const shared: Shared = {
    certificates: [HELD],
    registrations: [{ name: 'example.com', expires: NOW, autoRenew: true }],
    served: new Map<string, string | Set<string>>([
      ['a', 'Contoso'],
      ['b', new Set(['Contoso', 'Fabrikam'])],
    ]),
    clients: new Map([['contoso', { owner: 'anna' }]]),
    readAt: NOW,
    monitor: monitorOf([], 'cloud'),
    probers: [{ monitor: monitorOf([], 'hq'), rows: 2 }],
    monitors: ['monitor:cloud'],
    clientsElsewhere: ['Northwind'],
  };
  await files.writeShared('x', shared);
  expect(listed(await files.readShared('x'))).toEqual(shared);
});

test('what is kept for edits is absent before the first sweep, and then as it was written last', async () => {
  expect(await files.readLatest()).toBeUndefined();
  const latest = { certificates: [HELD], registrations: [], served: new Map([['a', 'Contoso']]), rows: [] };
  await files.writeLatest(latest);
  await files.writeLatest({ ...latest, rows: [{ id: 'a', values: { owner: 'anna' }, problems: [] }] });
  expect(listed(await files.readLatest())).toEqual({
    ...latest,
    rows: [{ id: 'a', values: { owner: 'anna' }, problems: [] }],
  });
});

test('what is lost is kept by batch, and taken away by an attempt that lost nothing', async () => {
  const failure = { reason: 'timed-out', sentence: 'It did not answer.' } as const;
  const lost = { at: NOW, sightings: [{ target: target(), observation: { saw: 'nothing', failure } as const }] };
  await files.keepLost('x', '1', lost);
  await files.keepLost('x', '2', lost);
  await files.keepLost('x', '2', { at: NOW, sightings: [] });
  await files.keepLost('x', '3', { at: NOW, sightings: [] });
  const [key = '', ...others] = await s3.list('sweeps/x/lost/');
  expect(others).toEqual([]);
  expect(await files.readLost(key)).toEqual(lost);
});

describe('what the engine wrote', () => {
  async function read(manifest: string | undefined) {
    const all: unknown[] = [];
    for await (const tally of files.tallies(manifest)) all.push(tally);
    return all;
  }

  test('is read line by line, and what failed is told with its batch and cause', async () => {
    const cause = JSON.stringify({ errorType: 'Error', errorMessage: 'no \u202e table', stack: ['x'] });
    const failed = {
      Status: 'FAILED',
      Input: '{"sweep":"x","item":{"batch":"000017","rows":[]}}',
      Error: 'Error',
      Cause: cause,
    };
    await s3.put('s', `${JSON.stringify(NOTHING_DONE)}\n${JSON.stringify(NOTHING_DONE)}`);
    await s3.put('f', JSON.stringify(failed));
    const ResultFiles = { SUCCEEDED: [{ Key: 's' }], FAILED: [{ Key: 'f' }], PENDING: [] };
    await s3.put('m', JSON.stringify({ ResultFiles }));
    expect(await read('m')).toEqual([
      NOTHING_DONE,
      NOTHING_DONE,
      { failed: expect.stringMatching(/^Batch 000017 failed at every attempt: Error no .?table$/) },
    ]);
  });

  test('is nothing where it ran nothing', async () => {
    expect(await read(undefined)).toEqual([]);
  });
});
