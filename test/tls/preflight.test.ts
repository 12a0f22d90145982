import { DAY, HOUR } from '../../lambda/core/instant';
import type { Preflight } from '../../lambda/core/preflight';
import { createDnsRecords } from '../../lambda/tls/dns-records';
import { createPreflight, type PreflightQuestion } from '../../lambda/tls/preflight';
import { type DnsFamily, type DnsReply, type DnsServer, startDnsServer } from '../servers/dns-server';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const GONE: DnsReply = { code: 3 };
const BROKEN: DnsReply = { code: 2 };
const HERE: DnsReply = { addresses: ['192.0.2.1'] };

/** What DNS has; other names do not exist. By type where `www.example CAA` is written. */
type Names = Record<string, DnsReply | undefined>;

let server: DnsServer;
afterEach(() => server.close());

/** A preflight where DNS is like this; by default of a certificate of Let's Encrypt that has 20 of its 90 days left. */
async function flying(names: Names) {
  let current = names;
  const reply = (name: string, family: DnsFamily) => {
    const key = [`${name} ${family}`, name].find((one) => one in current);
    return key === undefined ? GONE : current[key];
  };
  server = await startDnsServer(reply);
  const preflight = createPreflight(
    createDnsRecords({ servers: [server.address], timeout: 100, tries: 2, keepFor: 0 }),
  );
  const fly = (asks: Partial<PreflightQuestion> = {}) =>
    preflight({
      names: ['www.example.com'],
      issuer: "CN=R13, O=Let's Encrypt, C=US",
      notBefore: NOW - 70 * DAY,
      notAfter: NOW + 20 * DAY,
      now: NOW,
      until: performance.now() + 5_000,
      ...asks,
    });
  return {
    fly,
    change: (changed: Names) => {
      current = { ...current, ...changed };
    },
  };
}

/** What was found yesterday: nothing, and that these places were never in DNS. */
function yesterday(more: Partial<Preflight> = {}): { known: Preflight } {
  return { known: { at: NOW - DAY, obstacles: [], ...more } };
}

async function obstacles(names: Names, asks: Partial<PreflightQuestion> = {}) {
  const { fly } = await flying(names);
  return (await fly({ ...yesterday(), ...asks }))?.obstacles;
}

const WELL: Names = { 'www.example.com': HERE, 'example.com': {}, com: {} };

describe('A name on the certificate', () => {
  test.each<[string, string, Names]>([
    ['has an address', 'www.example.com', { 'www.example.com': HERE }],
    ['has one of IPv6', 'www.example.com', { 'www.example.com': { addresses: ['2001:db8::1'] } }],
    ['has other records', 'www.example.com', { 'www.example.com': {} }],
    ['is an alias of what does not exist', 'www.example.com', { 'www.example.com': { alias: 'lb.example', code: 3 } }],
    ['is of a zone whose server fails', 'www.example.com', { 'www.example.com': BROKEN }],
    ['is of a zone whose server says nothing', 'www.example.com', { 'www.example.com': undefined }],
    ['is denied for IPv4 alone', 'www.example.com', { 'www.example.com A': GONE, 'www.example.com AAAA': {} }],
    ['is a wildcard in a zone', '*.example.com', { 'example.com': {} }],
    ['is a wildcard whose zone is denied and which is there', '*.in.example.com', { '*.in.example.com': HERE }],
    ['is an IP address', '192.0.2.1', {}],
    ['has no dot', 'intranet', {}],
  ])('is not gone where it %s', async (_, name, names) => {
    expect(await obstacles({ ...names, com: {}, example: {} }, { names: [name] })).toEqual([]);
  });

  test.each([
    ['that does not exist', 'old.example.com'],
    ['that is a wildcard without its zone', '*.old.example.com'],
  ])('is gone %s', async (_, name) => {
    const names = ['www.example.com', name];
    expect(await obstacles(WELL, { names })).toEqual([{ why: 'name-gone', name }]);
  });

  it('is not believed gone before it has been denied twice', async () => {
    let denied = 0;
    server = await startDnsServer((name, family) => {
      if (name !== 'www.example.com' || family === 'CAA') return {};
      denied++;
      return denied <= 3 ? GONE : HERE;
    });
    const preflight = createPreflight(createDnsRecords({ servers: [server.address], timeout: 100, tries: 2 }));
    const lifetime = { notBefore: NOW - 70 * DAY, notAfter: NOW + 20 * DAY };
    const until = performance.now() + 5_000;
    const question = { names: ['www.example.com'], issuer: '', ...lifetime, now: NOW, until, ...yesterday() };
    expect((await preflight(question))?.obstacles).toEqual([]);
    expect(denied).toBe(4);
  });

  it('that has never been in DNS is told apart, from the first look on', async () => {
    const { fly, change } = await flying(WELL);
    const names = ['www.example.com', 'db.internal.example.com', 'old.example.com'];
    const far = { notBefore: NOW - 10 * DAY, notAfter: NOW + 80 * DAY };
    change({ 'old.example.com': HERE });
    const first = await fly({ names, ...far, now: NOW });
    expect(first).toEqual({ at: NOW, obstacles: [], unseen: [1] });
    change({ 'old.example.com': GONE });
    const then = NOW + 60 * DAY;
    expect(await fly({ names, ...far, now: then, ...(first && { known: first }) })).toEqual({
      at: then,
      obstacles: [
        { why: 'name-gone', name: 'db.internal.example.com', unseen: true },
        { why: 'name-gone', name: 'old.example.com' },
      ],
      unseen: [1],
    });
  });

  it('that has been seen once is gone when it is not there any more', async () => {
    const { fly, change } = await flying({ ...WELL, 'late.example.com': BROKEN });
    const names = ['late.example.com'];
    const first = await fly({ names });
    expect(first).toEqual({ at: NOW, obstacles: [], unseen: [0] });
    change({ 'late.example.com': HERE });
    const second = await fly({ names, now: NOW + DAY, ...(first && { known: first }) });
    expect(second).toEqual({ at: NOW + DAY, obstacles: [] });
    change({ 'late.example.com': GONE });
    const third = await fly({ names, now: NOW + 2 * DAY, ...(second && { known: second }) });
    expect(third?.obstacles).toEqual([{ why: 'name-gone', name: 'late.example.com' }]);
  });
});

