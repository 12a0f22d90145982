import type { ChildProcess } from 'node:child_process';
import { HOUR } from '../lambda/core/instant';
import { type EmulatedAws, startAws } from './emulated-aws';
import { estateRows, GOOD } from './estate';
import { built, notesOn, onLoopback } from './loopback';
import { byOperation, total } from './meter';
import { nodes } from './nodes';
import { answerOf, endWorker, startWorker } from './processes';
import { mib, type Report, ratio } from './report';
import type { SweepJob, Swept } from './sweeper';
import type { Workspace } from './workspace';

const QUIET = 'nothing changed';

/** A twenty-fourth of an estate is due at each hour; with as much again, its work comes in bursts. */
const MOST_WRITTEN = 2 / 24;

/** What the sweeps of an estate find, one after the other, and how many hours after the first they come. */
const SWEEPS = [
  { name: 'first sight', after: 0 },
  { name: 'an hour later', after: 1 },
  { name: QUIET, after: 2 },
  { name: 'a day later', after: 26 },
] as const;

/** Milliseconds; the first sweep of the largest takes minutes. */
const LONGEST_SWEEP = 1_500_000;

interface Measured extends Swept {
  readonly name: string;
  readonly size: number;
  readonly messages: number;
}

/** What whole sweeps cost, of an estate and of one ten times as large: real sockets to servers, to DynamoDB and to SNS. */
export function sweep(workspace: Workspace): Promise<Report> {
  return onLoopback(workspace, async (loopback) => {
    const { farm } = loopback;
    const script = await built('sweeper', workspace.folder);
    const { programs, notes } = nodes();
    const [[name, node] = []] = programs;
    const all: Measured[] = [];
    for (const size of workspace.quick ? [300, 3_000] : [10_000, 100_000]) {
      const aws = await startAws(estateRows(farm, size));
      try {
        all.push(...(await sweepsOf(size, aws, farm.ca, () => startWorker('measured', [script], node))));
      } finally {
        await aws.close();
      }
    }
    return { ...reportOn(all, [...notesOn(loopback), ...notes]), title: `Whole sweeps, ${name}` };
  });
}

async function sweepsOf(size: number, aws: EmulatedAws, ca: string, start: () => ChildProcess): Promise<Measured[]> {
  const { dynamo, sns, topicArn } = aws;
  const all: Measured[] = [];
  for (const { name, after } of SWEEPS) {
    // Each in a process of its own, as a function that has just been started.
    const worker = start();
    try {
      worker.send({ aws: { dynamo, sns, topicArn }, ca, ahead: after * HOUR } satisfies SweepJob);
      const swept = await answerOf<Swept>(worker, LONGEST_SWEEP);
      all.push({ ...swept, name, size, messages: await aws.arrived() });
      // It takes a while.
      process.stderr.write(`${size}, ${name}: ${(swept.wall / 1_000).toFixed(0)} s\n`);
    } finally {
      await endWorker(worker);
    }
  }
  return all;
}

function reportOn(all: readonly Measured[], notes: readonly string[]): Omit<Report, 'title'> {
  const small = (name: string) => all.find((other) => other.name === name);
  return {
    headings: [
      'what',
      '× smaller, CPU a target',
      'targets per CPU s',
      'wall s',
      'peak MiB',
      'written',
      'messages',
      'requests',
      'RRU',
      'WRU',
    ],
    rows: all.map((one) => {
      const reference = small(one.name);
      const { requests, read, write } = total(one.traffic);
      const each = (count: number) => ((count / one.size) * 1_000).toFixed(1);
      return [
        `${one.size.toLocaleString('en')}: ${one.name}`,
        ratio(reference && one.cpu / one.size / (reference.cpu / reference.size)),
        ((one.size / one.cpu) * 1_000).toFixed(0),
        (one.wall / 1_000).toFixed(1),
        mib(one.peak),
        `${one.recorded}`,
        `${one.messages}`,
        ...[requests, read, write].map(each),
      ];
    }),
    notes: [
      'Requests to AWS and their read and write units are by 1,000 targets.',
      ...all.map(({ size, name, traffic }) => `${size}, ${name}: ${byOperation(traffic, size)}.`),
      ...notes,
    ],
    faults: all.flatMap(faultsOf),
  };
}

function faultsOf({ size, name, targets, recorded, failures, severities }: Measured): string[] {
  const { ok = 0 } = severities;
  return [
    // The monitor itself is one of them.
    ...(targets === size + 1 ? [] : [`${size}, ${name}: ${targets} results`]),
    ...(ok >= size * GOOD ? [] : [`${size}, ${name}: no more than ${ok} are well`]),
    ...(name === QUIET && recorded > size * MOST_WRITTEN ? [`${size}: ${recorded} are written, and ${QUIET}`] : []),
    ...failures.map((failure) => `${size}, ${name}: ${failure}`),
  ];
}
