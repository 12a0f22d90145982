import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Farm } from './farm';
import type { Job, Measured } from './prober';
import { answerOf, endWorker, startWorker } from './processes';

/** A farm of servers, and processes that look at it. */
export interface Loopback {
  readonly farm: Farm;
  /** Starts a process for one kind of job, and has it done once to warm up. */
  readonly prober: (work: Work, nodeOptions?: readonly string[]) => Promise<Prober>;
}

/** Does its job once more. */
export type Prober = () => Promise<Measured>;

export interface Work extends Omit<Job, 'hosts' | 'ca' | 'port'> {
  readonly version: keyof Farm['ports'];
}

const WARM_UP = { looks: 300, milliseconds: 1_000 };

/** Starts the farm, lets the bench use it, and ends whatever was started. */
export async function onLoopback<T>(folder: string, use: (loopback: Loopback) => Promise<T>): Promise<T> {
  const workers: ChildProcess[] = [];
  const start = (...started: Parameters<typeof startWorker>) => {
    const worker = startWorker(...started);
    workers.push(worker);
    return worker;
  };
  try {
    const farm = await answerOf<Farm>(start('server', ['--import', 'tsx', join(__dirname, 'farm.ts')]));
    const script = await builtProber(folder);
    const prober: Loopback['prober'] = async ({ version, ...work }, nodeOptions = []) => {
      const worker = start('measured', [...nodeOptions, script]);
      const job: Job = { ...work, hosts: farm.hosts, ca: farm.ca, port: farm.ports[version] };
      await asked(worker, { ...job, most: WARM_UP });
      return () => asked(worker, job);
    };
    return await use({ farm, prober });
  } finally {
    await Promise.all(workers.map(endWorker));
  }
}

/** In plain JavaScript: what translates TypeScript as it loads would be measured too. */
async function builtProber(folder: string): Promise<string> {
  const script = join(folder, 'prober.js');
  const entry = join(__dirname, 'prober.ts');
  await build({ entryPoints: [entry], outfile: script, bundle: true, platform: 'node', target: 'node20' });
  return script;
}

function asked(worker: ChildProcess, job: Job): Promise<Measured> {
  worker.send(job);
  return answerOf<Measured>(worker);
}