const OTHERS: DnsReply = { addresses: ['192.0.2.1'], caa: [[0, 'issue', 'digicert.com']] };
const FORBIDS = { why: 'caa-forbids', name: 'www.example.com', allowed: ['digicert.com'], property: 'issue' } as const;

describe('A CAA record', () => {
  test.each<[string, Names, Partial<PreflightQuestion>, object[]]>([
    ['of nobody forbids nothing', {}, {}, []],
    ['of the name forbids', { 'www.example.com': OTHERS }, {}, [{ ...FORBIDS, at: 'www.example.com' }]],
    ['of a parent forbids', { 'example.com': OTHERS }, {}, [{ ...FORBIDS, at: 'example.com' }]],
    ['of the top-level domain forbids', { com: OTHERS }, {}, [{ ...FORBIDS, at: 'com' }]],
    [
      'of the name goes before that of a parent',
      {
        'www.example.com': { caa: [[0, 'issue', 'LetsEncrypt.org; validationmethods=dns-01']] },
        'example.com': OTHERS,
      },
      {},
      [],
    ],
    [
      'that says nothing of who may issue ends the search',
      { 'www.example.com': { caa: [[0, 'iodef', 'mailto:a@b.example']] }, 'example.com': OTHERS },
      {},
      [],
    ],
    [
      'of what the name is an alias of forbids',
      { 'www.example.com': { alias: 'lb.example', caa: [[0, 'issue', 'pki.goog']] }, 'lb.example CNAME': {} },
      {},
      [{ ...FORBIDS, allowed: ['pki.goog'], at: 'lb.example' }],
    ],
    [
      'of a parent of what it is an alias of does not count',
      { 'www.example.com': { alias: 'lb.example', addresses: ['192.0.2.1'] }, example: OTHERS },
      {},
      [],
    ],
    ['does not forbid where a server fails', { 'www.example.com CAA': BROKEN, 'example.com': OTHERS }, {}, []],
    ['for wildcards does not concern a name', { 'example.com': { caa: [[0, 'issuewild', ';']] } }, {}, []],
    [
      'for wildcards forbids one',
      {
        'example.com': {
          caa: [
            [0, 'issue', 'letsencrypt.org'],
            [0, 'issuewild', ';'],
          ],
        },
      },
      { names: ['*.example.com'] },
      [{ why: 'caa-forbids', name: '*.example.com', at: 'example.com', allowed: [], property: 'issuewild' }],
    ],
    [
      'with a critical property that nobody knows forbids',
      {
        'example.com': {
          caa: [
            [0, 'issue', 'letsencrypt.org'],
            [128, 'tbs', 'x'],
          ],
        },
      },
      {},
      [{ ...FORBIDS, at: 'example.com', allowed: [], property: 'tbs' }],
    ],
    ['is not held against a CA that is not known', { 'example.com': OTHERS }, { issuer: 'O=Some CA' }, []],
    [
      'lets all names of a CA',
      { 'example.com': { caa: [[0, 'issue', 'amazontrust.com']] } },
      { issuer: 'CN=Amazon RSA 2048 M02, O=Amazon, C=US' },
      [],
    ],
    [
      'that forbids many names is one obstacle',
      { 'example.com': OTHERS, 'a.example.com': {}, 'b.example.com': {} },
      { names: ['a.example.com', 'b.example.com', 'example.com'] },
      [{ ...FORBIDS, name: 'a.example.com', at: 'example.com' }],
    ],
  ])('%s', async (_, names, asks, expected) => {
    expect(await obstacles({ ...WELL, ...names }, asks)).toEqual(expected);
  });
});

