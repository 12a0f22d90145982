import { NO_BLACKBOX } from './blackbox';
import { listOf, type Mix } from './kinds';
import { learnt, notesOn, onLoopback } from './loopback';
import { nodes } from './nodes';
import type { Measured } from './prober';
import { faultsIn, mib, type Report, ratio } from './report';
import type { Workspace } from './workspace';

const TIMEOUT = 5_000;
const MIX: Mix = { 'TLSv1.2 and TLSv1.3': 965, silent: 20, slow: 10, refused: 5 };

/** What a list with dead and slow endpoints takes, beside blackbox_exporter; each time in a process that has looked at nothing before. */
export function list(workspace: Workspace): Promise<Report> {
  return onLoopback(workspace, async (loopback) => {
    const { farm, prober, blackbox } = loopback;
    const endpoints = listOf(farm, MIX, workspace.quick ? 1_000 : 10_000);
    const chains = await learnt(prober(), farm, ['TLSv1.2 and TLSv1.3', 'slow']);
    const theirs = await (await blackbox(TIMEOUT))?.(endpoints, IN_FLIGHT);
    const rows = theirs ? [rowOf('blackbox_exporter', theirs, theirs)] : [];
    const wrong = [...(theirs?.wrong ?? [])];
    const { programs, notes } = nodes();
    for (const [name, node] of programs) {
      for (const [what, remembered] of [['chains known', { chains }] as const, ['first sight', {}] as const]) {
        const job = { how: 'look', list: endpoints, concurrency: IN_FLIGHT, timeout: TIMEOUT, ...remembered } as const;
        const own = await prober(node)(job);
        rows.push(rowOf(`${name}: ${what}`, own, theirs));
        wrong.push(...own.wrong);
      }
    }
    return {
      title: `${endpoints.length} endpoints, 2 % never answer, 1 % slow, 0.5 % refuse, ${TIMEOUT / 1000} s deadline`,
      headings: ['what', '× blackbox, CPU', 'CPU s', '× blackbox, wall', 'wall s', 'peak MiB', 'lag p99 ms', 'wrong'],
      rows,
      notes: [
        `One run each, ${IN_FLIGHT} in flight.`,
        ...notesOn(loopback),
        ...notes,
        ...(theirs ? [] : [NO_BLACKBOX]),
      ],
      faults: faultsIn(wrong),
    };
  });
}

/** As many as the budget has sockets. */
export const IN_FLIGHT = 900;

type Looked = Pick<Measured, 'cpu' | 'wall' | 'peak' | 'wrong'> & Partial<Pick<Measured, 'lag'>>;

function rowOf(name: string, { cpu, wall, peak, lag, wrong }: Looked, theirs: Looked | undefined): string[] {
  return [
    name,
    ratio(theirs && cpu / theirs.cpu),
    (cpu / 1000).toFixed(1),
    ratio(theirs && wall / theirs.wall),
    (wall / 1000).toFixed(1),
    mib(peak),
    lag?.toFixed(0) ?? '–',
    `${wrong.length}`,
  ];
}
