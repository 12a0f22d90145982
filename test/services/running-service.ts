import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Authority, Issued } from '../servers/certificates';
import { freePorts } from './ports';
import { accepts, type RunningProgram, startProgram } from './running-program';
import type { Ground, Service } from './service';

export interface RunningService {
  readonly port: (offer: string) => number;
  readonly log: () => string;
  readonly end: () => Promise<void>;
}

/** Whose certificates the services have. */
export interface Certificates {
  readonly ca: Authority;
  readonly issuer: Issued;
  readonly leaf: Issued;
  readonly other: Issued;
}

/** Milliseconds that a service may take to accept connections, on a busy machine. */
const START_TIMEOUT = 60_000;

/** Starts a service, and resolves when all that it offers can be connected to. */
export async function startService(service: Service, certificates: Certificates): Promise<RunningService> {
  const folder = mkdtempSync(join(tmpdir(), 'notafter-service-'));
  const programs: RunningProgram[] = [];
  const log = () => programs.map((program) => program.log()).join('\n');
  const end = async () => {
    await Promise.all(programs.map((program) => program.end()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    chmodSync(folder, 0o755);
    const port = await portsFor(service);
    for (const program of service.prepare(groundIn(folder, port, certificates))) {
      programs.push(startProgram(program, folder));
    }
    await allAccept(service, port, programs);
    return { port, log, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function allAccept(service: Service, port: Ground['port'], programs: readonly RunningProgram[]): Promise<void> {
  const until = performance.now() + START_TIMEOUT;
  const all: RunningProgram = {
    log: () => programs.map(({ log }) => log()).join('\n'),
    hasEnded: () => programs.some(({ hasEnded }) => hasEnded()),
    end: async () => {},
  };
  for (const offer of Object.keys(service.offers)) await accepts(port(offer), all, until);
}

async function portsFor({ name, offers }: Service): Promise<Ground['port']> {
  const sentences = Object.keys(offers);
  const ports = await freePorts(sentences.length);
  return (offer) => {
    const port = ports[sentences.indexOf(offer)];
    if (port === undefined) throw new Error(`${name} offers no “${offer}”.`);
    return port;
  };
}

function groundIn(folder: string, port: Ground['port'], { ca, leaf, other }: Certificates): Ground {
  const write = (name: string, lines: readonly string[]) => {
    const path = join(folder, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };
  const make = (name: string, user = 'root') => {
    const path = join(folder, name);
    mkdirSync(path);
    own(path, user);
    return path;
  };
  const certificate = (user = 'root', of = leaf) => {
    const name = `${user}-${of === other ? 'other' : 'leaf'}`;
    const key = write(`${name}.key`, [of.key]);
    own(key, user);
    chmodSync(key, 0o600);
    return { chain: write(`${name}.pem`, [of.fullChain]), key };
  };
  return { folder, port, certificate, other, ca: write('ca.pem', [ca.certificate]), write, make };
}

/** By the system's tool, since names of users are not for Node.js to look up. */
function own(path: string, user: string): void {
  const { status, stderr } = spawnSync('chown', [`${user}:`, path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
