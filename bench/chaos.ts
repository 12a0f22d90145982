import { chaos as liveThrough } from '../test/chaos/chaos';
import type { Report } from './report';
import type { Workspace } from './workspace';

const ROUNDS = 50;

/** Many nights of sweeps among faults and deaths, each drawn from another seed, and what was wrong after them. */
export async function chaos({ quick }: Workspace): Promise<Report> {
  const nights = Array.from({ length: quick ? 1 : 20 }, (_, i) => `night ${i + 1}`);
  const rows: string[][] = [];
  const faults: string[] = [];
  for (const seed of nights) {
    const { wrong, sweeps, killed, notices, repeats } = await liveThrough(seed, ROUNDS);
    rows.push([seed, ...[sweeps, killed, notices, repeats, wrong.length].map(String)]);
    faults.push(...wrong.map((one) => `CHAOS_SEED="${seed}": ${one}`));
  }
  return {
    title: `Chaos: ${nights.length * ROUNDS} rounds of sweeps among faults and deaths`,
    headings: ['seed', 'sweeps', 'killed', 'notices', 'told again for a reason', 'wrong'],
    rows,
    notes: ['A notice is told again for a reason after a death or a cut in the midst of telling it.'],
    faults,
  };
}
