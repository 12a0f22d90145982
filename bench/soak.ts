import { type Kind, listOf, type Mix } from './kinds';
import type { Chains } from './looker';
import { type Loopback, learnt, notesOn, onLoopback, type Prober } from './loopback';
import { nodes } from './nodes';
import type { Measured } from './prober';
import { faultsIn, mib, type Report, ratio } from './report';
import type { Workspace } from './workspace';

const PARTS = 10;
const IN_FLIGHT = 300;
/** A server that does not answer costs as much, so that there are few of them. */
const TIMEOUT = 3_000;
/** KiB a look, over the second half. */
const MOST_GROWTH = 1;
/** Growth over fewer looks is noise. */
const ENOUGH = 20_000;

const GOOD: readonly Kind[] = ['TLSv1.2 and TLSv1.3', 'TLSv1.2', 'TLSv1.3'];
const MIX: Mix = {
  'TLSv1.2 and TLSv1.3': 400,
  'TLSv1.2': 320,
  'TLSv1.3': 85,
  expired: 30,
  'of another name': 30,
  resetting: 30,
  closing: 30,
  garbage: 20,
  junk: 5,
  alerting: 20,
  'plain HTTP': 15,
  refused: 5,
  trickling: 5,
  silent: 5,
};

/** Whether one process that looks at good and hostile servers, over and over, keeps anything of it. */
export function soak(workspace: Workspace): Promise<Report> {
  return onLoopback(workspace, async (loopback) => {
    const { farm, prober } = loopback;
    const looks = workspace.quick ? 3_000 : 50_000;
    const { programs, notes } = nodes();
    const [[name, node] = []] = programs;
    const ask = prober(node);
    const chains = await learnt(ask, farm, GOOD);
    const parts: Part[] = [];
    // The first is to warm up: what is made once is no leak.
    for (let i = 0; i <= PARTS; i++) parts.push(await partOf(looks / PARTS, loopback, ask, chains));
    const report = reportOn(parts, [...notesOn(loopback), ...notes]);
    return { ...report, title: `The soak: ${looks} looks, ${IN_FLIGHT} in flight, ${name}` };
  });
}

/** Some looks, of which every tenth is as if it were the first. */
type Part = Pick<Measured, 'looks' | 'descriptors' | 'resident' | 'wrong'>;

async function partOf(looks: number, { farm }: Loopback, ask: Prober, chains: Chains): Promise<Part> {
  const share = Math.ceil(looks / 10);
  const job = { how: 'look', concurrency: IN_FLIGHT, timeout: TIMEOUT } as const;
  const known = await ask({ ...job, list: listOf(farm, MIX, looks - share), chains });
  const { descriptors, resident, wrong } = await ask({ ...job, list: listOf(farm, MIX, share, looks) });
  return { looks, descriptors, resident, wrong: [...known.wrong, ...wrong] };
}

function reportOn(parts: readonly Part[], notes: readonly string[]): Omit<Report, 'title'> {
  const [warm, half, last] = [parts[0], parts[PARTS / 2], parts[PARTS]];
  if (warm === undefined || half === undefined || last === undefined) throw new Error('there was no part');
  const looks = last.looks * (PARTS / 2);
  const growth = (last.resident - half.resident) / 1024 / looks;
  const grows = looks >= ENOUGH && growth > MOST_GROWTH;
  const leaks = last.descriptors > warm.descriptors;
  return {
    headings: ['looks', '× half-time, resident', 'resident MiB', 'descriptors', 'wrong'],
    rows: parts.map(({ resident, descriptors, wrong }, i) => [
      i === 0 ? 'warm' : `${i * last.looks}`,
      ratio(resident / half.resident),
      mib(resident),
      `${descriptors}`,
      `${wrong.length}`,
    ]),
    notes: [`Over the second half ${growth.toFixed(2)} KiB a look.`, ...notes],
    faults: [
      ...faultsIn(parts.flatMap(({ wrong }) => wrong)),
      ...(leaks ? [`there were ${warm.descriptors} descriptors, and are ${last.descriptors}`] : []),
      ...(grows ? [`what is resident grows by ${growth.toFixed(2)} KiB a look`] : []),
    ],
  };
}
