import { keyOf, listOf } from './kinds';
import { IN_FLIGHT } from './list';
import { learnt, notesOn, onLoopback } from './loopback';
import { nodes } from './nodes';
import { faultsIn, mib, type Report } from './report';
import type { Workspace } from './workspace';

const TIMEOUT = 3_000;

/** What looks cost in memory while they wait for servers that were good and do not answer any more. */
export function waiting(workspace: Workspace): Promise<Report> {
  return onLoopback(workspace, async (loopback) => {
    const { farm, prober } = loopback;
    const list = listOf(farm, 'silent', IN_FLIGHT);
    const rows: string[][] = [];
    const wrong: string[] = [];
    const { programs, notes } = nodes();
    for (const [name, node] of programs) {
      const ask = prober(node);
      const good = listOf(farm, 'TLSv1.2 and TLSv1.3', IN_FLIGHT);
      const settled = await learnt(ask, farm, ['TLSv1.2 and TLSv1.3']);
      const chains = Object.fromEntries(
        list.flatMap((listed, i) => {
          const chain = settled[keyOf(good[i] ?? listed)];
          return chain ? [[keyOf(listed), chain]] : [];
        }),
      );
      const own = await ask({ how: 'look', list, chains, concurrency: IN_FLIGHT, timeout: TIMEOUT, collect: true });
      const { rise } = own;
      rows.push([name, kibEach(rise.resident), kibEach(rise.heap), mib(rise.resident)]);
      wrong.push(...own.wrong);
    }
    return {
      title: 'Memory of looks that wait',
      headings: ['what', 'resident, KiB each', 'heap, KiB each', 'resident MiB'],
      rows,
      notes: [`${IN_FLIGHT} at once: their readers wait, and then their full checks.`, ...notesOn(loopback), ...notes],
      faults: faultsIn(wrong),
    };
  });
}

function kibEach(bytes: number): string {
  return (bytes / 1024 / IN_FLIGHT).toFixed(1);
}
