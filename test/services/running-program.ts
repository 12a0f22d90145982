import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Program } from './service';

export interface RunningProgram {
  /** What it said, for whoever wants to know why it failed. */
  readonly log: () => string;
  readonly hasEnded: () => boolean;
  /** Ends it and what it started, and resolves when it is gone. */
  readonly end: () => Promise<void>;
}

/** Milliseconds for an orderly end. */
const PATIENCE = 10_000;

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Starts a program in a process group of its own. */
export function startProgram(
  { run, user = 'root', ends = 'SIGTERM', orphaned = 'SIGTERM', log }: Program,
  cwd: string,
): RunningProgram {
  const [program = '', ...args] = asUser(user, ['--pdeathsig', orphaned.slice('SIG'.length)], run);
  const child = spawn(program, args, { cwd, env: { PATH }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => said.push(String(piece)));
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      said.push(String(error));
      ended = true;
      resolve();
    });
    child.once('exit', (code, signal) => {
      said.push(`${run.join(' ')} ended: ${signal ?? code}\n`);
      ended = true;
      resolve();
    });
  });
  const end = async () => {
    const kill = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE);
    if (!ended) child.kill(ends);
    await gone;
    clearTimeout(kill);
    // A server's own children have been told by it; those that did not listen end here.
    signalGroup(child, 'SIGKILL');
  };
  return { log: () => said.join('') + (log === undefined ? '' : contentOf(log)), hasEnded: () => ended, end };
}

/** Runs a program to its end. Throws with what it said where it fails. */
export function finish(run: readonly string[], user = 'root'): void {
  const [program = '', ...args] = asUser(user, [], run);
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: '/', env: { PATH }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${run.join(' ')} failed: ${error ?? `${stdout}${stderr}`}`);
}

/** Resolves when somebody accepts connections at the port; throws where the program ends before that, or nobody does so in time. */
export async function accepts(port: number, program: RunningProgram, until: number): Promise<void> {
  while (!(await isOpen(port))) {
    if (program.hasEnded() || performance.now() > until) {
      throw new Error(`Nobody accepts connections at port ${port}.\n${program.log()}`);
    }
    await pause(50);
  }
}

function asUser(user: string, more: readonly string[], run: readonly string[]): string[] {
  return ['setpriv', '--reuid', user, '--regid', groupOf(user), '--init-groups', ...more, '--', ...run];
}

function groupOf(user: string): string {
  return spawnSync('id', ['-g', user], { encoding: 'utf8' }).stdout.trim();
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: nobody of the group is left.
    if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return String(error);
  }
}
