import { type Ground, NO_TLS, type Service } from './service';

export const INSPIRCD: Service = {
  name: 'inspircd',
  offers: {
    'over IRC': { scheme: 'irc' },
    'over IRC in TLS from the first byte': { scheme: 'ircs' },
    'to offer none': { scheme: 'irc', sees: NO_TLS },
  },
  prepare: (ground) => {
    const { port, certificate } = ground;
    const { chain, key } = certificate('irc');
    return [
      inspircd(ground, 'secure', [
        '<module name="ssl_gnutls">',
        '<module name="cap">',
        '<module name="starttls">',
        `<sslprofile name="tls" provider="gnutls" certfile="${chain}" keyfile="${key}">`,
        `<bind address="127.0.0.1" port="${port('over IRC')}" type="clients">`,
        `<bind address="127.0.0.1" port="${port('over IRC in TLS from the first byte')}" type="clients" sslprofile="tls">`,
      ]),
      inspircd(ground, 'plain', [`<bind address="127.0.0.1" port="${port('to offer none')}" type="clients">`]),
    ];
  },
};

function inspircd({ folder, write }: Ground, name: string, settings: readonly string[]) {
  const configuration = write(`${name}.conf`, [
    '<server name="irc.example.com" description="Test" network="Test">',
    '<admin name="Test" nick="test" email="test@example.com">',
    `<pid file="${folder}/${name}.pid">`,
    '<connect allow="*" localmax="1000" globalmax="1000" timeout="30">',
    ...settings,
  ]);
  return { run: ['inspircd', '--nofork', '--nopid', '--nolog', '--config', configuration], user: 'irc' };
}
