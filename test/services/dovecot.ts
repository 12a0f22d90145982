import { join } from 'node:path';
import { type Ground, NO_TLS, type Service } from './service';

const PROTOCOLS = ['imap', 'pop3', 'sieve', 'lmtp'] as const;

export const DOVECOT: Service = {
  name: 'dovecot',
  offers: {
    'over IMAP': { scheme: 'imap' },
    'over IMAP in TLS from the first byte': { scheme: 'imaps' },
    'over POP3': { scheme: 'pop3' },
    'over POP3 in TLS from the first byte': { scheme: 'pop3s' },
    'over ManageSieve': { scheme: 'sieve' },
    'over LMTP': { scheme: 'lmtp' },
    ...Object.fromEntries(PROTOCOLS.map((scheme) => [`to offer none over ${scheme}`, { scheme, sees: NO_TLS }])),
  },
  prepare: (ground) => {
    const { chain, key } = ground.certificate();
    const { port } = ground;
    return [
      dovecot(ground, 'secure', ['ssl = yes', `ssl_cert = <${chain}`, `ssl_key = <${key}`], {
        imap: port('over IMAP'),
        imaps: port('over IMAP in TLS from the first byte'),
        pop3: port('over POP3'),
        pop3s: port('over POP3 in TLS from the first byte'),
        sieve: port('over ManageSieve'),
        lmtp: port('over LMTP'),
      }),
      dovecot(ground, 'plain', ['ssl = no'], {
        imap: port('to offer none over imap'),
        imaps: 0,
        pop3: port('to offer none over pop3'),
        pop3s: 0,
        sieve: port('to offer none over sieve'),
        lmtp: port('to offer none over lmtp'),
      }),
    ];
  },
};

/** Port 0 means that nobody listens. */
type Ports = Readonly<Record<(typeof PROTOCOLS)[number] | 'imaps' | 'pop3s', number>>;

function dovecot({ folder, make, write }: Ground, name: string, tls: readonly string[], ports: Ports) {
  const log = join(folder, `${name}.log`);
  const configuration = write(`${name}.conf`, [
    `base_dir = ${make(`${name}-run`)}`,
    `state_dir = ${make(`${name}-state`)}`,
    `log_path = ${log}`,
    'listen = 127.0.0.1',
    'protocols = imap pop3 lmtp sieve',
    ...tls,
    'passdb {\n driver = static\n args = nopassword=y\n}',
    `userdb {\n driver = static\n args = uid=mail gid=mail home=${folder}\n}`,
    `service imap-login {\n${listener('imap', ports.imap)}${listener('imaps', ports.imaps, 'ssl = yes')}}`,
    `service pop3-login {\n${listener('pop3', ports.pop3)}${listener('pop3s', ports.pop3s, 'ssl = yes')}}`,
    `service managesieve-login {\n${listener('sieve', ports.sieve)}}`,
    `service lmtp {\n${listener('lmtp', ports.lmtp, 'address = 127.0.0.1')}}`,
  ]);
  return { run: ['dovecot', '-F', '-c', configuration], log };
}

function listener(name: string, port: number, more = ''): string {
  return ` inet_listener ${name} {\n  port = ${port}\n  ${more}\n }\n`;
}
