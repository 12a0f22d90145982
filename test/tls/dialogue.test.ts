import { createServer, type Socket } from 'node:net';
import type { OnRequest } from '../../lambda/core/protocol';
import { openStream, type Place } from '../../lambda/tls/connection';
import { DIALOGUES } from '../../lambda/tls/dialogues';
import { type Issued, selfSigned } from '../servers/certificates';
import { type Script, startDialogue, startDripping, startEndless } from '../servers/dialogue-servers';
import * as odd from '../servers/odd-servers';
import { listening, type Running } from '../servers/running';
import * as scripts from '../servers/scripts';

let issued: Issued;
const running: Running[] = [];
let speak: (socket: Socket) => void;

beforeAll(async () => {
  issued = await selfSigned({ name: 'service' });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ close }) => close()));
});

async function started<T extends Running>(server: Promise<T>): Promise<T> {
  const it = await server;
  running.push(it);
  return it;
}

async function opened(protocol: OnRequest, port: number, timeout = 2_000) {
  const place: Place = { host: 'mail.example.com', address: '127.0.0.1', port, protocol, timeout };
  const result = await openStream(place, performance.now() + timeout);
  if ('socket' in result) result.socket.destroy();
  return result;
}

const where = (port: number) => `Port ${port} of mail.example.com (127.0.0.1)`;
const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');
const GREETING = '220 mail.example.com ESMTP\r\n';
const EHLO = /^EHLO .*\r\n$/;
const LHLO = /^LHLO .*\r\n$/;
const STARTTLS = /STARTTLS\r\n$/;
const ANY = /./s;

