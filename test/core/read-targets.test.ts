import { readTargets } from '../../lambda/core/read-targets';
import type { Row } from '../../lambda/core/row';

function readOne(row: Row) {
  const [target] = readTargets([row]);
  if (target === undefined) throw new Error('no target came of the row');
  return target;
}

function problems(row: Row): string[] {
  return readOne(row).problems.map(({ reason, severity, sentence }) => `${severity} ${reason}: ${sentence}`);
}

test('a row with nothing but its key is watched with the defaults', () => {
  expect(readOne({ target: 'www.example.com' })).toEqual({
    id: 'www.example.com',
    kind: 'tls',
    protocol: 'https',
    host: 'www.example.com',
    port: 443,
    client: '-',
    timezone: 'UTC',
    location: 'cloud',
    trust: { by: 'public' },
    problems: [],
  });
});

test('every attribute is read, whatever its case, its blanks and its type', () => {
  const row = {
    target: ' https://mail.contoso.example ',
    Client: ' Contoso ',
    SERVICE: 'Outlook on the web',
    impact: 'No mail for 200 people',
    owner: 'anna@msp.example',
    escalate: 'boss@msp.example',
    runbook: 'https://wiki/owa',
    notes: 'two\nlines',
    timezone: 'Europe/Berlin',
    expires: 20261231,
    ladder: ' 60, 30;14 7,1,30 ',
    trust: 'PRIVATE',
    address: '192.0.2.7',
    servername: 'Mail.Contoso.Example',
    promised: '2026-12-01',
    muted: '2026-11-30',
    location: 'HQ',
    enabled: true,
    colour: 'blue',
  };
  expect(readOne(row)).toEqual({
    id: ' https://mail.contoso.example ',
    kind: 'tls',
    protocol: 'https',
    host: 'mail.contoso.example',
    port: 443,
    client: 'Contoso',
    service: 'Outlook on the web',
    impact: 'No mail for 200 people',
    owner: 'anna@msp.example',
    escalate: 'boss@msp.example',
    runbook: 'https://wiki/owa',
    notes: 'two lines',
    timezone: 'Europe/Berlin',
    expires: Date.parse('2026-12-31T22:59:59Z'),
    ladder: [60, 30, 14, 7, 1],
    trust: { by: 'private' },
    address: '192.0.2.7',
    servername: 'mail.contoso.example',
    promised: Date.parse('2026-12-01T22:59:59Z'),
    muted: Date.parse('2026-11-30T22:59:59Z'),
    location: 'hq',
    problems: [],
  });
});

const HEX = 'ab'.repeat(32);

test.each([
  ['in lower case', `sha256:${HEX}`],
  ['with colons as openssl prints it', `SHA256:${(HEX.match(/../g) ?? []).join(':').toUpperCase()}`],
  ['in base64 as browsers pin it', `sha256/${Buffer.from(HEX, 'hex').toString('base64')}`],
])('a pin %s', (_, trust) => {
  expect(readOne({ target: 'example.com', trust })).toMatchObject({ trust: { by: 'pin', sha256: HEX }, problems: [] });
});

describe('a value that makes no sense is said, and the row is watched all the same', () => {
  test.each([
    ['a date', { expires: 'soon' }, /“expires” does not say when: “soon” is not a date/],
    [
      'an ambiguous date',
      { promised: '03/04/2026' },
      /“promised” does not say when: .* could be 2026-04-03 or 2026-03-04/,
    ],
    ['a ladder', { ladder: 'weekly' }, /“ladder” is “weekly”; write up to 20 numbers of days/],
    ['a negative ladder', { ladder: '30,-1' }, /“ladder” is “30,-1”/],
    ['trust', { trust: 'sha256:1234' }, /“trust” is “sha256:1234”; write public, private, any/],
    ['an address', { address: 'two words' }, /“address” cannot be used: .* has a blank/],
    ['a time zone', { timezone: 'Mars/Olympus' }, /“timezone” is “Mars\/Olympus”, which is not a time zone/],
    ['enabled', { enabled: 'perhaps' }, /“enabled” is “perhaps”; write yes or no/],
    ['a list', { owner: ['a', 'b'] }, /“owner” is a list; write plain text/],
    ['a map', { owner: { a: 1 } }, /“owner” is a map; write plain text/],
  ])('%s', (_, attributes, expected) => {
    const row = { target: 'example.com', ...attributes };
    expect(readOne(row).kind).toBe('tls');
    expect(problems(row)).toEqual([expect.stringMatching(expected)]);
    expect(problems(row)[0]).toMatch(/^warning attribute-not-understood: /);
  });
});

