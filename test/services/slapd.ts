import { type Ground, NO_TLS, type Service } from './service';

export const SLAPD: Service = {
  name: 'slapd',
  offers: {
    'over LDAP': { scheme: 'ldap' },
    'over LDAP in TLS from the first byte': { scheme: 'ldaps' },
    'to offer none': { scheme: 'ldap', sees: NO_TLS },
  },
  prepare: (ground) => {
    const { port } = ground;
    const { chain, key } = ground.certificate('openldap');
    const tls = [`TLSCertificateFile ${chain}`, `TLSCertificateKeyFile ${key}`];
    const urls = [
      `ldap://127.0.0.1:${port('over LDAP')}`,
      `ldaps://127.0.0.1:${port('over LDAP in TLS from the first byte')}`,
    ];
    return [
      slapd(ground, 'secure', urls, tls),
      slapd(ground, 'plain', [`ldap://127.0.0.1:${port('to offer none')}`], []),
    ];
  },
};

function slapd({ write }: Ground, name: string, urls: readonly string[], tls: readonly string[]) {
  const configuration = write(`${name}.conf`, ['include /etc/ldap/schema/core.schema', ...tls]);
  return { run: ['slapd', '-d', 'stats', '-f', configuration, '-h', urls.join(' ')], user: 'openldap' };
}
