import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { built } from './loopback';
import type { Named, NameJob } from './namer';
import { nodes } from './nodes';
import { answerOf, endWorker, startWorker } from './processes';
import { faultsIn, type Report, ratio } from './report';
import type { Workspace } from './workspace';

/** As `dns.lookup` does it, on libuv's threads. */
const FOUR = 4;
const LONGEST = 120_000;

/** How many names a second are found by a server that takes 20 ms and never answers for 2 % of them. */
export async function names({ folder, quick }: Workspace): Promise<Report> {
  const workers: ChildProcess[] = [];
  try {
    const serving = startWorker('server', ['--import', 'tsx', join(__dirname, 'name-server.ts')]);
    workers.push(serving);
    const server = await answerOf<string>(serving);
    const { programs, notes } = nodes();
    const [[name, node] = []] = programs;
    const finding = startWorker('measured', [await built('namer', folder)], node);
    workers.push(finding);
    const found = (count: number, concurrency: number) => {
      finding.send({ server, count, concurrency } satisfies NameJob);
      return answerOf<Named>(finding, LONGEST);
    };
    const [few, many] = quick ? [50, 1_000] : [400, 10_000];
    const four = await found(few, FOUR);
    const rows = [rowOf(FOUR, four, four)];
    const wrong = [...four.wrong];
    for (const concurrency of [100, 200, 500, 900]) {
      const own = await found(many, concurrency);
      rows.push(rowOf(concurrency, own, four));
      wrong.push(...own.wrong);
    }
    return {
      title: `Names, a resolver of 20 ms, 2 % never answered, ${name}`,
      headings: ['in flight', `× ${FOUR} in flight`, 'names a second', 'CPU ms a name', 'wrong'],
      rows,
      notes: [`${many} names each, ${few} of them ${FOUR} in flight, as many as dns.lookup has.`, ...notes],
      faults: faultsIn(wrong),
    };
  } finally {
    await Promise.all(workers.map(endWorker));
  }
}

function rowOf(concurrency: number, own: Named, reference: Named): string[] {
  const cpu = (own.cpu / own.names).toFixed(3);
  return [`${concurrency}`, ratio(rate(own) / rate(reference)), rate(own).toFixed(0), cpu, `${own.wrong.length}`];
}

function rate({ names, wall }: Named): number {
  return (names / wall) * 1000;
}