describe('the certificate that comes next', () => {
  const hex = '0123456789abcdef'.repeat(4);
  const arn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';
  test.each([
    ['by its fingerprint', `SHA256:${hex.toUpperCase()}`, { sha256: hex }],
    ['by its fingerprint in base64', `sha256:${Buffer.from(hex, 'hex').toString('base64')}`, { sha256: hex }],
    ['by where it lies', ` ${arn} `, { arn }],
  ])('is named %s', (_, successor, expected) => {
    expect(readOne({ target: 'example.com', successor })).toMatchObject({ successor: expected, problems: [] });
  });

  test.each([
    ['nonsense', 'the new one', /“successor” is “the new one”; write sha256:/],
    [
      'what holds no certificate',
      'arn:aws:rds:eu-west-1:123456789012:db:x',
      /or the ARN of a certificate in ACM or IAM/,
    ],
    ['what is no fingerprint', 'any', /“successor” is “any”/],
  ])('is not %s', (_, successor, expected) => {
    expect(problems({ target: 'example.com', successor })).toEqual([expect.stringMatching(expected)]);
  });

  test('means nothing where nothing is served', () => {
    expect(problems({ target: 'acm:*', successor: arn })).toEqual([
      'warning attribute-not-understood: The attribute “successor” is for what serves it over TLS',
    ]);
  });
});

describe('the accounts of an inventory', () => {
  test.each([
    ['none but the own', undefined, undefined],
    ['one', '111111111111', ['111111111111']],
    [
      'some, as people write them',
      '111111111111, 2222-2222-2222;333333333333 111111111111',
      ['111111111111', '222222222222', '333333333333'],
    ],
    ['the whole organisation', 'Organisation', 'organization'],
  ])('are %s', (_, account, accounts) => {
    const target = readOne({ target: 'iam:', account });
    expect(target).toMatchObject({ kind: 'iam', problems: [] });
    expect(Reflect.get(target, 'accounts')).toEqual(accounts);
  });

  test.each([
    ['too few digits', '12345678901', /“account” names “12345678901”; write account numbers of 12 digits/],
    ['a name', 'Contoso', /“account” names “Contoso”; write account numbers/],
    ['commas alone', ',,', /“account” names no account/],
  ])('that are %s leave the row unread, for what is in them would pass for gone', (_, account, expected) => {
    expect(readOne({ target: 'acm:*', account })).toMatchObject({ kind: 'unreadable' });
    expect(problems({ target: 'acm:*', account })).toEqual([expect.stringMatching(expected)]);
  });

  test('mean nothing elsewhere', () => {
    expect(problems({ target: 'example.com', account: '111111111111' })).toEqual([
      'warning attribute-not-understood: The attribute “account” is for inventories, such as acm:*',
    ]);
  });
});

test('a slip of the fingers is pointed out, and other unknown attributes are left alone', () => {
  expect(problems({ target: 'example.com', ownr: 'anna', colour: 'blue', Esclate: 'boss', id: 7 })).toEqual([
    'info attribute-unknown: The attribute “ownr” is not known and was left alone; did you mean “owner”?',
    'info attribute-unknown: The attribute “Esclate” is not known and was left alone; did you mean “escalate”?',
  ]);
});

test.each(['no', 'No', false, 0, 'off', 'FALSE'])('enabled = %p switches the row off', (enabled) => {
  expect(readTargets([{ target: 'example.com', enabled }])).toEqual([]);
});

test('empty values count as absent', () => {
  expect(readOne({ target: 'example.com', owner: '', ladder: '  ', muted: null })).not.toHaveProperty('owner');
  expect(problems({ target: 'example.com', owner: '', ladder: '  ', muted: null })).toEqual([]);
});

