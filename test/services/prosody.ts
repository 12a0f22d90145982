import { type Ground, NAME, NO_TLS, type Service } from './service';

export const PROSODY: Service = {
  name: 'prosody',
  offers: {
    'over XMPP for clients': { scheme: 'xmpp' },
    'over XMPP for servers': { scheme: 'xmpp-server' },
    'over XMPP in TLS from the first byte': { scheme: 'xmpps' },
    'to offer none to clients': { scheme: 'xmpp', sees: NO_TLS },
    'to offer none to servers': { scheme: 'xmpp-server', sees: NO_TLS },
  },
  prepare: (ground) => {
    const { port, certificate } = ground;
    const { chain, key } = certificate('prosody');
    return [
      prosody(ground, 'secure', [
        `c2s_ports = { ${port('over XMPP for clients')} }`,
        `s2s_ports = { ${port('over XMPP for servers')} }`,
        `c2s_direct_tls_ports = { ${port('over XMPP in TLS from the first byte')} }`,
        `ssl = { certificate = "${chain}", key = "${key}" }`,
        'modules_enabled = { "saslauth", "roster", "dialback", "tls" }',
      ]),
      prosody(ground, 'plain', [
        `c2s_ports = { ${port('to offer none to clients')} }`,
        `s2s_ports = { ${port('to offer none to servers')} }`,
        'modules_enabled = { "saslauth", "roster", "dialback" }',
        'c2s_require_encryption = false',
      ]),
    ];
  },
};

function prosody({ make, write }: Ground, name: string, settings: readonly string[]) {
  const configuration = write(`${name}.cfg.lua`, [
    `data_path = "${make(`${name}-data`, 'prosody')}"`,
    'interfaces = { "127.0.0.1" }',
    'log = { info = "*console" }',
    ...settings,
    `VirtualHost "${NAME}"`,
  ]);
  return { run: ['prosody', '-F', '--config', configuration], user: 'prosody' };
}
