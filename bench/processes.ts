import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** What serves runs on the one, what is measured on the other, so that they do not take each other's time. */
const CORES = { server: '0', measured: '1' } as const;
export type Role = keyof typeof CORES;

export type CommandLine = readonly [command: string, ...args: string[]];

/** Milliseconds; whatever a process is asked for takes far less. */
export const LONGEST = 30_000;

let pins: boolean | undefined;

/** Whether processes are kept on a core of their own: where there are two, and `taskset` (util-linux). */
export function isPinned(): boolean {
  pins ??= availableParallelism() >= 2 && Object.values(CORES).every(mayUse);
  return pins;
}

function mayUse(core: string): boolean {
  return spawnSync('taskset', ['-c', core, process.execPath, '--version']).status === 0;
}

/** The command line that runs another on the core of its role, or that one itself. */
export function onItsCore(role: Role, commandLine: CommandLine): CommandLine {
  return isPinned() ? ['taskset', '-c', CORES[role], ...commandLine] : commandLine;
}

/** Keeps this very process off the core of what is measured: where it asks something to look, it works itself. */
export function serveOnly(): void {
  if (isPinned()) spawnSync('taskset', ['-a', '-c', '-p', CORES.server, `${process.pid}`]);
}

/** Debian keeps servers where only root looks for programs. */
export function withSystemPrograms(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin` };
}

/** Whether there is such a program. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore', env: withSystemPrograms() }).error === undefined;
}

/**
 * Starts a program that answers messages. It should end when it is disconnected, and so not outlive this one.
 *
 * @param node default the one that runs this.
 */
export function startWorker(role: Role, nodeArguments: readonly string[], node = process.execPath): ChildProcess {
  const [command, ...args] = onItsCore(role, [node, ...nodeArguments]);
  return spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/**
 * The next message of a worker.
 *
 * @param longest milliseconds.
 * @throws where it ends before, or does not answer within that time.
 */
export async function answerOf<T>(worker: ChildProcess, longest = LONGEST): Promise<T> {
  const settled = new AbortController();
  const { signal } = settled;
  const fail = (how: string) => {
    throw new Error(`${worker.spawnargs.join(' ')} ${how}`);
  };
  const ended = once(worker, 'exit', { signal }).then(([code]) => fail(`ended with ${code} instead of an answer`));
  const late = setTimeout(longest, undefined, { signal }).then(() => fail(`gave no answer within ${longest} ms`));
  try {
    const [answer]: T[] = await Promise.race([once(worker, 'message', { signal }), ended, late]);
    return answer ?? fail('answered nothing');
  } finally {
    settled.abort();
  }
}

/** Ends a worker and resolves when it is gone. */
export async function endWorker(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = once(worker, 'exit', { signal: AbortSignal.timeout(LONGEST) });
  worker.kill();
  await ended;
}
