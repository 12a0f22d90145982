import type { ChildProcess } from 'node:child_process';
import type { Called, FunctionJob } from './function';
import { type Metered, type Traffic, together, total } from './meter';
import { answerOf, endWorker, startWorker } from './processes';

/** A function with containers of its own: processes, each of which does one call at a time and stays warm. */
export interface Containers {
  readonly call: (event: unknown) => Promise<unknown>;
  readonly taken: () => Taken;
  readonly end: () => Promise<void>;
}

/** What all of its processes have taken. */
export interface Taken extends Metered {
  /** Milliseconds of the processor, without the start of the processes. */
  readonly cpu: number;
  /** Bytes resident at most, of the largest. */
  readonly peak: number;
  /** Of all processes, in the order of time: bytes resident. */
  readonly resident: readonly number[];
  readonly traffic: Traffic;
}

export interface Deployment {
  readonly script: string;
  readonly node: string | undefined;
  readonly job: FunctionJob;
  /** MiB that the function has. */
  readonly memory: number;
  /** Processes. */
  readonly count: number;
}

/** Of its memory, what Node may take for its heap. */
export const HEAP = 0.9;

export function startContainers({ script, node, job, memory, count }: Deployment): Containers {
  const all: ChildProcess[] = [];
  const free: ChildProcess[] = [];
  const waiting: ((worker: ChildProcess) => void)[] = [];
  const last = new Map<ChildProcess, Called>();
  const resident: number[] = [];
  const started = () => {
    const worker = startWorker('measured', [`--max-old-space-size=${Math.floor(memory * HEAP)}`, script], node);
    all.push(worker);
    worker.send(job);
    return worker;
  };
  let isOver = false;
  const replaced = (worker: ChildProcess) => {
    if (isOver) return worker;
    process.stderr.write(`${worker.spawnargs.join(' ')} died: ${worker.exitCode ?? worker.signalCode}\n`);
    worker.kill();
    return started();
  };
  const next = async () => {
    const worker = free.pop();
    if (worker) return worker;
    if (all.length < count) return started();
    return new Promise<ChildProcess>((resolve) => waiting.push(resolve));
  };
  const release = (worker: ChildProcess) => {
    const taker = waiting.shift();
    if (taker) taker(worker);
    else free.push(worker);
  };
  return {
    async call(event) {
      const worker = await next();
      worker.send({ event });
      // Longer than any function may take; it keeps its own time.
      const { error, answer } = await answerOf<Called>(worker, 2 * job.timeout + 60_000).then(
        (called) => {
          last.set(worker, called);
          resident.push(...called.resident);
          release(worker);
          return called;
        },
        // As a container that dies: the next call starts another.
        (failure: unknown): Partial<Called> => {
          release(replaced(worker));
          return { error: { name: 'Lambda.Unknown', message: String(failure) } };
        },
      );
      if (error) throw Object.assign(new Error(error.message), { name: error.name });
      return answer;
    },
    taken: () => takenBy([...last.values()], resident),
    async end() {
      isOver = true;
      await Promise.all(all.map(endWorker));
    },
  };
}

function takenBy(called: readonly Called[], resident: readonly number[]): Taken {
  const traffic = together(called.map((one) => one.traffic));
  return {
    ...total(traffic),
    traffic,
    cpu: called.reduce((sum, { cpu }) => sum + cpu, 0),
    peak: Math.max(0, ...called.map(({ peak }) => peak)),
    resident,
  };
}
