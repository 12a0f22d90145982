import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { openSweepFiles } from '../lambda/store/s3-sweep-files';
import { listening } from '../test/servers/running';
import { EMULATED } from './emulated-aws';
import { sharedOf } from './held-file';
import type { Held, HolderJob } from './holder';
import { built } from './loopback';
import { answerOf, endWorker, startWorker } from './processes';
import { mib, type Report } from './report';
import type { Workspace } from './workspace';

const SIZES = [1_000, 100_000, 200_000, 300_000] as const;
const QUICK = [1_000] as const;
const LONGEST = 180_000;
const BUCKET = 'sweep-files';

/** MiB of the function, and what Lambda lets Node take of it: for old objects, and for each half of the young. */
const CHECK_MIB = 512;
const LIKE_LAMBDA = [
  `--max-old-space-size=${Math.floor(CHECK_MIB * 0.9)}`,
  `--max-semi-space-size=${Math.floor(CHECK_MIB * 0.05)}`,
];

/** What a function that looks at batches takes to know all that inventories hold: it reads it at the first batch of each sweep. */
export async function held({ quick, folder }: Workspace): Promise<Report> {
  const script = await built('holder', folder);
  const s3 = await startStore();
  const rows: string[][] = [];
  try {
    for (const size of quick ? QUICK : SIZES) rows.push(await measured(size, script, s3));
  } finally {
    await s3.close();
  }
  return {
    title: 'What inventories hold, in the function that looks at batches',
    headings: [
      'certificates',
      'file, MiB',
      'before, MiB',
      'first batch, MiB',
      'peak, MiB',
      'first, CPU s',
      'other, CPU ms',
    ],
    rows,
    notes: [
      `Resident, of a process of its own with ${LIKE_LAMBDA.join(' ')}: the function itself over four sweeps of`,
      'fifty batches, whose looks are answered at once. Every other certificate is served and attached, every third was',
      'renewed in its place, every tenth has something in the way of its renewal.',
    ],
  };
}

interface Store {
  readonly endpoint: string;
  /** Bytes of what was last put. */
  readonly size: () => number;
  readonly close: () => Promise<void>;
}

/** Gives back what was last put: the emulator of S3 takes no objects of this size in one piece. */
async function startStore(): Promise<Store> {
  let kept = Buffer.alloc(0);
  const server = createServer(async (request, response) => {
    if (request.method === 'PUT') kept = await buffer(request);
    response.end(request.method === 'GET' ? kept : undefined);
  });
  const { port, close } = await listening(server);
  return { endpoint: `http://127.0.0.1:${port}`, size: () => kept.length, close };
}

async function measured(size: number, script: string, { endpoint, size: bytes }: Store): Promise<string[]> {
  const client = new S3Client({
    ...EMULATED,
    endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await openSweepFiles(client, BUCKET).writeShared('held', sharedOf(size));
  client.destroy();
  const worker = startWorker('measured', [...LIKE_LAMBDA, script]);
  try {
    worker.send({ s3: endpoint, bucket: BUCKET, size } satisfies HolderJob);
    const { before, resident, peak, first, other } = await answerOf<Held>(worker, LONGEST);
    const figures = [bytes(), before, resident, peak].map(mib);
    return [size.toLocaleString('en'), ...figures, (first / 1_000).toFixed(1), other.toFixed(0)];
  } finally {
    await endWorker(worker);
  }
}
