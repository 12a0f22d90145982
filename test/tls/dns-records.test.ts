import { createDnsRecords, type DnsRecords, type DnsRecordsOptions } from '../../lambda/tls/dns-records';
import { type DnsReply, type DnsServer, startDnsServer, type Zone } from '../servers/dns-server';

let server: DnsServer;
afterEach(() => server.close());

async function asking(zone: Zone, options: DnsRecordsOptions = {}): Promise<DnsRecords> {
  server = await startDnsServer(zone);
  return createDnsRecords({ servers: [server.address], timeout: 100, tries: 2, ...options });
}

function soon(): number {
  return performance.now() + 5_000;
}

const NAMES: Record<string, DnsReply | undefined> = {
  'here.example': { addresses: ['192.0.2.1', '2001:db8::1'] },
  'other.example': { alias: 'here.example', addresses: ['192.0.2.1'], caa: [[0, 'issue', 'ca.example']] },
  'dangling.example': { alias: 'gone.example', code: 3 },
  'empty.example': {},
  'gone.example': { code: 3 },
  'broken.example': { code: 2 },
  'refused.example': { code: 5 },
  'silent.example': undefined,
  'caa.example': {
    caa: [
      [0, 'issue', 'ca.example; x=y'],
      [128, 'IssueWild', ';'],
      [0, 'iodef', 'mailto:a@b.example'],
    ],
  },
  'alien.example': {
    caa: [
      [128, 'TBS', 'x'],
      [128, '__proto__', 'x'],
      [0, 'critical', 'x'],
      [128, 'type', 'x'],
      [129, 'iodef', 'x'],
    ],
  },
};
const zone: Zone = (name) => NAMES[name];

test.each<[string, keyof DnsRecords, string, unknown]>([
  ['the addresses of a name', 'a', 'here.example', { records: ['192.0.2.1'] }],
  ['those of IPv6', 'aaaa', 'here.example', { records: ['2001:db8::1'] }],
  ['a name in capitals, with its dot', 'a', 'HERE.example.', { records: ['192.0.2.1'] }],
  ['what a name is an alias of', 'cname', 'other.example', { records: ['here.example'] }],
  ['an alias of what does not exist', 'cname', 'dangling.example', { records: ['gone.example'] }],
  ['what such an alias leads to', 'a', 'dangling.example', 'no-name'],
  ['a name that is no alias', 'cname', 'here.example', { records: [] }],
  ['a name without such records', 'caa', 'empty.example', { records: [] }],
  ['a name that does not exist', 'a', 'gone.example', 'no-name'],
  ['a server that fails', 'a', 'broken.example', 'unknown'],
  ['a server that refuses', 'caa', 'refused.example', 'unknown'],
  ['a server that says nothing', 'cname', 'silent.example', 'unknown'],
  ['a name that is none', 'a', 'a b\\046.example', 'unknown'],
  ['a name without an end', 'a', `${'a.'.repeat(127)}example`, 'unknown'],
  [
    'CAA records',
    'caa',
    'caa.example',
    {
      records: [
        { critical: false, property: 'issue', value: 'ca.example; x=y' },
        { critical: true, property: 'IssueWild', value: ';' },
        { critical: false, property: 'iodef', value: 'mailto:a@b.example' },
      ],
    },
  ],
  [
    'CAA records of the name that it is an alias of',
    'caa',
    'other.example',
    { records: [{ critical: false, property: 'issue', value: 'ca.example' }] },
  ],
  [
    'CAA records with properties that nobody knows',
    'caa',
    'alien.example',
    {
      records: [
        { critical: true, property: 'TBS', value: 'x' },
        { critical: true, property: '', value: '' },
        { critical: false, property: '', value: '' },
        { critical: true, property: '', value: '' },
        { critical: true, property: 'iodef', value: 'x' },
      ],
    },
  ],
])('%s', async (_, type, name, answer) => {
  const dns = await asking(zone);
  expect(await dns[type](name, soon())).toEqual(answer);
});

test('an answer is kept for all who ask, each type by itself, until it is asked for anew', async () => {
  let now = 0;
  const dns = await asking(zone, { keepFor: 1_000, now: () => now });
  await Promise.all([dns.a('here.example', soon()), dns.a('Here.example', soon()), dns.aaaa('here.example', soon())]);
  await dns.caa('gone.example', soon());
  await dns.caa('gone.example', soon());
  expect([...server.asked].sort()).toEqual(['gone.example CAA', 'here.example A', 'here.example AAAA']);
  await dns.a('here.example', soon(), true);
  now = 1_001;
  await dns.caa('gone.example', soon());
  expect(server.asked).toHaveLength(5);
});

test('whoever has no time left is not kept waiting', async () => {
  const dns = await asking(() => new Promise(() => undefined), { timeout: 60_000 });
  expect(await dns.a('slow.example', performance.now() + 20)).toBe('unknown');
  expect(server.asked.length).toBeLessThan(2);
});
