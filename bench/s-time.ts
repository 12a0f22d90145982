import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { LONGEST, onItsCore } from './processes';

interface Connections {
  /** How many there were. */
  readonly looks: number;
  /** Milliseconds of the processor for all of them, user and system. */
  readonly cpu: number;
}

const SECONDS = '1';

/** The version of OpenSSL's program; undefined where there is none with `s_time`. */
export function opensslVersion(): string | undefined {
  const { status, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  const measures = spawnSync('openssl', ['s_time', '-help']).status === 0;
  return status === 0 && measures ? stdout.trim().split(' ').slice(0, 2).join(' ') : undefined;
}

/**
 * OpenSSL's own client: a new connection and a whole hand-shake each time, the path verified by the root in the file.
 * Without `-verify`, which would verify no more than is done anyway, but print a line for each certificate.
 *
 * @throws where it connected not once.
 */
export async function sTime(port: number, caFile: string): Promise<Connections> {
  const run = ['openssl', 's_time', '-new', '-connect', `127.0.0.1:${port}`, '-CAfile', caFile, '-time', SECONDS];
  // Its own figure leaves the time in the kernel out; `times` of POSIX has both, for the shell and then for what it ran.
  const [command, ...args] = onItsCore('measured', ['sh', '-c', '"$@"; times', 'sh', ...run]);
  const env = { ...process.env, LC_ALL: 'C' };
  const { stdout, stderr } = await promisify(execFile)(command, args, { timeout: LONGEST, env });
  const looks = Number(/^(\d+) connections in [\d.]+s;/m.exec(stdout)?.[1] ?? 0);
  const times = stdout.trim().split('\n').at(-1)?.split(' ') ?? [];
  const cpu = times.map(milliseconds).reduce((sum, part) => sum + part, 0);
  if (looks === 0 || !(cpu > 0)) throw new Error(`openssl s_time measured nothing:\n${stdout}${stderr}`);
  return { looks, cpu };
}

/** `0m1.370s` */
function milliseconds(time: string): number {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(time) ?? [];
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}
