import { type OnRequest, TLS_ON_REQUEST } from '../../lambda/core/protocol';
import { probeTls } from '../../lambda/probes/tls';
import { type Authority, createAuthority, type Issued } from '../servers/certificates';
import { type Script, startDialogue } from '../servers/dialogue-servers';
import { SCRIPTS } from '../servers/scripts';
import { startTlsServer } from '../servers/tls-server';
import { closeAll, lookedAtOne, NOW, started, targetAt } from './endpoint';

const PROTOCOLS = Object.keys(TLS_ON_REQUEST) as OnRequest[];

let ca: Authority;
let leaf: Issued;

beforeAll(async () => {
  ca = await createAuthority({ name: 'Test CA' });
  leaf = await ca.issue({ name: 'service', names: ['www.example.com'] });
});

afterEach(closeAll);

test.each(PROTOCOLS)('%s: the certificate behind the dialogue is seen and judged', async (protocol) => {
  const server = await started(startDialogue(SCRIPTS[protocol], leaf));
  expect(await lookedAtOne(targetAt(server.port, { protocol }), { privateCa: ca.certificate })).toMatchObject({
    ok: true,
    verdict: { trusted: true },
    nameMatches: true,
    chain: [{ subject: 'CN=service' }, { subject: 'CN=Test CA' }],
    sent: [{ subject: 'CN=service' }],
  });
  // Once for the full check and once for the reader.
  expect(server.heard).toHaveLength(2 * SCRIPTS[protocol].turns.length);
  expect(new Set(server.seen)).toEqual(new Set(['www.example.com']));
});

test.each<[string, OnRequest, Script, object]>([
  [
    'offers no TLS says so, and is not asked for its first words',
    'smtp',
    { greeting: '220 mail\r\n', turns: [[/^EHLO/, '250 mail\r\n']], after: 'silence' },
    { reason: 'no-tls', sentence: expect.stringMatching(/does not have STARTTLS\.$/) },
  ],
  [
    'answers in another protocol says so once',
    'imap',
    { greeting: '220 mail\r\n', turns: [], after: 'silence' },
    { reason: 'not-tls', sentence: expect.stringMatching(/answers, but not in IMAP: it says “220 mail”\.$/) },
  ],
  [
    'closes instead of the hand-shake',
    'pop3',
    { ...SCRIPTS.pop3, after: 'close' },
    { reason: 'closed', sentence: expect.stringMatching(/in the TLS hand-shake, without an answer\.$/) },
  ],
  [
    'resets instead of the hand-shake wrapped in packets',
    'mssql',
    { ...SCRIPTS.mssql, after: 'reset' },
    { reason: 'reset', sentence: expect.stringMatching(/in the TLS hand-shake\.$/) },
  ],
  [
    'closes instead of the hand-shake wrapped in packets',
    'mssql',
    { ...SCRIPTS.mssql, after: 'close' },
    { reason: 'closed', sentence: expect.stringMatching(/in the TLS hand-shake, without an answer\.$/) },
  ],
  [
    'never goes on to the hand-shake wrapped in packets',
    'mssql',
    { ...SCRIPTS.mssql, after: 'silence' },
    { reason: 'timed-out', sentence: expect.stringMatching(/does not finish the TLS hand-shake within 0\.5 s\.$/) },
  ],
])('a server that %s', async (_, protocol, script, failure) => {
  const server = await started(startDialogue(script, leaf));
  expect(await lookedAtOne(targetAt(server.port, { protocol }), { timeout: 500 })).toMatchObject({
    ok: false,
    failure,
  });
});

test.each([
  ['mssql-strict', 'tds/8.0'],
  ['xmpps', 'xmpp-client'],
] as const)('%s is asked for by its name in the hello', async (protocol, name) => {
  const { fullChain: certificate, key } = leaf;
  const server = await started(startTlsServer({ certificate, key, ALPNProtocols: [name] }));
  expect(await lookedAtOne(targetAt(server.port, { protocol }))).toMatchObject({ ok: true });
  const other = await started(startTlsServer({ certificate, key, ALPNProtocols: ['other'] }));
  expect(await lookedAtOne(targetAt(other.port, { protocol }))).toMatchObject({
    failure: { reason: 'handshake-refused' },
  });
});

describe('port 25', () => {
  const look = async (outbound25?: boolean) => {
    const world = { now: () => NOW, timeout: 300, ...(outbound25 !== undefined && { outbound25 }) };
    const target = targetAt(25, { protocol: 'smtp', address: '127.0.0.9' });
    const [{ observation }] = await probeTls(target, world);
    return observation;
  };

  it('is not tried where it is known to be closed, and the sentence says what to do', async () => {
    const sentence =
      'Port 25 of www.example.com (127.0.0.9) cannot be looked at from here: AWS lets no Lambda function connect to port 25. Watch port 465 (smtps://) or 587 (submission://) of the same server instead, or give the row the location of a prober elsewhere.';
    const seen = { ok: false, address: '127.0.0.9', failure: { reason: 'port-blocked', sentence } };
    expect(await look(false)).toEqual({ saw: 'endpoint', addresses: [seen] });
  });

  it('is tried where nothing is known', async () => {
    expect(await look()).not.toMatchObject({ addresses: [{ failure: { reason: 'port-blocked' } }] });
  });
});
