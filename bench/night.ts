import { type Chaos, chaos } from '../test/chaos/chaos';
import { definitionIn } from '../test/servers/definition';
import type { Template } from './state-machine';

/** What a process of its own lives through. */
export interface NightJob {
  readonly seed: string;
  readonly rounds: number;
  /** Where sweeps are distributed, what the stack makes. */
  readonly template?: Template;
}

async function liveThrough({ seed, rounds, template }: NightJob): Promise<Chaos> {
  return chaos(seed, rounds, template && ((referred) => definitionIn(template, referred)));
}

process.once('disconnect', () => process.exit());
process.once('message', async (job: NightJob) => process.send?.(await liveThrough(job)));
