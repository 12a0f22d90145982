import type { OnRequest } from '../../lambda/core/protocol';
import type { Script } from './dialogue-servers';
import { tdsServerStream } from './tds-server-stream';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

/** MySQL 8's hand-shake packet: version, number, nonce, filler, capabilities 0xdfff with CLIENT_SSL, and the rest of it. */
export const MYSQL_GREETING = hex(`
  4a000000 0a 382e302e33360008000000 4a3b6b1f2a5c6d71 00 ffff ff 0200 ffdf 15 00000000000000000000
  2b3c4d5e6f7a1b2c3d4e5f60 00 6d7973716c5f6e61746976655f70617373776f726400`);

const MYSQL_SSL_REQUEST = hex(`20000001 008a0000 00000001 08 ${'00'.repeat(23)}`);

/** A PRELOGIN answer of SQL Server's with VERSION, ENCRYPTION and the value given. */
export function preLoginAnswer(encryption: string): Buffer {
  return hex(`04 01 001a 0000 01 00  00 000b 0006  01 0011 0001  ff  0f0007d0 0000 ${encryption}`);
}

export const PRE_LOGIN = hex('12 01 001a 0000 01 00  00 000b 0006  01 0011 0001  ff  0f000000 0000 01');
export const LDAP_START_TLS = hex('301d 020101 7718 8016 312e332e362e312e342e312e313436362e3230303337');
export const RDP_REQUEST = hex('03000013 0ee000000000 00 01000800 03000000');
export const SSL_REQUEST = hex('00000008 04d2162f');

function mail(hello: 'EHLO' | 'LHLO'): Script {
  return {
    greeting:
      '220-mail.example.com ESMTP\r\n220-We do not authorize the use of this system\r\n220 to transport bulk mail\r\n',
    turns: [
      [
        new RegExp(`^${hello} \\[127\\.0\\.0\\.1\\]\r\n$`),
        '250-mail.example.com\r\n250-PIPELINING\r\n250-starttls\r\n250-SIZE 10240000\r\n250 SMTPUTF8\r\n',
      ],
      [/^STARTTLS\r\n$/, '220 2.0.0 Ready to start TLS\r\n'],
    ],
  };
}

function xmpp(namespace: string): Script {
  return {
    turns: [
      [
        new RegExp(
          `^<\\?xml version='1.0'\\?><stream:stream to='www.example.com' version='1.0' xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams'>$`,
        ),
        `<?xml version='1.0'?><stream:stream xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams' id='c2s1' from='www.example.com' version='1.0'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>`,
      ],
      [/^<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'\/>$/, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"],
    ],
  };
}

/** What a good server of each protocol says, written from the standards and not from the code under test. */
export const SCRIPTS: Readonly<Record<OnRequest, Script>> = {
  smtp: mail('EHLO'),
  submission: mail('EHLO'),
  lmtp: mail('LHLO'),
  imap: {
    greeting: '* OK [CAPABILITY IMAP4rev1 LITERAL+ STARTTLS LOGINDISABLED] Dovecot ready.\r\n',
    turns: [
      [
        /^a CAPABILITY\r\n$/,
        '* CAPABILITY IMAP4rev1 LITERAL+ STARTTLS LOGINDISABLED\r\na OK Capability completed.\r\n',
      ],
      [/^b STARTTLS\r\n$/, '* NO it is late\r\nb OK Begin TLS negotiation now.\r\n'],
    ],
  },
  pop3: { greeting: '+OK Dovecot ready.\r\n', turns: [[/^STLS\r\n$/, '+OK Begin TLS negotiation now.\r\n']] },
  ftp: {
    greeting: '120 in a moment\r\n220-Welcome\r\n 331 users are here\r\n220 (vsFTPd 3.0.5)\r\n',
    turns: [[/^AUTH TLS\r\n$/, '234 Proceed with negotiation.\r\n']],
  },
  ldap: { turns: [[LDAP_START_TLS, hex('3084 00000010 020101 7884 00000007 0a0100 0400 0400')]] },
  nntp: {
    greeting: '200 news.example.com ready\r\n',
    turns: [[/^STARTTLS\r\n$/, '382 Continue with TLS negotiation\r\n']],
  },
  sieve: {
    greeting:
      '"IMPLEMENTATION" "Dovecot Pigeonhole"\r\n"SIEVE" "fileinto reject"\r\n"STARTTLS"\r\n"VERSION" "1.0"\r\nOK "Dovecot ready."\r\n',
    turns: [[/^STARTTLS\r\n$/, 'OK "Begin TLS negotiation now."\r\n']],
  },
  irc: {
    greeting: 'NOTICE AUTH :*** Looking up your hostname...\r\n:irc.example.com 439 * :Please wait\r\n',
    turns: [
      [/^CAP LS\r\nPING \w+\r\n$/, ':irc.example.com CAP * LS :multi-prefix tls sasl\r\n'],
      [
        /^STARTTLS\r\n$/,
        ':irc.example.com 451 * PING :You have not registered.\r\n:irc.example.com 670 * :STARTTLS successful, go ahead with TLS handshake\r\n',
      ],
    ],
  },
  xmpp: xmpp('jabber:client'),
  'xmpp-server': xmpp('jabber:server'),
  postgres: { turns: [[SSL_REQUEST, 'S']] },
  mysql: { greeting: MYSQL_GREETING, turns: [[MYSQL_SSL_REQUEST, '']] },
  mssql: {
    turns: [[PRE_LOGIN, preLoginAnswer('01')]],
    wraps: tdsServerStream,
    // SQL Server speaks TLS 1.3 in TDS 8 alone.
    tls: { maxVersion: 'TLSv1.2' },
  },
  rdp: { turns: [[RDP_REQUEST, hex('03000013 0ed000001234 00 02 1f 0800 02000000')]] },
};
