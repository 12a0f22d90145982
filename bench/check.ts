import { NO_BLACKBOX } from './blackbox';
import { floor, NO_FLOOR } from './floor';
import { type Kind, listOf } from './kinds';
import { type Loopback, learnt, notesOn, onLoopback, right } from './loopback';
import { type Contender, inRounds, median, medianRatio, type Outcome } from './measure';
import { nodes } from './nodes';
import type { Job, Measured } from './prober';
import { type Report, ratio } from './report';
import type { Workspace } from './workspace';

const CONCURRENCY = 100;
const TIMEOUT = 10_000;
const BOTH = 'TLSv1.2 and TLSv1.3';
const ONLY_13 = 'TLSv1.3';

type Cost = Pick<Measured, 'looks' | 'cpu'>;

interface Checker extends Contender<Cost> {
  readonly who: 'notafter' | 'blackbox' | 'floor';
  readonly kind: Kind;
}

/** What one check costs the processor, by depth, beside blackbox_exporter and beside a C program that only reads. */
export function check(workspace: Workspace): Promise<Report> {
  return onLoopback(workspace, async (loopback) => {
    const { folder, quick } = workspace;
    const { hosts, ports } = loopback.farm;
    const looks = quick ? 100 : hosts.length;
    const peers = await blackboxes(loopback, looks);
    const [host = ''] = hosts;
    const readers = floorsAt({ folder, host, port: ports[BOTH] }, looks);
    const { programs, notes } = nodes();
    const own: Checker[] = [];
    for (const [name, node] of programs) own.push(...(await checkers(name, node, loopback, looks)));
    const rounds = quick ? 2 : 5;
    const outcomes = await inRounds<Cost, Checker>(rounds, [...own, ...peers, ...readers]);
    return {
      title: 'A check: CPU, user and system',
      headings: ['what', '× blackbox', '× C, reading', 'CPU ms', 'least', 'most'],
      rows: outcomes.map((outcome) => rowOf(outcome, outcomes)),
      notes: [
        `Medians of ${rounds} interleaved rounds, ${CONCURRENCY} in flight; every outcome was right.`,
        ...notesOn(loopback),
        ...notes,
        ...(peers.length === 0 ? [NO_BLACKBOX] : []),
        ...(readers.length === 0 ? [NO_FLOOR] : []),
      ],
    };
  });
}

/** Their code is warm, and they know every chain. */
async function checkers(name: string, node: string, { prober, farm }: Loopback, looks: number): Promise<Checker[]> {
  const ask = prober(node);
  const chains = await learnt(ask, farm, [BOTH, ONLY_13]);
  const checking = (kind: Kind, what: string, count: number, job: Pick<Job, 'how' | 'chains'>): Checker => {
    const list = listOf(farm, kind, count);
    const measure = async () => right(await ask({ ...job, list, concurrency: CONCURRENCY, timeout: TIMEOUT }));
    return { who: 'notafter', kind, name: `${name}: ${what}`, measure };
  };
  const own = [
    checking(BOTH, 'chains known', 4 * looks, { how: 'look', chains }),
    checking(BOTH, 'full check alone', 2 * looks, { how: 'full' }),
    checking(BOTH, 'first sight', 2 * looks, { how: 'look' }),
    checking(ONLY_13, 'TLS 1.3 only, chains known', 2 * looks, { how: 'look', chains }),
  ];
  for (const { measure } of own) await measure();
  return own;
}

async function blackboxes({ blackbox, farm }: Loopback, looks: number): Promise<Checker[]> {
  const ask = await blackbox(TIMEOUT);
  if (ask === undefined) return [];
  return ([BOTH, ONLY_13] as const).map((kind) => {
    const list = listOf(farm, kind, 2 * looks);
    const name = `blackbox_exporter${kind === ONLY_13 ? ', TLS 1.3 only' : ''}`;
    return { who: 'blackbox', kind, name, measure: async () => right(await ask(list, CONCURRENCY)) };
  });
}

function floorsAt(at: { folder: string; host: string; port: number }, looks: number): Checker[] {
  return [CONCURRENCY, 1].flatMap((concurrency): Checker[] => {
    const read = floor({ ...at, concurrency });
    const name = `C, reading to Certificate, ${concurrency} in flight`;
    return read ? [{ who: 'floor', kind: BOTH, name, measure: () => read(20 * looks) }] : [];
  });
}

function rowOf({ name, kind, rounds }: Checker & Outcome<Cost>, all: readonly (Checker & Outcome<Cost>)[]): string[] {
  const costs = rounds.map(costOfOne);
  const beside = (who: Checker['who'], at: Kind) => {
    const others = all.find((other) => other.who === who && other.kind === at)?.rounds.map(costOfOne);
    return ratio(others && medianRatio(costs, others));
  };
  const figures = [median(costs), Math.min(...costs), Math.max(...costs)].map((cost) => cost.toFixed(3));
  return [name, beside('blackbox', kind), beside('floor', BOTH), ...figures];
}

function costOfOne({ cpu, looks }: Cost): number {
  return cpu / looks;
}
