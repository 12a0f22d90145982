import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { DAY } from '../lambda/core/instant';
import type { KnownCertificate } from '../lambda/core/known-certificate';
import { monitorOf } from '../lambda/core/monitor';
import { CLOUD } from '../lambda/core/read-targets';
import { openSweepFiles } from '../lambda/store/s3-sweep-files';
import type { Shared } from '../lambda/store/sweep-files';
import { EMULATED } from './emulated-aws';
import type { Held, HolderJob } from './holder';
import { built } from './loopback';
import { answerOf, endWorker, startWorker } from './processes';
import { mib, type Report } from './report';
import type { Workspace } from './workspace';

const SIZES = [1_000, 100_000, 300_000] as const;
const QUICK = [1_000] as const;
const NOW = Date.UTC(2026, 10, 22);
const CLIENTS = 5_000;
const ASKED = 100_000;
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
    headings: ['certificates', 'file, MiB', 'before, MiB', 'after, MiB', 'peak, MiB', 'CPU, s', 'µs a question'],
    rows,
    notes: [
      `Resident, of a process of its own with ${LIKE_LAMBDA.join(' ')}. Every other one is served and attached, every third`,
      'was renewed in its place, every tenth has something in the way of its renewal.',
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    size: () => kept.length,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function measured(size: number, script: string, { endpoint, size: bytes }: Store): Promise<string[]> {
  const sweep = `held-${size}`;
  const client = new S3Client({
    ...EMULATED,
    endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await openSweepFiles(client, BUCKET).writeShared(sweep, sharedOf(size));
  const names = Array.from({ length: ASKED }, (_, i) => `www.${domainOf(Math.floor((i * 2 * size) / ASKED))}`);
  const worker = startWorker('measured', [...LIKE_LAMBDA, script]);
  try {
    worker.send({ s3: endpoint, bucket: BUCKET, sweep, names } satisfies HolderJob);
    const { before, resident, peak, cpu, asking, found } = await answerOf<Held>(worker, 120_000);
    if (found !== ASKED / 2) throw new Error(`${found} of ${ASKED} were found`);
    const figures = [mib(bytes()), mib(before), mib(resident), mib(peak), (cpu / 1_000).toFixed(1)];
    return [size.toLocaleString('en'), ...figures, ((asking / ASKED) * 1_000).toFixed(1)];
  } finally {
    client.destroy();
    await endWorker(worker);
  }
}

export function sharedOf(size: number): Shared {
  const certificates = Array.from({ length: size }, (_, i) => certificate(i));
  return {
    certificates,
    served: new Map(
      certificates.flatMap(({ serial, notAfter, client }, i) => (i % 2 ? [[`${serial} ${notAfter}`, client]] : [])),
    ),
    registrations: [],
    clients: new Map(),
    readAt: NOW,
    monitor: monitorOf([], CLOUD),
    probers: [],
    monitors: [],
    clientsElsewhere: [],
  };
}

function domainOf(i: number): string {
  return `department-${i % 10}.customer${i}.example`;
}

/** As long as those of ACM are. */
function certificate(i: number): KnownCertificate {
  const hex = (BigInt(i) * 0x9e3779b97f4a7c15f39cc0605cedc835n) & (2n ** 128n - 1n);
  const serial = hex.toString(16).padStart(32, '0').toUpperCase();
  const uuid = serial.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const arn = (service: string, what: string) => `arn:aws:${service}:eu-central-1:123456789012:${what}/${uuid}`;
  const notBefore = NOW - (i % 300) * DAY;
  const domain = domainOf(i);
  const names = i % 2 ? [domain, `www.${domain}`] : [domain, `*.${domain}`, `mail.${domain}`];
  const former = { notBefore: notBefore - 300 * DAY, notAfter: notBefore + 98 * DAY, serial: `A${serial.slice(1)}` };
  return {
    id: arn('acm', 'certificate'),
    client: `Client ${i % CLIENTS}`,
    names,
    notBefore,
    notAfter: notBefore + 398 * DAY,
    serial,
    renewsItself: i % 3 === 0,
    isPrivate: false,
    exported: false,
    ...(i % 2 && { usedBy: [arn('elasticloadbalancing', `loadbalancer/app/front-${i}`)] }),
    ...(i % 10 === 0 && {
      preflight: { at: NOW, obstacles: [{ why: 'validation-record-missing', record: `_${uuid}.${domain} CNAME x` }] },
    }),
    formerly: i % 3 === 0 ? [former] : [],
  };
}
