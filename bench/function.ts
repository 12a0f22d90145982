import { S3Client } from '@aws-sdk/client-s3';
import { handlerOf as checkHandlerOf } from '../lambda/handlers/check';
import { handlerOf as gatherHandlerOf } from '../lambda/handlers/gather';
import type { Parts } from '../lambda/stages/distributed/parts';
import type { World } from '../lambda/stages/world';
import { openLargeTables } from '../lambda/store/dynamo-large-tables';
import { openSweepFiles } from '../lambda/store/s3-sweep-files';
import { contextOf } from './context';
import { EMULATED, TABLES } from './emulated-aws';
import { meterS3, type Traffic } from './meter';
import { stubProbe } from './stub';
import { openSweepWorld } from './sweep-world';
import type { SweepJob } from './sweeper';

/** What a process is at first told to be: one of the functions of a distributed sweep, as a container has it. */
export interface FunctionJob extends SweepJob {
  readonly part: 'gather' | 'check';
  readonly s3: string;
  readonly bucket: string;
  /** Milliseconds that one call may take. */
  readonly timeout: number;
}

/** How one call went, and what the process has taken since its first. */
export interface Called {
  readonly answer?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
  /** Milliseconds of the processor, user and system, all threads. */
  readonly cpu: number;
  /** Bytes resident at most since the process started; and during this call, several times a second and at its end. */
  readonly peak: number;
  readonly resident: readonly number[];
  readonly traffic: Traffic;
}

const SAMPLED_EVERY = 250;

function open({ aws, ca, ahead, stubbed, part, s3: endpoint, bucket, timeout }: FunctionJob) {
  const { world, traffic, database } = openSweepWorld(aws, ca, () => Date.now() + ahead);
  const s3 = new S3Client({ ...EMULATED, endpoint });
  meterS3(s3, traffic);
  const parts: Parts<World> = {
    world: { ...world, ...(stubbed && { probe: stubProbe(world.look.now) }) },
    tables: openLargeTables(database, TABLES),
    files: openSweepFiles(s3, bucket),
  };
  const handler = part === 'gather' ? gatherHandlerOf(() => parts) : checkHandlerOf(() => parts);
  return { handler, traffic, context: contextOf(part, timeout) };
}

let opened: ReturnType<typeof open> | undefined;
const before = process.cpuUsage();

async function call(event: unknown): Promise<Called> {
  if (opened === undefined) throw new Error('it was not told what it is');
  const { handler, traffic, context } = opened;
  const resident: number[] = [];
  const sample = () => void resident.push(process.memoryUsage.rss());
  const timer = setInterval(sample, SAMPLED_EVERY);
  const outcome = await handler(event, context()).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error: { name: nameOf(error), message: String(error) } }),
  );
  clearInterval(timer);
  sample();
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS * 1024;
  return { ...outcome, cpu: (user + system) / 1_000, peak, resident, traffic };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

process.once('disconnect', () => process.exit());
process.once('message', (job: FunctionJob) => {
  opened = open(job);
  process.on('message', async ({ event }: { event: unknown }) => process.send?.(await call(event)));
});
