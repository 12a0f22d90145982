import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Blackbox, startBlackbox } from './blackbox';
import type { Farm } from './farm';
import { type Kind, listOf } from './kinds';
import type { Chains } from './looker';
import type { Job, Measured } from './prober';
import { answerOf, endWorker, isPinned, startWorker } from './processes';
import type { Workspace } from './workspace';

/** A farm of servers, and processes that look at it. */
export interface Loopback {
  readonly farm: Farm;
  /**
   * Starts a process that looks.
   *
   * @param node default the one that runs this.
   */
  readonly prober: (node?: string) => Prober;
  /** blackbox_exporter, which is told how many milliseconds a look may take; undefined where it is not installed. */
  readonly blackbox: (timeout: number) => Promise<Blackbox | undefined>;
}

/** Does one job after the other. */
export type Prober = (job: Omit<Job, 'ca'>) => Promise<Measured>;

/** Milliseconds for one job; the longest takes a minute. */
const LONGEST_JOB = 240_000;

/** Starts the farm, lets the bench use it, and ends whatever was started. */
export async function onLoopback<T>({ folder }: Workspace, use: (loopback: Loopback) => Promise<T>): Promise<T> {
  const workers: ChildProcess[] = [];
  const started = (worker: ChildProcess) => {
    workers.push(worker);
    return worker;
  };
  try {
    const farm = await answerOf<Farm>(
      started(startWorker('server', ['--import', 'tsx', join(__dirname, 'farm.ts'), folder])),
    );
    const script = await built('prober', folder);
    const prober: Loopback['prober'] = (node) => {
      const worker = started(startWorker('measured', ['--expose-gc', script], node));
      return (job) => {
        worker.send({ ...job, ca: farm.ca });
        return answerOf<Measured>(worker, LONGEST_JOB);
      };
    };
    const blackbox: Loopback['blackbox'] = (timeout) => startBlackbox({ ...farm, folder, timeout }, started);
    return await use({ farm, prober, blackbox });
  } finally {
    await Promise.all(workers.reverse().map(endWorker));
  }
}

/** A program of this folder in plain JavaScript: what translates TypeScript as it loads would be measured too. */
export async function built(program: string, folder: string): Promise<string> {
  const outfile = join(folder, `${program}.js`);
  const entryPoints = [join(__dirname, `${program}.ts`)];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' });
  return outfile;
}

/** What a first sweep settles of every host at ports of these kinds, each of which has to be good. */
export async function learnt(prober: Prober, farm: Farm, kinds: readonly Kind[]): Promise<Chains> {
  const list = kinds.flatMap((kind) => listOf(farm, kind, farm.hosts.length));
  return right(await prober({ how: 'look', list, concurrency: 100, timeout: 10_000 })).chains;
}

/** @throws where a look came to anything but what it may: its cost would mean nothing. */
export function right<T extends Pick<Measured, 'looks' | 'wrong'>>(measured: T): T {
  const { wrong, looks } = measured;
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${looks} looks went wrong; the first: ${wrong[0]}`);
  return measured;
}

/** What a reader of the figures has to know of the ground they were taken on. */
export function notesOn({ farm }: Loopback): string[] {
  return [
    isPinned()
      ? 'The servers have core 0 for themselves, what is measured has core 1.'
      : 'Servers and what is measured share their cores: taskset is missing, or a second core.',
    ...(farm.by === 'nginx' ? [] : ['nginx is not installed (apt-get install nginx): Node serves, and is slow at it.']),
  ];
}
