import { type Ground, NO_TLS, type Service } from './service';

export const XRDP: Service = {
  name: 'xrdp',
  offers: {
    'over RDP that insists on TLS': { scheme: 'rdp' },
    'over RDP that negotiates': { scheme: 'rdp' },
    'to offer none': { scheme: 'rdp', sees: NO_TLS },
  },
  prepare: (ground) => {
    const { port } = ground;
    return [
      xrdp(ground, 'tls', port('over RDP that insists on TLS')),
      xrdp(ground, 'negotiate', port('over RDP that negotiates')),
      xrdp(ground, 'rdp', port('to offer none')),
    ];
  },
};

function xrdp({ write, certificate }: Ground, layer: 'tls' | 'negotiate' | 'rdp', port: number) {
  const { chain, key } = certificate();
  const configuration = write(`${layer}.ini`, [
    '[Globals]',
    'ini_version=1',
    'fork=true',
    `port=tcp://127.0.0.1:${port}`,
    `security_layer=${layer}`,
    'crypt_level=high',
    `certificate=${chain}`,
    `key_file=${key}`,
    'ssl_protocols=TLSv1.2, TLSv1.3',
    '[Logging]',
    'EnableConsole=true',
    'ConsoleLevel=INFO',
    '[Xorg]',
    'name=Xorg',
    'lib=libxup.so',
  ]);
  return { run: ['xrdp', '--nodaemon', '--config', configuration] };
}
