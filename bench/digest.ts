import type { Round } from './digester';
import { startLargeAws } from './emulated-aws';
import { DEPLOYED } from './figures';
import { HEAP } from './functions';
import { built } from './loopback';
import { nodes } from './nodes';
import { answerOf, endWorker, startWorker } from './processes';
import { mib, type Report, ratio } from './report';
import type { Workspace } from './workspace';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const QUICK = [1_000, 5_000] as const;
const CLIENTS = 500;
const LONGEST_ROUND = 1_800_000;

const ESTATES = [
  ['just begun', false],
  ['for years', true],
] as const;

/** What the digests of all clients and of operations take, in a process of its own each time, with the heap of the function that sends them. */
export async function digest({ folder, quick }: Workspace): Promise<Report> {
  const script = await built('digester', folder);
  const { programs, notes } = nodes();
  const [[title, node] = ['', undefined]] = programs;
  const rows: string[][] = [];
  const faults: string[] = [];
  for (const [watched, aged] of ESTATES) {
    let smallest: number | undefined;
    for (const size of quick ? QUICK : SIZES) {
      const { sent, failures, cpu, peak } = await round(script, node, size, aged);
      const each = (cpu / size) * 1_000;
      smallest ??= each;
      const digests = sent.toLocaleString('en');
      rows.push([
        `${size.toLocaleString('en')}, watched ${watched}`,
        (cpu / 1_000).toFixed(1),
        each.toFixed(0),
        ratio(each / smallest),
        mib(peak),
        digests,
      ]);
      if (sent !== CLIENTS + 1 || failures.length > 0)
        faults.push(`${sent} digests of ${size} targets: ${failures[0]}`);
    }
  }
  return {
    title: `Digests of ${CLIENTS} clients, ${title}`,
    headings: ['targets', 'CPU, s', 'µs a target', '× smallest', 'peak memory, MiB', 'digests'],
    rows,
    notes: [
      'CPU is user and system. Each target has a certificate of its own, that ends within 90 days; 2 % cannot be seen.',
      `The heap is held to ${Math.floor(DEPLOYED.dealerMib * HEAP)} MB.`,
      ...notes,
    ],
    faults,
  };
}

async function round(script: string, node: string | undefined, size: number, aged: boolean): Promise<Round> {
  const { dynamo, sns, topicArn, close } = await startLargeAws(size, { clients: CLIENTS, aged });
  const heap = `--max-old-space-size=${Math.floor(DEPLOYED.dealerMib * HEAP)}`;
  const worker = startWorker('measured', [heap, script], node);
  try {
    worker.send({ dynamo, sns, topicArn });
    return await answerOf<Round>(worker, LONGEST_ROUND);
  } finally {
    await endWorker(worker);
    await close();
  }
}
