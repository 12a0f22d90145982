import type { Ground, Service } from './service';

const UNJUDGED = { clientCertificate: 'required', verdict: { trusted: false, reason: 'unjudged' } };

export const REDIS: Service = {
  name: 'redis',
  offers: {
    'over its own protocol': { scheme: 'rediss' },
    'where a client must have a certificate': { scheme: 'rediss', sees: UNJUDGED, depth: 'reader' },
  },
  prepare: (ground) => {
    const { port } = ground;
    return [
      redis(ground, port('over its own protocol'), ['--tls-auth-clients', 'optional']),
      redis(ground, port('where a client must have a certificate'), ['--tls-protocols', 'TLSv1.2']),
    ];
  },
};

function redis({ certificate, ca, folder }: Ground, port: number, settings: readonly string[]) {
  const { chain, key } = certificate('redis');
  const tls = ['--tls-cert-file', chain, '--tls-key-file', key, '--tls-ca-cert-file', ca, ...settings];
  const at = ['--bind', '127.0.0.1', '--port', '0', '--tls-port', String(port)];
  return { run: ['redis-server', ...at, ...tls, '--save', '', '--dir', folder], user: 'redis' };
}
