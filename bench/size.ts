import { listOf } from './kinds';
import { learnt, notesOn, onLoopback, right } from './loopback';
import { type Contender, inRounds, median, medianRatio } from './measure';
import { nodes } from './nodes';
import { type Report, ratio } from './report';
import type { Workspace } from './workspace';

const KIND = 'TLSv1.2 and TLSv1.3';
const IN_FLIGHT = 100;

/** Whether a check costs the same in a large estate as in a small one. */
export function size(workspace: Workspace): Promise<Report> {
  return onLoopback(workspace, async (loopback) => {
    const { farm, prober } = loopback;
    const [rounds, small, large] = workspace.quick ? [2, 500, 2_000] : [3, 1_000, 50_000];
    const { programs, notes } = nodes();
    const [[name, node] = []] = programs;
    const ask = prober(node);
    const chains = await learnt(ask, farm, [KIND]);
    const looksAt = async (count: number) => {
      const list = listOf(farm, KIND, count);
      const { cpu, looks } = right(await ask({ how: 'look', list, chains, concurrency: IN_FLIGHT, timeout: 10_000 }));
      return cpu / looks;
    };
    // Ten times, for a figure that is as steady.
    const smallOnes = async () => {
      const costs: number[] = [];
      while (costs.length < 10) costs.push(await looksAt(small));
      return median(costs);
    };
    await looksAt(5 * small);
    const outcomes = await inRounds<number, Contender<number>>(rounds, [
      { name: `${small}`, measure: smallOnes },
      { name: `${large}`, measure: () => looksAt(large) },
    ]);
    const reference = outcomes[0]?.rounds ?? [];
    return {
      title: `Cost by size, chains known, ${name}`,
      headings: ['endpoints', `× ${small}`, 'CPU ms a check'],
      rows: outcomes.map(({ name, rounds }) => [
        name,
        ratio(medianRatio(rounds, reference)),
        median(rounds).toFixed(3),
      ]),
      notes: [`Medians of ${rounds} interleaved rounds, ${IN_FLIGHT} in flight.`, ...notesOn(loopback), ...notes],
    };
  });
}
