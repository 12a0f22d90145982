import { type Ground, NO_TLS, type Service } from './service';

export const VSFTPD: Service = {
  name: 'vsftpd',
  offers: {
    'over FTP': { scheme: 'ftp' },
    'over FTP in TLS from the first byte': { scheme: 'ftps' },
    'to offer none': { scheme: 'ftp', sees: NO_TLS },
  },
  prepare: (ground) => {
    const { port } = ground;
    const { chain, key } = ground.certificate();
    ground.make('empty');
    const tls = ['ssl_enable=YES', `rsa_cert_file=${chain}`, `rsa_private_key_file=${key}`];
    return [
      vsftpd(ground, 'explicit', port('over FTP'), tls),
      vsftpd(ground, 'implicit', port('over FTP in TLS from the first byte'), [...tls, 'implicit_ssl=YES']),
      vsftpd(ground, 'plain', port('to offer none'), []),
    ];
  },
};

function vsftpd({ folder, write }: Ground, name: string, port: number, tls: readonly string[]) {
  const configuration = write(`${name}.conf`, [
    'background=NO',
    'listen=YES',
    'listen_address=127.0.0.1',
    `listen_port=${port}`,
    'nopriv_user=nobody',
    `secure_chroot_dir=${folder}/empty`,
    ...tls,
  ]);
  return { run: ['vsftpd', configuration] };
}
