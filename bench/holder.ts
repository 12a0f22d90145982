import { S3Client } from '@aws-sdk/client-s3';
import { handler } from '../lambda/handlers/check';
import { type Whole, wholes } from '../lambda/stages/distributed/parts';
import { openSweepFiles } from '../lambda/store/s3-sweep-files';
import { EMULATED } from './emulated-aws';

/** What a process is told to read, and which host names it is to ask for then. */
export interface HolderJob {
  readonly s3: string;
  readonly bucket: string;
  readonly sweep: string;
  readonly names: readonly string[];
}

/** What came of it. */
export interface Held {
  /** Bytes resident before, with what the first sweep has left, and at most, in three more sweeps. */
  readonly before: number;
  readonly resident: number;
  readonly peak: number;
  /** Milliseconds of the processor, user and system, all threads; and of all questions together. */
  readonly cpu: number;
  readonly asking: number;
  /** How many of the names somebody holds a certificate for. */
  readonly found: number;
}

/** By itself, so that nothing here holds what the function itself has let go. */
function foundIn({ estate }: Whole, names: readonly string[]): number {
  return names.filter((name) => estate.certificates.covering(name).length > 0).length;
}

const LATER = ['-2', '-3', '-4'];

async function hold({ s3: endpoint, bucket, sweep, names }: HolderJob): Promise<Held> {
  // The rest of the function lies in memory, too.
  if (typeof handler !== 'function') throw new Error('there is no function');
  const wholeOf = wholes(openSweepFiles(new S3Client({ ...EMULATED, endpoint, forcePathStyle: true }), bucket));
  const before = process.memoryUsage.rss();
  const start = process.cpuUsage();
  await wholeOf(sweep);
  const { user, system } = process.cpuUsage(start);
  const asked = performance.now();
  const found = foundIn(await wholeOf(sweep), names);
  const asking = performance.now() - asked;
  const resident = process.memoryUsage.rss();
  // A function that stays warm meets the next sweep, whose file takes the place of this one's.
  for (const next of LATER) await wholeOf(`${sweep}${next}`);
  const peak = process.resourceUsage().maxRSS * 1024;
  return { before, resident, peak, cpu: (user + system) / 1_000, asking, found };
}

process.once('disconnect', () => process.exit());
process.once('message', async (job: HolderJob) => {
  process.send?.(await hold(job));
});
