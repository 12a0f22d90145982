import { createAws } from '../lambda/aws/clients';
import type { Glimpse } from '../lambda/core/glimpse';
import { DAY } from '../lambda/core/instant';
import { CLOUD } from '../lambda/core/read-targets';
import type { Row } from '../lambda/core/row';
import { gatherBatches } from '../lambda/stages/distributed/gather';
import type { Parts } from '../lambda/stages/distributed/parts';
import type { SweepFiles } from '../lambda/store/sweep-files';
import { mib, type Report } from './report';
import type { Workspace } from './workspace';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const QUICK = [1_000, 10_000] as const;
const PAGE = 1_000;
const CLIENTS = 5_000;
const NOW = Date.UTC(2026, 10, 22);

/**
 * What the first part of a distributed sweep takes by itself: everything but DynamoDB and S3, whose answers are made as they are
 * asked for. Each target has a certificate of its own, the worst that can be.
 */
export async function gather({ quick }: Workspace): Promise<Report> {
  const rows: string[][] = [];
  for (const size of quick ? QUICK : SIZES) rows.push(await measured(size));
  return {
    title: 'Gathering the batches of a distributed sweep',
    headings: ['targets', 'CPU, s', 'µs a target', 'peak memory, MiB', 'batches', 'manifest, MiB'],
    rows,
    notes: ['CPU is user and system. Memory is resident, of a process that has measured the smaller sizes before.'],
  };
}

async function measured(size: number): Promise<string[]> {
  const before = process.cpuUsage();
  let peak = 0;
  const sample = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const written = { bytes: 0 };
  const { batches } = await gatherBatches('bench', partsOf(size, written, sample));
  const { user, system } = process.cpuUsage(before);
  const microseconds = user + system;
  return [
    size.toLocaleString('en'),
    (microseconds / 1e6).toFixed(1),
    (microseconds / size).toFixed(0),
    mib(peak),
    batches.toLocaleString('en'),
    mib(written.bytes),
  ];
}

function partsOf(size: number, written: { bytes: number }, sample: () => void): Parts {
  return {
    world: {
      results: {
        latest: never,
        eachResult: never,
        read: never,
        record: never,
        outbox: never,
        keep: never,
        said: never,
        strike: never,
        takeLease: never,
        renewLease: never,
        releaseLease: never,
        lastDigest: never,
        markDigest: never,
        retire: never,
      },
      look: { now: () => NOW, timeout: 1_000, aws: createAws({ region: 'eu-west-1' }) },
      location: CLOUD,
      concurrency: 10,
    },
    tables: {
      async eachGlimpse(see) {
        for (let i = 0; i < size; i++) {
          see(glimpse(i));
          if (i % PAGE === 0) sample();
        }
      },
      async eachRow(see) {
        for (let i = 0; i < size; i += PAGE) {
          await see(Array.from({ length: PAGE }, (_, j) => row(i + j)));
          sample();
        }
      },
      resultsOf: async () => new Map(),
    },
    files: filesThatForget(written),
  };
}

function filesThatForget(written: { bytes: number }): SweepFiles {
  return {
    writeBatches: (_sweep, produce) =>
      produce(async (batches) => {
        for (const batch of batches) written.bytes += JSON.stringify(batch).length + 1;
      }),
    writeShared: async () => undefined,
    readShared: never,
    writeLatest: async () => undefined,
    readLatest: never,
    keepLost: async () => undefined,
    readLost: never,
    keepTally: async () => undefined,
    readTally: never,
    tallies: () => {
      throw new Error('nothing was written');
    },
  };
}

async function never(): Promise<never> {
  throw new Error('this is not asked for here');
}

function nameOf(i: number): string {
  return `www${i}.client${i % CLIENTS}.example`;
}

function row(i: number): Row {
  const client = `Client ${i % CLIENTS}`;
  return { target: nameOf(i), client, owner: 'it@example.com', service: 'web shop', notes: 'behind the balancer' };
}

function glimpse(i: number): Glimpse {
  const expires = NOW + (i % 90) * DAY;
  const serial = (2n ** 120n + BigInt(i)).toString(16).toUpperCase();
  const sha256 = i.toString(16).padStart(64, '0');
  const expiry = {
    of: 'certificate',
    what: nameOf(i),
    expires,
    notBefore: expires - 90 * DAY,
    serial,
    sha256,
  } as const;
  const memory = { lastSeen: [{ expiry, at: [{ address: '192.0.2.1', time: NOW }] }] };
  const base = { target: nameOf(i), kind: 'tls', client: `Client ${i % CLIENTS}`, location: CLOUD } as const;
  return { ...base, seen: i % 50 !== 0, checkedAt: NOW, memory };
}
