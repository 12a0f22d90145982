import { join } from 'node:path';
import { finish } from './running-program';
import { type Ground, NO_TLS, type Service } from './service';

export const MARIADB: Service = {
  name: 'mariadb',
  offers: { 'over its own protocol': { scheme: 'mysql' }, 'to offer none': { scheme: 'mysql', sees: NO_TLS } },
  prepare: (ground) => {
    const { chain, key } = ground.certificate('mysql');
    return [
      mariadb(ground, 'secure', ground.port('over its own protocol'), [`--ssl-cert=${chain}`, `--ssl-key=${key}`]),
      mariadb(ground, 'plain', ground.port('to offer none'), ['--skip-ssl']),
    ];
  },
};

function mariadb({ make }: Ground, name: string, port: number, tls: readonly string[]) {
  const data = make(name, 'mysql');
  const own = ['--no-defaults', `--datadir=${data}`];
  finish(['mariadb-install-db', ...own, '--skip-test-db', '--auth-root-authentication-method=normal'], 'mysql');
  const at = [`--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(data, 'socket')}`];
  // It misses a SIGTERM that comes while it starts.
  return { run: ['mariadbd', ...own, ...at, ...tls], user: 'mysql', orphaned: 'SIGKILL' as const };
}
