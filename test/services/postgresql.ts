import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { finish } from './running-program';
import { type Ground, NO_TLS, type Service } from './service';

const VERSIONS = '/usr/lib/postgresql';

export const POSTGRESQL: Service = {
  name: 'postgresql',
  offers: { 'over its own protocol': { scheme: 'postgres' }, 'to offer none': { scheme: 'postgres', sees: NO_TLS } },
  prepare: (ground) => {
    const { chain, key } = ground.certificate('postgres');
    const tls = ['-c', 'ssl=on', '-c', `ssl_cert_file=${chain}`, '-c', `ssl_key_file=${key}`];
    return [
      postgres(ground, 'secure', ground.port('over its own protocol'), tls),
      postgres(ground, 'plain', ground.port('to offer none'), ['-c', 'ssl=off']),
    ];
  },
};

function postgres({ make }: Ground, name: string, port: number, tls: readonly string[]) {
  const data = make(name, 'postgres');
  const programs = join(VERSIONS, newestVersion(), 'bin');
  finish([join(programs, 'initdb'), '-D', data, '--no-sync', '--auth', 'reject', '--encoding', 'UTF8'], 'postgres');
  const at = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  // SIGINT: without waiting for its clients.
  return { run: [join(programs, 'postgres'), '-D', data, ...at, ...tls], user: 'postgres', ends: 'SIGINT' as const };
}

function newestVersion(): string {
  const [newest] = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
  if (newest === undefined) throw new Error(`There is no PostgreSQL in ${VERSIONS}.`);
  return newest;
}
