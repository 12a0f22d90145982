import { S3Client } from '@aws-sdk/client-s3';
import { handler } from '../lambda/handlers/check';
import { wholes } from '../lambda/stages/distributed/parts';
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
  /** Bytes resident before, at the end, and at most. */
  readonly before: number;
  readonly resident: number;
  readonly peak: number;
  /** Milliseconds of the processor, user and system, all threads; and of all questions together. */
  readonly cpu: number;
  readonly asking: number;
  /** How many of the names somebody holds a certificate for. */
  readonly found: number;
}

async function hold({ s3: endpoint, bucket, sweep, names }: HolderJob): Promise<Held> {
  // The rest of the function lies in memory, too.
  if (typeof handler !== 'function') throw new Error('there is no function');
  const wholeOf = wholes(openSweepFiles(new S3Client({ ...EMULATED, endpoint, forcePathStyle: true }), bucket));
  const before = process.memoryUsage.rss();
  const start = process.cpuUsage();
  const { estate } = await wholeOf(sweep);
  const { user, system } = process.cpuUsage(start);
  const asked = performance.now();
  const found = names.filter((name) => estate.certificates.covering(name).length > 0).length;
  const asking = performance.now() - asked;
  const resident = process.memoryUsage.rss();
  const peak = process.resourceUsage().maxRSS * 1024;
  return { before, resident, peak, cpu: (user + system) / 1_000, asking, found };
}

process.once('disconnect', () => process.exit());
process.once('message', async (job: HolderJob) => {
  process.send?.(await hold(job));
});
