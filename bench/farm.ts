import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer as createTcpServer } from 'node:net';
import { createSecureContext, createServer, type SecureVersion, type TlsOptions } from 'node:tls';
import { DAY } from '../lambda/core/instant';
import { createAuthority, type Issued } from '../test/servers/certificates';
import * as odd from '../test/servers/odd-servers';
import { listening } from '../test/servers/running';
import { startTlsServer } from '../test/servers/tls-server';
import type { Kind } from './kinds';
import { startNginx } from './nginx';
import { isInstalled } from './processes';

/** The servers to measure against, in a process of their own: a port for each kind. */
export interface Farm {
  /** PEM of the root that signed the intermediate that signed every certificate. */
  readonly ca: string;
  readonly hosts: readonly string[];
  readonly ports: Readonly<Record<Kind, number>>;
  /** Who serves the good ones: Node is slower than what is measured, and where it has to, that is what the wall time shows. */
  readonly by: 'nginx' | 'Node';
}

/** More than the probe remembers certificates, so that it has to read every one, as in the sweep of a large estate. */
const HOSTS = 520;
const DOMAIN = 'bench.example';
const SLOW_BY = 300;
const JUNK_BYTES = 1024 * 1024;
const TRICKLE_EVERY = 100;

const VERSIONS: readonly (readonly [min: SecureVersion, max: SecureVersion])[] = [
  ['TLSv1.2', 'TLSv1.3'],
  ['TLSv1.2', 'TLSv1.2'],
  ['TLSv1.3', 'TLSv1.3'],
];

let nginx: ChildProcess | undefined;

async function openFarm(folder: string): Promise<Farm> {
  const root = await createAuthority({ name: 'Bench Root CA' });
  const issuing = await root.issue({ name: 'Bench Issuing CA', intermediate: true });
  const certificates = new Map([[DOMAIN, await issuing.issue({ name: DOMAIN, names: [DOMAIN] })]]);
  const hosts = Array.from({ length: HOSTS }, (_, i) => `host${i}.${DOMAIN}`);
  for (const host of hosts) certificates.set(host, await issuing.issue({ name: host, names: [host] }));
  const by = isInstalled('nginx') ? 'nginx' : 'Node';
  const [both = 0, only12 = 0, only13 = 0] =
    by === 'nginx' ? await nginxPorts(folder, certificates) : await nodePorts(certificates);
  const good = { 'TLSv1.2 and TLSv1.3': both, 'TLSv1.2': only12, 'TLSv1.3': only13, slow: await startSlow(both) };
  return { ca: root.certificate, hosts, ports: { ...good, ...(await oddPorts(issuing)) }, by };
}

async function nginxPorts(folder: string, certificates: ReadonlyMap<string, Issued>): Promise<number[]> {
  const versions = VERSIONS.map(([min, max]) => (min === max ? min : `${min} ${max}`));
  const started = await startNginx(folder, certificates, versions);
  nginx = started.nginx;
  return started.ports;
}

function nodePorts(certificates: ReadonlyMap<string, Issued>): Promise<number[]> {
  const contexts = new Map([...certificates].map(([host, it]) => [host, createSecureContext(pair(it))]));
  const [unnamed] = certificates.values();
  const open = async ([minVersion, maxVersion]: (typeof VERSIONS)[number]) => {
    const SNICallback: TlsOptions['SNICallback'] = (name, answer) => answer(null, contexts.get(name));
    const server = createServer({ ...(unnamed && pair(unnamed)), minVersion, maxVersion, SNICallback });
    server.on('secureConnection', (socket) => socket.on('error', () => socket.destroy()));
    server.on('tlsClientError', (_, socket) => socket.destroy());
    return (await listening(server)).port;
  };
  return Promise.all(VERSIONS.map(open));
}

function pair({ fullChain, key }: Issued) {
  return { cert: fullChain, key };
}

/** What comes from there, later. */
async function startSlow(port: number): Promise<number> {
  const server = createTcpServer((front) => {
    const timer = setTimeout(() => {
      const back = connect(port, '127.0.0.1').on('error', () => front.destroy());
      front.pipe(back).pipe(front);
      front.once('close', () => back.destroy());
    }, SLOW_BY);
    front.once('close', () => clearTimeout(timer));
  });
  return (await listening(server)).port;
}

async function oddPorts({ issue }: Issued) {
  const notAfter = Date.now() - DAY;
  const names = [`*.${DOMAIN}`];
  const expired = await issue({ name: 'expired', names, notBefore: notAfter - 90 * DAY, notAfter });
  const other = await issue({ name: 'other', names: ['other.example'] });
  const port = async (running: Promise<{ readonly port: number }>) => (await running).port;
  return {
    silent: await port(odd.startSilent()),
    refused: await odd.freePort(),
    expired: await port(startTlsServer({ certificate: expired.fullChain, key: expired.key })),
    'of another name': await port(startTlsServer({ certificate: other.fullChain, key: other.key })),
    resetting: await port(odd.startResetting()),
    closing: await port(odd.startClosing()),
    garbage: await port(odd.startAnswering(Buffer.alloc(2_000, 0xa7))),
    junk: await port(odd.startAnswering(Buffer.alloc(JUNK_BYTES, 0x16))),
    alerting: await port(odd.startAlerting()),
    'plain HTTP': await port(odd.startPlainHttp()),
    trickling: await port(odd.startTrickling(TRICKLE_EVERY)),
  };
}

async function end(): Promise<void> {
  if (nginx?.exitCode === null && nginx.kill()) await once(nginx, 'exit');
  process.exit();
}

process.once('disconnect', end);
process.once('SIGTERM', end);
openFarm(process.argv[2] ?? '').then((farm) => process.send?.(farm));