describe('a row that cannot be watched is reported to its author', () => {
  test.each([
    ['an empty key', { target: ' ' }, /^warning not-understood: The target is empty/],
    ['no key', { owner: 'anna' }, /^warning not-understood: The target is empty/],
    ['an unknown scheme', { target: 'gopher://x' }, /^warning not-understood: “gopher” is not a kind of target/],
    ['a dated row without a date', { target: 'dated:Licence' }, /^warning not-understood: The date is missing/],
    [
      'a dated row with nonsense',
      { target: 'dated:Licence', expires: 'never' },
      /not-understood: .*“expires” does not say when: “never” is not a date/,
    ],
  ])('%s', (_, row, expected) => {
    expect(readOne(row)).toMatchObject({ kind: 'unreadable', client: '-' });
    expect(problems(row)[0]).toMatch(expected);
  });

  test('with its client and owner, so that the message finds its way', () => {
    const row = { target: 'gopher://x', client: 'Contoso', owner: 'anna' };
    expect(readOne(row)).toMatchObject({ kind: 'unreadable', id: 'gopher://x', client: 'Contoso', owner: 'anna' });
  });
});

describe('a client row', () => {
  const client = { target: 'client:Contoso', timezone: 'Europe/Berlin', owner: 'anna', ladder: '45,10', trust: 'any' };

  test('its name as it is spelled there, so that one client is not told as two', () => {
    const rows = [{ target: 'a.example', client: 'CONTOSO' }, client, { target: 'b.example', client: 'contoso' }];
    expect(readTargets(rows).map((read) => read.client)).toEqual(['Contoso', 'Contoso']);
    const nameless = [{ target: 'client:', owner: 'otto' }, { target: 'a.example' }];
    expect(readTargets(nameless).map((read) => read.client)).toEqual(['-']);
  });

  test('hands down what the rows of that client do not say themselves', () => {
    const rows = [{ target: 'example.com', client: 'contoso', owner: 'otto' }, client, { target: 'other.example' }];
    expect(readTargets(rows)).toMatchObject([
      { id: 'example.com', timezone: 'Europe/Berlin', owner: 'otto', ladder: [45, 10], trust: { by: 'any' } },
      { id: 'other.example', timezone: 'UTC', trust: { by: 'public' } },
    ]);
  });

  test('is no target itself unless something is wrong with it', () => {
    expect(readTargets([client])).toEqual([]);
    expect(readTargets([{ ...client, timezone: 'Mars' }])).toMatchObject([
      {
        kind: 'unreadable',
        id: 'client:Contoso',
        client: 'Contoso',
        problems: [{ reason: 'attribute-not-understood' }],
      },
    ]);
  });
});

test('what is wrong with a client row is said there, and not with each row of that client', () => {
  const rows = [
    { target: 'client:Contoso', ladder: 'weekly' },
    { target: 'a.example', client: 'Contoso' },
    { target: 'b.example', client: 'Contoso' },
  ];
  expect(readTargets(rows).map(({ id, problems }) => [id, problems.length])).toEqual([
    ['client:Contoso', 1],
    ['a.example', 0],
    ['b.example', 0],
  ]);
});

test('control characters in the name of a dated thing go no further', () => {
  expect(readOne({ target: 'dated:evil\u001b]0;x\u0007', expires: '2026-12-31' })).toMatchObject({ name: 'evil ]0;x' });
});

test('of 10,000 rows with one in ten bad, each is watched or reported', () => {
  const bad = ['', 'gopher://x', 'example.com:99999', 'two words', 'dated:x', `${'a'.repeat(300)}.example`];
  const rows = Array.from({ length: 10_000 }, (_, i) =>
    i % 10 === 0 ? { target: `${bad[(i / 10) % bad.length]}` } : { target: `host${i}.example.com`, ladder: '30,7' },
  );
  const targets = readTargets(rows);
  expect(targets).toHaveLength(10_000);
  expect(targets.filter(({ kind }) => kind === 'unreadable')).toHaveLength(1_000);
  expect(targets.filter(({ kind, problems }) => kind === 'tls' && problems.length === 0)).toHaveLength(9_000);
});
