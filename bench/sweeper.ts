import { sweep } from '../lambda/sweep';
import type { AwsPlaces } from './emulated-aws';
import type { Traffic } from './meter';
import { stubProbe } from './stub';
import { openSweepWorld } from './sweep-world';

/** What this process is asked to do: to sweep once, as a function does that has just been started. */
export interface SweepJob {
  readonly aws: AwsPlaces;
  /** PEM of the root that the farm's certificates end at. */
  readonly ca: string;
  /** Milliseconds by which its clock is ahead. */
  readonly ahead: number;
  /** Nothing is looked at; default false. */
  readonly stubbed?: boolean;
}

export interface Swept {
  readonly targets: number;
  /** Results that were worth a write. */
  readonly recorded: number;
  readonly noticesSent: number;
  /** How many targets came to what: `ok`, `info`, `warning`, `critical`. */
  readonly severities: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
  /** Milliseconds of the processor, user and system, all threads. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly wall: number;
  /** Bytes resident at most, since the process started, and before it began. */
  readonly peak: number;
  readonly idle: number;
  readonly traffic: Traffic;
}

async function sweepOnce({ aws, ca, ahead, stubbed }: SweepJob): Promise<Swept> {
  const idle = process.resourceUsage().maxRSS * 1024;
  const { world, traffic } = openSweepWorld(aws, ca, () => Date.now() + ahead);
  const [begun, before] = [performance.now(), process.cpuUsage()];
  const { results, recorded, noticesSent, failures } = await sweep({
    ...world,
    ...(stubbed && { probe: stubProbe(world.look.now) }),
  });
  const { user, system } = process.cpuUsage(before);
  const wall = performance.now() - begun;
  const peak = process.resourceUsage().maxRSS * 1024;
  const severities: Record<string, number> = {};
  for (const { severity } of results) severities[severity] = (severities[severity] ?? 0) + 1;
  const cost = { cpu: (user + system) / 1000, wall, peak, idle, traffic };
  return { targets: results.length, recorded, noticesSent, severities, failures: failures.slice(0, 5), ...cost };
}

process.once('disconnect', () => process.exit());
process.on('message', async (job: SweepJob) => process.send?.(await sweepOnce(job)));
