import { S3Client } from '@aws-sdk/client-s3';
import { createAws } from '../lambda/aws/clients';
import { CLOUD } from '../lambda/core/read-targets';
import { handlerOf } from '../lambda/handlers/check';
import type { Parts } from '../lambda/stages/distributed/parts';
import { openSweepFiles } from '../lambda/store/s3-sweep-files';
import { certificate, endpoint, NOW, serving } from '../test/core/builders';
import { contextOf } from './context';
import { EMULATED } from './emulated-aws';
import { domainOf } from './held-file';
import { NO_RESULTS, never } from './no-results';

/** What a process is told: where what is held lies, and of how many certificates. */
export interface HolderJob {
  readonly s3: string;
  readonly bucket: string;
  readonly size: number;
}

/** What came of it. */
export interface Held {
  /** Bytes resident before, after the first batch of the first sweep, and at most. */
  readonly before: number;
  readonly resident: number;
  readonly peak: number;
  /** Milliseconds of the processor, user and system, all threads, for the first batch and for one of the others. */
  readonly first: number;
  readonly other: number;
}

const SWEEPS = 4;
const BATCHES = 50;
const ROWS = 100;

/** The function that looks at batches, with nothing around it but S3: a look is answered at once, and what is recorded is forgotten. */
function partsOf({ s3: endpointOfS3, bucket }: HolderJob): Parts {
  const s3 = new S3Client({ ...EMULATED, endpoint: endpointOfS3, forcePathStyle: true });
  return {
    files: { ...openSweepFiles(s3, bucket), keepLost: async () => undefined },
    tables: { eachRow: never, eachGlimpse: never, resultsOf: async () => new Map() },
    world: {
      results: { ...NO_RESULTS, record: async () => 'recorded' },
      look: { now: () => NOW, timeout: 1_000, aws: createAws({ region: 'eu-west-1' }) },
      location: CLOUD,
      concurrency: 900,
      // Near its end, so that somebody asks for its successor.
      probe: async (target) => [
        { target, observation: endpoint(serving(certificate(20, { serial: target.id, names: [target.id] }))) },
      ],
    },
  };
}

async function hold(job: HolderJob): Promise<Held> {
  const handler = handlerOf(() => partsOf(job));
  const check = (sweep: number, batch: number) => {
    const names = Array.from({ length: ROWS }, (_, i) => domainOf((batch * ROWS + i) % (2 * job.size)));
    const rows = names.map((id) => ({ id, values: { client: 'Client 1' }, problems: [] }));
    return handler(
      { task: 'check', sweep: `${sweep}`, item: { batch: `${batch}`, rows } },
      contextOf('check', 60_000)(),
    );
  };
  const before = process.memoryUsage.rss();
  const start = process.cpuUsage();
  const { recorded } = await check(0, 0);
  if (recorded !== ROWS) throw new Error(`${recorded} of ${ROWS} were recorded`);
  const first = millisecondsSince(start);
  const resident = process.memoryUsage.rss();
  for (let batch = 1; batch < BATCHES; batch++) await check(0, batch);
  const other = (millisecondsSince(start) - first) / (BATCHES - 1);
  // A function that stays warm meets the next sweep, whose file takes the place of this one's.
  for (let sweep = 1; sweep < SWEEPS; sweep++) {
    for (let batch = 0; batch < BATCHES; batch++) await check(sweep, batch);
  }
  return { before, resident, peak: process.resourceUsage().maxRSS * 1024, first, other };
}

function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

process.once('disconnect', () => process.exit());
process.once('message', async (job: HolderJob) => {
  process.send?.(await hold(job));
});
