import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clientHello } from '../lambda/tls/reader/client-hello';
import { LONGEST, onItsCore } from './processes';

/** For the notes, where there is no compiler. */
export const NO_FLOOR =
  'There is no C compiler (apt-get install gcc libc6-dev), or no Linux, and so no C program to compare with.';

interface Reading {
  /** For the program. */
  readonly folder: string;
  readonly host: string;
  /** At 127.0.0.1. */
  readonly port: number;
  /** Connections in flight. */
  readonly concurrency: number;
}

/**
 * A C program that sends the reader's own hello to one host, over and over, and reads to the end of the Certificate message;
 * undefined where there is no compiler, or no Linux, whose epoll it needs.
 */
export function floor({ folder, host, port, concurrency }: Reading) {
  if (process.platform !== 'linux') return undefined;
  const program = join(folder, 'floor');
  try {
    execFileSync('cc', ['-O2', '-o', program, join(__dirname, 'floor.c')], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const hello = Buffer.from(clientHello({ servername: host })).toString('hex');
  return async (looks: number) => {
    const [command, ...args] = onItsCore('measured', [program, `${port}`, `${looks}`, `${concurrency}`, hello]);
    const { stdout } = await promisify(execFile)(command, args, { timeout: LONGEST });
    return { looks, cpu: Number(stdout) };
  };
}