describe('a server that does not come to TLS', () => {
  it.each<[string, OnRequest, Omit<Script, 'after'>, string, string]>([
    [
      'SMTP without STARTTLS',
      'smtp',
      { greeting: GREETING, turns: [[EHLO, '250-mail.example.com\r\n250-SIZE 1000\r\n250 8BITMIME\r\n']] },
      'no-tls',
      'speaks SMTP, but offers no TLS: its answer to EHLO does not have STARTTLS.',
    ],
    [
      'SMTP whose answer to EHLO is one line',
      'smtp',
      { greeting: GREETING, turns: [[EHLO, '250 mail.example.com\r\n']] },
      'no-tls',
      'speaks SMTP, but offers no TLS: its answer to EHLO does not have STARTTLS.',
    ],
    [
      'SMTP with a capability that only begins like it',
      'smtp',
      { greeting: GREETING, turns: [[EHLO, '250-mail.example.com STARTTLS\r\n250 STARTTLSX\r\n']] },
      'no-tls',
      'speaks SMTP, but offers no TLS: its answer to EHLO does not have STARTTLS.',
    ],
    [
      'SMTP that knows no EHLO',
      'smtp',
      { greeting: GREETING, turns: [[EHLO, '502 5.5.2 Error: command not recognized\r\n']] },
      'no-tls',
      'speaks SMTP, but grants no TLS: it answers EHLO with “502 5.5.2 Error: command not recognized”.',
    ],
    [
      'SMTP that offers TLS and then has none',
      'submission',
      {
        greeting: GREETING,
        turns: [
          [EHLO, '250-mail\r\n250 STARTTLS\r\n'],
          [STARTTLS, '454 4.7.0 TLS not available, id 4711-0815\r\n'],
        ],
      },
      'no-tls',
      'speaks SMTP, but grants no TLS: it answers STARTTLS with “454 4.7.0 TLS not available, id …”.',
    ],
    [
      'SMTP that is too busy',
      'smtp',
      { greeting: '421-4.7.0 Not now,\r\n421 4.7.0 try again later\r\n', turns: [] },
      'refused',
      'turns this prober away: its greeting is “421 4.7.0 try again later”.',
    ],
    [
      'SMTP with a teaser before it thinks better of it',
      'smtp',
      { greeting: '220-mail.example.com ESMTP\r\n521 5.7.1 Service unavailable\r\n', turns: [] },
      'refused',
      'turns this prober away: its greeting is “521 5.7.1 Service unavailable”.',
    ],
    [
      'SMTP that puts the client off',
      'smtp',
      { greeting: GREETING, turns: [[EHLO, '450 4.7.1 come back later\r\n']] },
      'refused',
      'turns this prober away: it answers EHLO with “450 4.7.1 come back later”.',
    ],
    [
      'LMTP without STARTTLS',
      'lmtp',
      { greeting: '220 LMTP\r\n', turns: [[LHLO, '250 mail\r\n']] },
      'no-tls',
      'speaks LMTP, but offers no TLS: its answer to LHLO does not have STARTTLS.',
    ],
    [
      'IMAP without STARTTLS',
      'imap',
      { greeting: '* OK hello\r\n', turns: [[ANY, '* CAPABILITY IMAP4rev1 LOGIN\r\na OK done\r\n']] },
      'no-tls',
      'speaks IMAP, but offers no TLS: its answer to CAPABILITY does not have STARTTLS.',
    ],
    [
      'IMAP that is logged in already',
      'imap',
      { greeting: '* PREAUTH welcome back\r\n', turns: [] },
      'no-tls',
      'speaks IMAP, but grants no TLS: its greeting is “* PREAUTH welcome back”.',
    ],
    [
      'IMAP that says goodbye',
      'imap',
      { greeting: '* BYE too many connections\r\n', turns: [] },
      'refused',
      'turns this prober away: its greeting is “* BYE too many connections”.',
    ],
    [
      'IMAP that takes its offer back',
      'imap',
      {
        greeting: '* OK hello\r\n',
        turns: [
          [ANY, '* CAPABILITY STARTTLS\r\na OK done\r\n'],
          [STARTTLS, 'b BAD TLS is disabled\r\n'],
        ],
      },
      'no-tls',
      'speaks IMAP, but grants no TLS: it answers STARTTLS with “b BAD TLS is disabled”.',
    ],
    [
      'POP3 without STLS',
      'pop3',
      { greeting: '+OK POP3\r\n', turns: [[/^STLS\r\n$/, '-ERR unknown command\r\n']] },
      'no-tls',
      'speaks POP3, but grants no TLS: it answers STLS with “-ERR unknown command”.',
    ],
    [
      'FTP without AUTH',
      'ftp',
      { greeting: '220 FTP\r\n', turns: [[/^AUTH TLS\r\n$/, '530 Please login with USER and PASS.\r\n']] },
      'no-tls',
      'speaks FTP, but grants no TLS: it answers AUTH TLS with “530 Please login with USER and PASS.”.',
    ],
    [
      'LDAP without StartTLS',
      'ldap',
      {
        turns: [
          [
            scripts.LDAP_START_TLS,
            hex('3023 020101 781e 0a0102 0400 0417 756e737570706f72746564206f7065726174696f6e7321'),
          ],
        ],
      },
      'no-tls',
      'speaks LDAP, but grants no TLS: it answers StartTLS with “protocolError: unsupported operations!”.',
    ],
    [
      'LDAP that disconnects',
      'ldap',
      { turns: [[scripts.LDAP_START_TLS, hex('300c 020100 7807 0a0134 0400 0400')]] },
      'refused',
      'turns this prober away: it answers StartTLS with “unavailable”.',
    ],
    [
      'NNTP without STARTTLS',
      'nntp',
      { greeting: '201 news\r\n', turns: [[STARTTLS, '580 Can not initiate TLS negotiation\r\n']] },
      'no-tls',
      'speaks NNTP, but grants no TLS: it answers STARTTLS with “580 Can not initiate TLS negotiation”.',
    ],
    [
      'ManageSieve without STARTTLS',
      'sieve',
      { greeting: '"SIEVE" "fileinto STARTTLS"\r\nOK\r\n', turns: [] },
      'no-tls',
      'speaks ManageSieve, but offers no TLS: its greeting does not have STARTTLS.',
    ],
    [
      'IRC without the capability',
      'irc',
      { turns: [[/^CAP LS\r\nPING \w+\r\n$/, ':irc CAP * LS :multi-prefix sts=port=6697 stls\r\n']] },
      'no-tls',
      'speaks IRC, but offers no TLS: its answer to CAP LS does not have tls.',
    ],
    [
      'IRC that knows no capabilities',
      'irc',
      { turns: [[/^CAP LS\r\nPING \w+\r\n$/, ':irc 451 * :You have not registered\r\n']] },
      'no-tls',
      'speaks IRC, but grants no TLS: it answers CAP LS with “:irc 451 * :You have not registered”.',
    ],
    [
      'IRC that says nothing to what it does not know',
      'irc',
      { turns: [[/\r\nPING \w+\r\n$/, ':irc PONG irc :notafter\r\n']] },
      'no-tls',
      'speaks IRC, but offers no TLS: its answer to CAP LS does not have tls.',
    ],
    [
      'IRC that fails to begin TLS',
      'irc',
      {
        turns: [
          [/^CAP LS\r\nPING \w+\r\n$/, 'CAP * LS :tls\r\n'],
          [/^STARTTLS\r\n$/, ':irc 691 * :STARTTLS failed\r\n'],
        ],
      },
      'no-tls',
      'speaks IRC, but grants no TLS: it answers STARTTLS with “:irc 691 * :STARTTLS failed”.',
    ],
    [
      'IRC that throws the client out',
      'irc',
      { turns: [[/^CAP LS\r\nPING \w+\r\n$/, 'ERROR :Closing Link: banned\r\n']] },
      'refused',
      'turns this prober away: it answers CAP LS with “ERROR :Closing Link: banned”.',
    ],
    [
      'XMPP without starttls',
      'xmpp',
      { turns: [[ANY, '<stream:stream id="1"><stream:features><mechanisms/></stream:features>']] },
      'no-tls',
      'speaks XMPP, but offers no TLS: its answer to the opening of a stream does not have starttls.',
    ],
    [
      'XMPP that has nothing to offer',
      'xmpp',
      {
        turns: [
          [
            ANY,
            "<stream:stream id='1'><stream:error><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>No stream features to offer</text></stream:error></stream:stream>",
          ],
        ],
      },
      'refused',
      'turns this prober away: it answers the opening of a stream with “undefined-condition: No stream features to offer”.',
    ],
    [
      'XMPP that does not know the host',
      'xmpp-server',
      {
        turns: [
          [
            ANY,
            "<?xml version='1.0'?><stream:stream><stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>",
          ],
        ],
      },
      'refused',
      'turns this prober away: it answers the opening of a stream with “host-unknown”.',
    ],
    [
      'XMPP that fails',
      'xmpp',
      {
        turns: [
          [ANY, '<stream:stream id="1"><stream:features><starttls/></stream:features>'],
          [/^<starttls/, "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"],
        ],
      },
      'no-tls',
      'speaks XMPP, but grants no TLS: it answers starttls with “failure”.',
    ],
    [
      'PostgreSQL with ssl = off',
      'postgres',
      { turns: [[scripts.SSL_REQUEST, 'N']] },
      'no-tls',
      'speaks PostgreSQL, but grants no TLS: it answers SSLRequest with “N”.',
    ],
    [
      'PostgreSQL with too many clients',
      'postgres',
      { turns: [[scripts.SSL_REQUEST, 'E\0\0\0\x2cSFATAL\0C53300\0Msorry, too many clients\0\0']] },
      'refused',
      'turns this prober away: it answers SSLRequest with “sorry, too many clients”.',
    ],
    [
      'MySQL without CLIENT_SSL',
      'mysql',
      { greeting: withoutSsl(scripts.MYSQL_GREETING), turns: [] },
      'no-tls',
      'speaks MySQL, but offers no TLS: its greeting does not have CLIENT_SSL.',
    ],
    [
      'MySQL that has blocked the prober',
      'mysql',
      { greeting: Buffer.concat([hex('16000000 ff6904'), Buffer.from("Host '1' is blocked")]), turns: [] },
      'refused',
      "turns this prober away: its greeting is “Host '1' is blocked”.",
    ],
    [
      'SQL Server without encryption',
      'mssql',
      { turns: [[scripts.PRE_LOGIN, scripts.preLoginAnswer('02')]] },
      'no-tls',
      'speaks TDS, but grants no TLS: it answers PRELOGIN with “ENCRYPT_NOT_SUP”.',
    ],
    [
      'RDP of old, without a negotiation',
      'rdp',
      { turns: [[scripts.RDP_REQUEST, hex('0300000b 06d00000123400')]] },
      'no-tls',
      'speaks RDP, but offers no TLS: its answer to the connection request does not have RDP_NEG_RSP.',
    ],
    [
      'RDP that does not allow TLS',
      'rdp',
      { turns: [[scripts.RDP_REQUEST, hex('03000013 0ed00000123400 03000800 02000000')]] },
      'no-tls',
      'speaks RDP, but grants no TLS: it answers the connection request with “SSL_NOT_ALLOWED_BY_SERVER”.',
    ],
    [
      'bytes after the go-ahead, which are not taken for TLS',
      'pop3',
      { greeting: '+OK POP3\r\n', turns: [[/^STLS\r\n$/, '+OK go ahead\r\n+OK logged in\r\n']] },
      'not-tls',
      'goes on in the clear after it has agreed to TLS: it says “+OK logged in”.',
    ],
    [
      'half a line after the go-ahead',
      'smtp',
      {
        greeting: GREETING,
        turns: [
          [EHLO, '250 STARTTLS\r\n'],
          [STARTTLS, '220 go ahead\r\n2'],
        ],
      },
      'not-tls',
      'goes on in the clear after it has agreed to TLS: it says “2”.',
    ],
    [
      'SSH where SMTP should be',
      'smtp',
      { greeting: 'SSH-2.0-OpenSSH_9.6\r\n', turns: [] },
      'not-tls',
      'answers, but not in SMTP: it says “SSH-2.0-OpenSSH_9.6”.',
    ],
    [
      'SMTP where POP3 should be',
      'pop3',
      { greeting: GREETING, turns: [] },
      'not-tls',
      'answers, but not in POP3: it says “220 mail.example.com ESMTP”.',
    ],
    [
      'SMTP where IRC should be',
      'irc',
      { greeting: GREETING, turns: [] },
      'not-tls',
      'answers, but not in IRC: it says “220 mail.example.com ESMTP”.',
    ],
    [
      'MySQL where SMTP should be',
      'smtp',
      { greeting: scripts.MYSQL_GREETING, turns: [] },
      'not-tls',
      'answers, but not in SMTP.',
    ],
    [
      'SMTP where MySQL should be',
      'mysql',
      { greeting: GREETING, turns: [] },
      'not-tls',
      'answers, but not in MySQL: it says “220 mail.example.com ESMTP”.',
    ],
    [
      'SSH where PostgreSQL should be',
      'postgres',
      { greeting: 'SSH-2.0-OpenSSH_9.6\r\n', turns: [] },
      'not-tls',
      'answers, but not in PostgreSQL: it says “SSH-2.0-OpenSSH_9.6”.',
    ],
    [
      'a web server where XMPP should be',
      'xmpp',
      { turns: [[ANY, 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n']] },
      'not-tls',
      'answers, but not in XMPP: it says “HTTP/1.1 400 Bad Request”.',
    ],
    [
      'a page where XMPP should be',
      'xmpp',
      { turns: [[ANY, '<html><h1>Bad Request</h1>']] },
      'not-tls',
      'answers, but not in XMPP: it says “<html><h1>Bad Request</h1>”.',
    ],
    [
      'TLS where LDAP should be',
      'ldap',
      { turns: [[ANY, hex('15030100020246')]] },
      'not-tls',
      'answers, but not in LDAP: it speaks TLS from the first byte, as with the scheme tls.',
    ],
    [
      'TLS where SMTP should be',
      'smtp',
      { greeting: hex('15030100020246'), turns: [] },
      'not-tls',
      'answers, but not in SMTP: it speaks TLS from the first byte, as with the scheme tls.',
    ],
    ['what does not print', 'ftp', { greeting: '\x1b[31mred\r\n', turns: [] }, 'not-tls', 'answers, but not in FTP.'],
    [
      'a text that turns the reading order is made harmless',
      'pop3',
      { greeting: '-ERR \u202egnorw\u007f it is\r\n', turns: [] },
      'refused',
      'turns this prober away: its greeting is “-ERR gnorw it is”.',
    ],
  ])('%s', async (_, protocol, script, reason, predicate) => {
    const { port, connections } = await started(startDialogue({ ...script, after: 'silence' }, issued));
    expect(await opened(protocol, port)).toEqual({ failure: { reason, sentence: `${where(port)} ${predicate}` } });
    await gone(connections);
  });
});

describe('a connection that ends', () => {
  const hello: Script = { greeting: GREETING, turns: [[EHLO, '']] };

  it.each<[string, OnRequest, Script, string, string]>([
    [
      'before the greeting',
      'smtp',
      { greeting: '', turns: [], after: 'close' },
      'closed',
      'closes the connection where its greeting is due.',
    ],
    [
      'in the greeting',
      'smtp',
      { greeting: '220-mail', turns: [], after: 'close' },
      'closed',
      'closes the connection where its greeting is due.',
    ],
    [
      'after EHLO',
      'smtp',
      { ...hello, after: 'close' },
      'closed',
      'closes the connection where its answer to EHLO is due.',
    ],
    [
      'after EHLO, by a reset',
      'smtp',
      { ...hello, after: 'reset' },
      'reset',
      'resets the connection where its answer to EHLO is due.',
    ],
    [
      'after SSLRequest',
      'postgres',
      { turns: [[scripts.SSL_REQUEST, '']], after: 'close' },
      'closed',
      'closes the connection where its answer to SSLRequest is due.',
    ],
    [
      'after PRELOGIN, by a reset',
      'mssql',
      { turns: [[scripts.PRE_LOGIN, '']], after: 'reset' },
      'reset',
      'resets the connection where its answer to PRELOGIN is due.',
    ],
  ])('%s', async (_, protocol, script, reason, predicate) => {
    const { port } = await started(startDialogue(script, issued));
    expect(await opened(protocol, port)).toEqual({ failure: { reason, sentence: `${where(port)} ${predicate}` } });
  });
});

describe('a server without end', () => {
  const drip = () => startDripping('220-one byte at a time\r\n', 5);

  it.each<[string, OnRequest, () => Promise<Running>, string]>([
    ['says nothing', 'smtp', odd.startSilent, 'its SMTP greeting'],
    ['says nothing to a client that begins', 'ldap', odd.startSilent, 'its answer to StartTLS'],
    ['speaks one byte at a time', 'smtp', drip, 'its SMTP greeting'],
    [
      'never answers STARTTLS',
      'pop3',
      () => startDialogue({ greeting: '+OK\r\n', turns: [], after: 'silence' }, issued),
      'its answer to STLS',
    ],
  ])('that %s is left by the end of the time', async (_, protocol, start, awaited) => {
    const { port, connections } = await started(start());
    const began = performance.now();
    const sentence = `${where(port)} accepts the connection, but ${awaited} does not come within 0.3 s.`;
    expect(await opened(protocol, port, 300)).toEqual({ failure: { reason: 'timed-out', sentence } });
    expect(performance.now() - began).toBeLessThan(1_000);
    await gone(connections);
  });

  it.each<[string, OnRequest, string]>([
    ['greets in lines', 'smtp', '220-welcome to the machine\r\n'],
    ['greets in one line', 'imap', '* OK you '],
    ['says notices', 'irc', 'NOTICE AUTH :wait\r\n'],
    ['opens tags', 'xmpp', '<stream:stream '],
    ['opens features', 'xmpp', '<stream:stream><stream:features><proceed<features<error '],
  ])('that %s is left after 16 KiB', async (_, protocol, text) => {
    const { port, connections } = await started(startEndless(text));
    expect(await opened(protocol, port, 5_000)).toMatchObject({ failure: { reason: 'not-tls' } });
    await gone(connections);
  });
});

it('what comes after the dialogue waits until somebody reads it', async () => {
  const server = await started(listening(createServer((socket) => socket.once('data', () => speak(socket)))));
  const said = new Promise<void>((resolve) => {
    speak = (socket) => {
      socket.write('S');
      socket.once('data', () => socket.write('later', () => resolve()));
    };
  });
  const place: Place = { host: 'db', address: '127.0.0.1', port: server.port, protocol: 'postgres', timeout: 2_000 };
  const prepared = await openStream(place, performance.now() + 2_000);
  if ('failure' in prepared) throw new Error(prepared.failure.sentence);
  prepared.stream.write('hello');
  await said;
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  const heard = new Promise((resolve) => prepared.stream.once('data', resolve));
  prepared.stream.resume();
  expect(String(await heard)).toBe('later');
  prepared.socket.destroy();
});

it('a client at an IPv6 address says so in EHLO', () => {
  const sends = DIALOGUES.smtp.steps[1]?.sends;
  expect(typeof sends === 'function' && sends({ host: 'mail.example.com', from: '2001:db8::1' })).toBe(
    'EHLO [IPv6:2001:db8::1]\r\n',
  );
});

/** What is closed is gone only when the event loop has come round, here and at the server. */
async function gone(connections: () => number): Promise<void> {
  for (let turn = 0; turn < 200 && connections() > 0; turn++) await new Promise(setImmediate);
  expect(connections()).toBe(0);
}

function withoutSsl(greeting: Buffer): Buffer {
  const capabilities = greeting.indexOf(0, 5) + 14;
  const copy = Buffer.from(greeting);
  copy.writeUInt16LE(copy.readUInt16LE(capabilities) & ~0x800, capabilities);
  return copy;
}
