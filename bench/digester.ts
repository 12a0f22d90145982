import { DAY } from '../lambda/core/instant';
import { digest } from '../lambda/stages/digest';
import type { AwsPlaces } from './emulated-aws';
import { openSweepWorld } from './sweep-world';

/** How a round of digests went, in a process that has done nothing before. */
export interface Round {
  readonly sent: number;
  readonly failures: readonly string[];
  /** Milliseconds of the processor, user and system, all threads. */
  readonly cpu: number;
  /** Bytes resident at most since the process started. */
  readonly peak: number;
}

async function send(aws: AwsPlaces): Promise<Round> {
  const { world } = openSweepWorld(aws, '', Date.now);
  const before = process.cpuUsage();
  const { sent, failures } = await digest(world, { turn: 'bench', next: Date.now() + 7 * DAY });
  const { user, system } = process.cpuUsage(before);
  return { sent, failures, cpu: (user + system) / 1_000, peak: process.resourceUsage().maxRSS * 1024 };
}

process.once('disconnect', () => process.exit());
process.once('message', async (aws: AwsPlaces) => process.send?.(await send(aws)));