describe('A record by which ACM makes sure of a name', () => {
  const RECORD = '_a1.example.com. CNAME _b2.x.acm-validations.aws.';
  const MISSING = { why: 'validation-record-missing', record: RECORD } as const;
  test.each<[string, Names, string, object[]]>([
    ['is there', { '_a1.example.com': { alias: '_b2.x.acm-validations.aws' } }, RECORD, []],
    ['is there in other letters', { '_a1.example.com': { alias: '_B2.X.ACM-validations.AWS' } }, RECORD, []],
    [
      'is there by another alias',
      { '_a1.example.com': { alias: '_a1.example.net' }, '_a1.example.net': { alias: '_b2.x.acm-validations.aws' } },
      RECORD,
      [],
    ],
    ['is not there', {}, RECORD, [MISSING]],
    ['has become another type', { '_a1.example.com': HERE }, RECORD, [MISSING]],
    [
      'points elsewhere',
      { '_a1.example.com': { alias: '_c3.y.acm-validations.aws' } },
      RECORD,
      [{ ...MISSING, found: '_c3.y.acm-validations.aws' }],
    ],
    [
      'points in a circle',
      { '_a1.example.com': { alias: '_a1.example.com' } },
      RECORD,
      [{ ...MISSING, found: '_a1.example.com' }],
    ],
    ['cannot be asked for', { '_a1.example.com': BROKEN }, RECORD, []],
    ['makes no sense', {}, '_a1.example.com. TXT "a b"', []],
  ])('%s', async (_, names, record, expected) => {
    expect(await obstacles({ com: {}, ...names }, { issuer: 'O=Amazon', validation: [record] })).toEqual(expected);
  });

  it('is enough: the names themselves need not exist', async () => {
    const names: Names = { '_a1.example.com': { alias: '_b2.x.acm-validations.aws' } };
    expect(await obstacles(names, { names: ['gone.example.com'], validation: [RECORD] })).toEqual([]);
  });
});

describe('A preflight is made', () => {
  test.each<[string, Partial<PreflightQuestion>, boolean]>([
    ['at first sight', {}, true],
    ['on the next day', yesterday(), true],
    ['not within the day', yesterday({ at: NOW - 23 * HOUR }), false],
    [
      'at each look while something is in the way',
      yesterday({ at: NOW - HOUR, obstacles: [{ ...FORBIDS, at: 'x' }] }),
      true,
    ],
    [
      'not at each look for a name that was never there',
      yesterday({ at: NOW - HOUR, obstacles: [{ why: 'name-gone', name: 'x', unseen: true }] }),
      false,
    ],
    ['where the last is of the future', yesterday({ at: NOW + HOUR }), true],
    ['not again long before the renewal', { ...yesterday(), notAfter: NOW + 300 * DAY }, false],
  ])('%s', async (_, asks, made) => {
    const { fly } = await flying(WELL);
    const found = await fly(asks);
    expect(server.asked.length > 0).toBe(made);
    expect(found?.at).toBe(made ? NOW : asks.known?.at);
  });

  it('never of a certificate that has expired', async () => {
    const { fly } = await flying(WELL);
    expect(await fly({ notAfter: NOW })).toBeUndefined();
    expect(server.asked).toEqual([]);
  });
});

test('an obstacle is not gone because DNS does not answer', async () => {
  const known: Preflight = {
    at: NOW - HOUR,
    obstacles: [
      { why: 'name-gone', name: 'old.example.com' },
      { ...FORBIDS, at: 'example.com' },
      { why: 'validation-record-missing', record: '_a.example.com. CNAME _b.aws.' },
    ],
  };
  const names = ['www.example.com', 'old.example.com'];
  const unanswered: Names = { 'www.example.com': BROKEN, 'old.example.com': BROKEN, '_a.example.com': BROKEN };
  const { fly, change } = await flying(unanswered);
  expect((await fly({ names, known }))?.obstacles).toEqual(known.obstacles.slice(0, 2));
  const validation = ['_a.example.com. CNAME _b.aws.'];
  expect((await fly({ names: [], known, validation }))?.obstacles).toEqual(known.obstacles.slice(2));
  change({ 'www.example.com': HERE, 'old.example.com': HERE, 'example.com': {}, com: {} });
  expect((await fly({ names, known }))?.obstacles).toEqual([]);
});

test('no more than a hundred names are asked for, and no more than twenty obstacles kept', async () => {
  const names = Array.from({ length: 120 }, (_, i) => `n${i}.example.com`);
  const { fly } = await flying({ com: {}, 'example.com': {} });
  const found = await fly({ names, ...yesterday(), issuer: '' });
  expect(found?.obstacles).toHaveLength(20);
  expect(new Set(server.asked.map((question) => question.split(' ')[0])).size).toBe(100);
});

test('what there is no time for is no obstacle', async () => {
  const { fly } = await flying({});
  expect(await fly({ ...yesterday(), until: performance.now() })).toEqual({ at: NOW, obstacles: [] });
});
