import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inParallel } from '../lambda/stages/parallel';
import { freePort } from '../test/servers/odd-servers';
import { type Listed, MAY_COME } from './kinds';
import type { Measured } from './prober';
import { isInstalled, onItsCore } from './processes';

/** Looks at a list by the tcp prober of blackbox_exporter, asked over HTTP as Prometheus does, on connections that stay open. */
export type Blackbox = (list: readonly Listed[], concurrency: number) => Promise<Looked>;
type Looked = Pick<Measured, 'looks' | 'cpu' | 'wall' | 'peak' | 'wrong'>;

interface Going {
  readonly folder: string;
  readonly hosts: readonly string[];
  /** PEM. */
  readonly ca: string;
  /** Milliseconds for a look. */
  readonly timeout: number;
}

const PROGRAM = 'prometheus-blackbox-exporter';

/** For the notes, where there is none. */
export const NO_BLACKBOX = `${PROGRAM} is not installed (apt-get install ${PROGRAM}): there is nothing to compare with.`;

/**
 * @param started is given the process, and has to end it.
 * @returns undefined where it is not installed.
 */
export async function startBlackbox(
  { folder, hosts, ca, timeout }: Going,
  started: (process: ChildProcess) => ChildProcess,
): Promise<Blackbox | undefined> {
  if (!isInstalled(PROGRAM)) return undefined;
  const [caFile, file] = [join(folder, 'blackbox-ca.pem'), join(folder, 'blackbox.yml')];
  writeFileSync(caFile, ca);
  // Its tcp prober asks for the name that its module says, and for no other.
  const modules = hosts.map((host) => {
    const tls = `{ ca_file: ${caFile}, server_name: ${host} }`;
    return `  ${host}: { prober: tcp, timeout: ${timeout}ms, tcp: { preferred_ip_protocol: ip4, tls: true, tls_config: ${tls} } }`;
  });
  writeFileSync(file, `modules:\n${modules.join('\n')}\n`);
  const port = await freePort();
  const args = [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'];
  const [command, ...rest] = onItsCore('measured', [PROGRAM, ...args]);
  const exporter = started(spawn(command, rest, { stdio: 'ignore' }));
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  exporter.once('exit', () => agent.destroy());
  const ask = (path: string) => textAt(`http://127.0.0.1:${port}${path}`, agent);
  await answers(() => ask('/-/healthy'), exporter);
  return (list, concurrency) => lookedAt(list, concurrency, ask, exporter);
}

async function answers(ask: () => Promise<string>, exporter: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 50 && exporter.exitCode === null; attempt++) {
    await setTimeout(100);
    const answered = await ask().then(
      () => true,
      () => false,
    );
    if (answered) return;
  }
  throw new Error(`${PROGRAM} does not answer`);
}

async function lookedAt(
  list: readonly Listed[],
  concurrency: number,
  ask: (path: string) => Promise<string>,
  { pid }: ChildProcess,
): Promise<Looked> {
  const wrong: string[] = [];
  const [begun, before] = [performance.now(), cpuOf(pid)];
  await inParallel(list, concurrency, async ({ host, port, kind }) => {
    const text = await ask(`/probe?module=${host}&target=127.0.0.1:${port}`).catch(String);
    const success = text.includes('\nprobe_success 1\n') && text.includes('\nprobe_ssl_earliest_cert_expiry ');
    if (success !== MAY_COME[kind].includes('good'))
      wrong.push(`${PROGRAM}: ${host}:${port} (${kind}): ${text.slice(-300)}`);
  });
  const wall = performance.now() - begun;
  return { looks: list.length, cpu: cpuOf(pid) - before, wall, peak: peakOf(pid), wrong };
}

function textAt(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, async (response) => {
      let text = '';
      for await (const part of response.setEncoding('utf8')) text += part;
      resolve(text);
    });
    request.once('error', reject);
  });
}

/** Linux counts in hundredths of a second for user space, whatever the kernel's own clock (proc_pid_stat(5)). */
const MS_PER_TICK = 10;

/** Milliseconds, user and system. */
function cpuOf(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The second field is the program's name, which may have blanks in it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

function peakOf(pid: number | undefined): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) * 1024;
}
