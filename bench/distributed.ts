import { join } from 'node:path';
import { HOUR } from '../lambda/core/instant';
import { startS3 } from '../test/servers/s3-emulator';
import { linesOf, type Measured, reportOn } from './distributed-report';
import { type EmulatedAws, startAws, startLargeAws } from './emulated-aws';
import { estateRows } from './estate';
import { startContainers } from './functions';
import { built, notesOn, onLoopback } from './loopback';
import { meterS3, type Traffic } from './meter';
import { nodes } from './nodes';
import { answerOf, endWorker, startWorker } from './processes';
import type { Report } from './report';
import { distributedTemplate, executed, memoryOf } from './state-machine';
import type { SweepJob, Swept } from './sweeper';
import type { Workspace } from './workspace';

/** Looks of so many batches are as much as one core takes without any of them being late. */
const AT_ONCE = { looking: 20, stubbed: 4 } as const;

/** The largest that one function sweeps here beside the state machine. */
const MOST_ALONE = 100_000;

const LONGEST_SWEEP = 3_600_000;
const SECONDS = { gather: 900, check: 60 } as const;

/** An estate to sweep, and how often. */
interface Course {
  readonly size: number;
  readonly stubbed: boolean;
  /** What each sweep finds, and how many hours after the first it comes. */
  readonly sweeps: readonly { readonly name: string; readonly after: number }[];
  readonly start: () => Promise<EmulatedAws>;
}

/**
 * What distributed sweeps cost beside single ones, with real looks: the state machine of the template, interpreted, over the real
 * handlers in processes of their own.
 */
export function distributed(workspace: Workspace): Promise<Report> {
  const { quick, full } = workspace;
  const sizes = quick ? [300] : full ? [10_000, 100_000] : [10_000];
  return onLoopback(workspace, async (loopback) => {
    const { farm } = loopback;
    const courses = sizes.map((size) => ({
      size,
      stubbed: false,
      sweeps: LOOKING,
      start: () => startAws(estateRows(farm, size)),
    }));
    const { notes, ...report } = await measured(courses, workspace, farm.ca);
    return { ...report, title: `Distributed sweeps, ${report.title}`, notes: [...notes, ...notesOn(loopback)] };
  });
}

/** The same up to a million, without looks, and with most of the results made as they are read: all else is as it is deployed. */
export async function million(workspace: Workspace): Promise<Report> {
  const { quick, full } = workspace;
  const sizes = quick ? [1_000, 5_000] : [10_000, 100_000, full ? 1_000_000 : 200_000];
  const courses = sizes.map((size) => ({
    size,
    stubbed: true,
    sweeps: [{ name: 'no looks', after: 0 }],
    start: () => startLargeAws(size),
  }));
  const report = await measured(courses, workspace, '');
  return { ...report, title: `Distributed sweeps without looks, ${report.title}` };
}

/** @param ca PEM of the root that the certificates of the estate end at. */
async function measured(courses: readonly Course[], { folder }: Workspace, ca: string): Promise<Report> {
  // What goes wrong is said, and what goes well is measured.
  Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: 'ERROR', POWERTOOLS_METRICS_DISABLED: 'true' });
  const scripts = { sweeper: await built('sweeper', folder), function: await built('function', folder) };
  const template = distributedTemplate(join(folder, 'cdk.out'));
  const { programs, notes } = nodes();
  const [[title, node] = ['', undefined]] = programs;
  const all: Measured[] = [];
  for (const course of courses) {
    if (course.size <= MOST_ALONE) all.push(...(await sweepsOf(course, 'single', { scripts, template, node, ca })));
    all.push(...(await sweepsOf(course, 'distributed', { scripts, template, node, ca })));
  }
  return { ...reportOn(all, notes), title };
}

const LOOKING = [
  { name: 'first sight', after: 0 },
  { name: 'an hour later', after: 1 },
] as const;

interface Means {
  readonly scripts: { readonly sweeper: string; readonly function: string };
  readonly template: ReturnType<typeof distributedTemplate>;
  readonly node: string | undefined;
  readonly ca: string;
}

async function sweepsOf(course: Course, way: Measured['way'], means: Means): Promise<Measured[]> {
  const { size, stubbed, sweeps, start } = course;
  const aws = await start();
  const { dynamo, sns, topicArn } = aws;
  const all: Measured[] = [];
  try {
    for (const { name, after } of sweeps) {
      const job: SweepJob = { aws: { dynamo, sns, topicArn }, ca: means.ca, ahead: after * HOUR, stubbed };
      const begun = performance.now();
      const swept = await (way === 'single' ? alone(job, means) : spread(job, means));
      const wall = performance.now() - begun;
      const one = { ...swept, size, name, way, wall, messages: await aws.arrived() };
      all.push(one);
      // It takes a while.
      process.stderr.write(`${linesOf(one).join('\n')}\n`);
    }
    return all;
  } finally {
    await aws.close();
  }
}

type Outcome = Pick<Measured, 'targets' | 'recorded' | 'parts'>;

async function alone(job: SweepJob, { scripts, node }: Means): Promise<Outcome> {
  const worker = startWorker('measured', [scripts.sweeper], node);
  try {
    worker.send(job);
    const { targets, recorded, failures, ...taken } = await answerOf<Swept>(worker, LONGEST_SWEEP);
    if (failures.length > 0) throw new Error(`the sweep failed: ${failures[0]}`);
    return { targets, recorded, parts: [{ ...taken, name: 'sweep', resident: [] }] };
  } finally {
    await endWorker(worker);
  }
}

async function spread(job: SweepJob, { scripts, node, template }: Means): Promise<Outcome> {
  const s3 = await startS3();
  const traffic: Traffic = {};
  meterS3(s3.s3, traffic);
  const deployed = (part: 'gather' | 'check', id: RegExp, count: number) =>
    startContainers({
      script: scripts.function,
      node,
      job: { ...job, part, s3: s3.endpoint, bucket: s3.bucket, timeout: SECONDS[part] * 1_000 },
      memory: memoryOf(template, id),
      count,
    });
  const gather = deployed('gather', /^Gather/, 1);
  const check = deployed('check', /^Check/, job.stubbed ? AT_ONCE.stubbed : AT_ONCE.looking);
  try {
    const { targets, recorded } = countsIn(await executed(template, { gather, check }, s3, 'bench'));
    const parts = [
      { ...gather.taken(), name: 'Gather, Weigh and Finish' },
      { ...check.taken(), name: 'Check and Settle' },
      { name: 'Step Functions itself', cpu: 0, peak: 0, resident: [], traffic },
    ];
    return { targets, recorded, parts };
  } finally {
    await Promise.all([gather.end(), check.end(), s3.close()]);
  }
}

/** Of the summary that the last state answers. */
function countsIn(summary: unknown): { targets: number; recorded: number } {
  const { targets, recorded } = { targets: 0, recorded: 0, ...(summary as object) };
  return { targets, recorded };
}
