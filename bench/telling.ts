import { HEAP } from './functions';
import { built } from './loopback';
import { nodes } from './nodes';
import { answerOf, endWorker, startWorker } from './processes';
import { mib, type Report, ratio } from './report';
import type { Telling, TellingJob } from './teller';
import type { Workspace } from './workspace';

/** How many targets there is something to tell of, and to how many clients. */
const JOBS: readonly TellingJob[] = [
  { targets: 100_000, clients: 500 },
  { targets: 10_000, clients: 500 },
  { targets: 500_000, clients: 500 },
  { targets: 500_000, clients: 1 },
];
const QUICK: readonly TellingJob[] = [
  { targets: 1_000, clients: 10 },
  { targets: 12_000, clients: 1 },
];
const FULL: readonly TellingJob[] = [...JOBS, { targets: 1_000_000, clients: 500 }];

/** MiB of the function that tells in a distributed sweep. */
const MEMORY = 3_008;

/** Milliseconds. */
const LONGEST = 3_600_000;

/** What it takes to tell of a storm: everything but DynamoDB and SNS, whose answers are made as they are asked for. */
export async function telling({ folder, quick, full }: Workspace): Promise<Report> {
  const script = await built('teller', folder);
  const { programs, notes } = nodes();
  const [[name, node] = []] = programs;
  const all: (TellingJob & Telling)[] = [];
  for (const job of quick ? QUICK : full ? FULL : JOBS) {
    // Each in a process of its own, as a function that has just been started.
    const worker = startWorker('measured', [`--max-old-space-size=${Math.floor(MEMORY * HEAP)}`, script], node);
    try {
      worker.send(job);
      all.push({ ...job, ...(await answerOf<Telling>(worker, LONGEST)) });
    } finally {
      await endWorker(worker);
    }
  }
  const [first] = all;
  return {
    title: `Telling, ${name}`,
    headings: ['targets', 'clients', 'messages', 'CPU, s', 'µs a notice', 'peak, MiB', '× first, peak'],
    rows: all.map((one) => rowOf(one, first)),
    notes: [
      `A result has ${first?.bytes} bytes as DynamoDB counts them, with one notice. Striking, and keeping what was said, take nothing here.`,
      ...notes,
    ],
    faults: all.flatMap(faultsOf),
  };
}

function rowOf(
  { targets, clients, messages, cpu, sent, peak }: TellingJob & Telling,
  first: Telling | undefined,
): string[] {
  return [
    targets.toLocaleString('en'),
    clients.toLocaleString('en'),
    messages.toLocaleString('en'),
    (cpu / 1_000).toFixed(1),
    ((cpu * 1_000) / sent).toFixed(0),
    mib(peak),
    ratio(first && peak / first.peak),
  ];
}

function faultsOf({ targets, sent, waiting, failures }: TellingJob & Telling): string[] {
  const untold = sent !== targets || waiting !== 0;
  return [...(untold ? [`of ${targets} notices ${sent} were told, and ${waiting} wait`] : []), ...failures];
}
