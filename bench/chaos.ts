import { join } from 'node:path';
import type { Chaos } from '../test/chaos/chaos';
import type { NightJob } from './night';
import { answerOf, endWorker, startWorker } from './processes';
import type { Report } from './report';
import { distributedTemplate } from './state-machine';
import type { Workspace } from './workspace';

const ROUNDS = 50;

/** Milliseconds that a night may take; half a minute is usual. */
const LONGEST_NIGHT = 600_000;

/** Many nights of sweeps of either kind among faults and deaths, each drawn from another seed, and what was wrong after them. */
export async function chaos({ folder, quick }: Workspace): Promise<Report> {
  // What fails is meant to.
  Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' });
  const template = distributedTemplate(join(folder, 'cdk.out'));
  const kinds = { 'one function': {}, distributed: { template } };
  const seeds = Array.from({ length: quick ? 1 : 20 }, (_, i) => `night ${i + 1}`);
  const rows: string[][] = [];
  const faults: string[] = [];
  for (const [kind, more] of Object.entries(kinds)) {
    for (const seed of seeds) {
      const { wrong, sweeps, killed, notices, repeats } = await lived({ seed, rounds: ROUNDS, ...more });
      rows.push([kind, seed, ...[sweeps, killed, notices, repeats, wrong.length].map(String)]);
      faults.push(...wrong.map((one) => `${kind}, CHAOS_SEED="${seed}": ${one}`));
    }
  }
  return {
    title: `Chaos: ${rows.length * ROUNDS} rounds of sweeps among faults and deaths`,
    headings: ['by', 'seed', 'sweeps', 'killed', 'notices', 'told again for a reason', 'wrong'],
    rows,
    notes: ['A notice is told again for a reason after a death or a cut in the midst of telling it.'],
    faults,
  };
}

async function lived(job: NightJob): Promise<Chaos> {
  const worker = startWorker('measured', ['--import', 'tsx', join(__dirname, 'night.ts')]);
  try {
    worker.send(job);
    return await answerOf(worker, LONGEST_NIGHT);
  } finally {
    await endWorker(worker);
  }
}
