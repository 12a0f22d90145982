import { join } from 'node:path';
import { type Ground, NO_TLS, type Service } from './service';

const QUEUES = ['active', 'bounce', 'defer', 'deferred', 'incoming', 'maildrop', 'private', 'public'];

export const POSTFIX: Service = {
  name: 'postfix',
  offers: {
    'over SMTP': { scheme: 'smtp' },
    'over submission that insists on TLS': { scheme: 'submission' },
    'over SMTP in TLS from the first byte': { scheme: 'smtps' },
    'to offer none': { scheme: 'smtp', sees: NO_TLS },
  },
  prepare: (ground) => {
    const { folder, make, write } = ground;
    const queue = make('queue');
    for (const name of QUEUES) make(`queue/${name}`, 'postfix');
    make('queue/pid');
    make('data', 'postfix');
    write('main.cf', mainCf(ground, queue));
    write('master.cf', masterCf(ground));
    return [{ run: ['/usr/lib/postfix/sbin/master', '-c', folder, '-d'], log: join(folder, 'mail.log') }];
  },
};

function mainCf({ folder, certificate }: Ground, queue: string): string[] {
  const { chain, key } = certificate();
  return [
    'compatibility_level = 3.6',
    'myhostname = www.example.com',
    'inet_interfaces = 127.0.0.1',
    'inet_protocols = ipv4',
    'mynetworks_style = host',
    'alias_maps =',
    'local_recipient_maps =',
    `queue_directory = ${queue}`,
    `data_directory = ${folder}/data`,
    `maillog_file_prefixes = ${folder}`,
    `maillog_file = ${folder}/mail.log`,
    `smtpd_tls_chain_files = ${key}, ${chain}`,
    'smtpd_tls_security_level = may',
    'smtpd_tls_loglevel = 1',
  ];
}

function masterCf({ port }: Ground): string[] {
  return [
    `127.0.0.1:${port('over SMTP')} inet n - n - - smtpd`,
    `127.0.0.1:${port('over submission that insists on TLS')} inet n - n - - smtpd`,
    '  -o smtpd_tls_security_level=encrypt',
    `127.0.0.1:${port('over SMTP in TLS from the first byte')} inet n - n - - smtpd`,
    '  -o smtpd_tls_wrappermode=yes',
    `127.0.0.1:${port('to offer none')} inet n - n - - smtpd`,
    '  -o smtpd_tls_security_level=none',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'anvil unix - - n - 1 anvil',
    'proxymap unix - - n - - proxymap',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
}
