import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Issued } from '../test/servers/certificates';
import { freePort } from '../test/servers/odd-servers';
import { withSystemPrograms } from './processes';

/**
 * An nginx for every host, at a port for each choice of versions. One process, so that it stays on its core.
 *
 * @param certificates by host; the first is for clients that name none.
 * @returns the ports in the order of the versions.
 */
export async function startNginx(
  folder: string,
  certificates: ReadonlyMap<string, Issued>,
  versions: readonly string[],
): Promise<{ nginx: ChildProcess; ports: number[] }> {
  mkdirSync(join(folder, 'certificates'));
  for (const [host, { fullChain, key }] of certificates) writeFileSync(pem(folder, host), `${fullChain}${key}`);
  const ports: number[] = [];
  for (const _ of versions) ports.push(await freePort());
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, [...certificates.keys()], versions, ports));
  const nginx = spawn('nginx', ['-c', file, '-p', folder, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: withSystemPrograms(),
  });
  await Promise.all(ports.map((port) => listens(port, nginx)));
  return { nginx, ports };
}

function pem(folder: string, host: string): string {
  return join(folder, 'certificates', `${host}.pem`);
}

function configuration(folder: string, hosts: readonly string[], versions: readonly string[], ports: number[]) {
  const server = (host: string, i: number, port: number, protocols: string) =>
    `server { listen 127.0.0.1:${port} ssl${i === 0 ? ' default_server backlog=4096' : ''}; server_name ${host};
      ssl_protocols ${protocols}; ssl_certificate ${pem(folder, host)}; ssl_certificate_key ${pem(folder, host)}; return 204; }`;
  const servers = ports.flatMap((port, at) => hosts.map((host, i) => server(host, i, port, versions[at] ?? '')));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr crit;
    worker_rlimit_nofile 8192; events { worker_connections 4096; }
    http { access_log off; server_names_hash_max_size 4096; server_names_hash_bucket_size 128;
      ssl_session_cache off; ssl_session_tickets off;
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      ${servers.join('\n')} }`;
}

async function listens(port: number, nginx: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100 && nginx.exitCode === null; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await setTimeout(100);
  }
  throw new Error('nginx does not listen');
}
