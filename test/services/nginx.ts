import { type Ground, NAME, OTHER_NAME, type Service } from './service';

export const NGINX: Service = {
  name: 'nginx',
  offers: {
    'with TLS 1.2 alone': { scheme: 'https', sees: { protocol: 'TLSv1.2' } },
    'with TLS 1.3 alone': { scheme: 'https', sees: { protocol: 'TLSv1.3' }, reads: { protocol: 'TLSv1.3' } },
    'with both': { scheme: 'https', sees: { protocol: 'TLSv1.3' } },
    'where a client may have a certificate': { scheme: 'https', sees: { clientCertificate: 'requested' } },
    'by the other name of two at one port': { scheme: 'https', name: OTHER_NAME },
    'to speak HTTP in the clear': { scheme: 'https', sees: { ok: false, failure: { reason: 'not-tls' } } },
  },
  prepare: (ground) => {
    const { folder, write } = ground;
    const configuration = write('nginx.conf', [
      'daemon off;',
      'error_log stderr info;',
      `pid ${folder}/pid;`,
      'events {}',
      'http {',
      'access_log off;',
      ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`),
      ...servers(ground),
      '}',
    ]);
    return [{ run: ['nginx', '-p', folder, '-e', 'stderr', '-c', configuration], ends: 'SIGQUIT' }];
  },
};

function servers({ port, certificate, other, ca }: Ground): string[] {
  const [own, others] = [certificate(), certificate('root', other)];
  const server = (offer: string, name: string, { chain, key }: typeof own, ...more: string[]) =>
    `server { listen 127.0.0.1:${port(offer)} ssl; server_name ${name}; ssl_certificate ${chain}; ssl_certificate_key ${key}; ${more.join(' ')} }`;
  const both = 'ssl_protocols TLSv1.2 TLSv1.3;';
  return [
    server('with TLS 1.2 alone', NAME, own, 'ssl_protocols TLSv1.2;'),
    server('with TLS 1.3 alone', NAME, own, 'ssl_protocols TLSv1.3;'),
    server('with both', NAME, own, both),
    server(
      'where a client may have a certificate',
      NAME,
      own,
      both,
      `ssl_verify_client optional; ssl_client_certificate ${ca};`,
    ),
    server('by the other name of two at one port', NAME, own, both),
    server('by the other name of two at one port', OTHER_NAME, others, both),
    `server { listen 127.0.0.1:${port('to speak HTTP in the clear')}; }`,
  ];
}
