import { DAY, HOUR } from '../../lambda/core/instant';
import type { Row } from '../../lambda/core/row';
import { digestOf, finding, known, operationsOf, renewals, row } from './digests';
import { CERTIFICATE, certificate, NOW, notice, RENEWED, renewalCase } from './notices';

/** The lines of one section, without its heading. */
function section(text: string, heading: string): string {
  const [, after = ''] = text.split(new RegExp(`^${heading}(?: \\(\\d+\\))?:\\n`, 'm'));
  return after.split('\n\n')[0] ?? '';
}

const DATED = { of: 'date', what: 'Office licence', expires: NOW + 70 * DAY } as const;

test('a week in which much happened', () => {
  const { subject, text, sms, attributes } = digestOf(
    'Contoso',
    [
      row('www.contoso.example', { timezone: 'Europe/Berlin' }),
      row('shop.contoso.example', { owner: 'bert@contoso.example', timezone: 'Europe/Berlin' }),
      row('vpn.contoso.example', { promised: '2026-11-30', owner: 'Carla', timezone: 'Europe/Berlin' }),
      row('mail.contoso.example', { muted: '2026-12-24' }),
      row('db.contoso.example:5432'),
      row('gopher://contoso.example'),
      row('new.contoso.example'),
      row('files.contoso.example', { location: 'HQ', timezone: 'Europe/Berlin' }),
      row('dated:Office licence', { expires: '2027-01-31', timezone: 'Europe/Berlin' }),
    ],
    [
      known('www.contoso.example', {
        expiry: { ...RENEWED, expires: NOW + 120 * DAY },
        memory: renewals([2, 21], [90, 20]),
      }),
      known('shop.contoso.example', {
        expiry: CERTIFICATE,
        renewal: renewalCase(),
        findings: [finding('not-applied', 'A newer certificate lies in ACM, but 192.0.2.8 serves the old one.')],
      }),
      known('vpn.contoso.example', {
        expiry: certificate(1, { expires: NOW + 12 * DAY }),
        renewal: { ...withoutSuccessor(), step: 'promised', promised: { until: NOW + 8 * DAY, by: 'Carla' } },
      }),
      known('mail.contoso.example', { findings: [finding('name-mismatch', 'It is for other.example.')] }),
      known('db.contoso.example:5432', {
        seen: false,
        findings: [finding('unreachable', 'Nothing listens on port 5432 of 192.0.2.1.')],
      }),
      known('files.contoso.example', { location: 'hq', checkedAt: NOW - 9 * DAY }),
      known('dated:Office licence', { kind: 'dated', expiry: DATED }),
    ],
  );
  expect(subject).toBe('[DIGEST] Contoso: 1 late or blocked, 1 with other faults, 3 coming in 90 days, 4 not checked');
  expect(text).toBe(`\
Contoso: 1 late or blocked, 1 with other faults, 3 coming in 90 days, 4 not
  checked, 2 quieted, 1 renewed. 9 targets are watched, 1 of them from “hq”
  (last seen Fri 13 Nov 2026).

Late or blocked (1):
  - shop.contoso.example serves the old certificate and expires in 3 days;
    owner: bert@contoso.example
    A newer certificate lies in ACM, but 192.0.2.8 serves the old one.

Other faults (1):
  - mail.contoso.example serves a certificate for another name; owner: Anna
    It is for other.example.

Coming in the next 90 days (3):
  - Wed 25 Nov 2026, in 3 days: shop.contoso.example; owner:
    bert@contoso.example; the new one is in use at 1 of 3 addresses
  - Fri 4 Dec 2026, in 12 days: vpn.contoso.example; owner: Carla; promised
    until Mon 30 Nov 2026 by Carla; no new one is known yet
  - Sun 31 Jan 2027, in 70 days: “Office licence”; owner: Anna

Not checked, and why (4):
  - db.contoso.example:5432 cannot be reached, since Fri 20 Nov 2026: Nothing
    listens on port 5432 of 192.0.2.1.
  - Row gopher://contoso.example cannot be understood: “gopher” is not a kind
    of target; understood are a host name (www.example.com), tls://host:port,
    dated:<what>, acm:<reg…
  - new.contoso.example has never been looked at
  - files.contoso.example has not been looked at since Fri 13 Nov 2026; its
    location is “hq”

Quieted (2):
  - vpn.contoso.example is promised until Mon 30 Nov 2026; owner: Carla
  - mail.contoso.example is muted until Thu 24 Dec 2026; owner: Anna

Renewed (1):
  - www.contoso.example on Fri 20 Nov 2026, with 21 days left; now until Mon
    22 Mar 2027

This tells of the time since Sun 15 Nov 2026. The next digest comes by Sun 29
Nov 2026, 11:00 Europe/Berlin; if it does not, see whether notafter still
runs.
`);
  expect(sms).toBe(
    'notafter digest: Contoso: 1 late or blocked, 1 with other faults, 3 coming in 90 days, 4 not checked, 2 quieted, 1 renewed. The e-mail says more.',
  );
  expect(attributes).toEqual({
    client: 'Contoso',
    audience: 'owner',
    severity: 'info',
    event: ['digest'],
    kind: [],
    owner: [],
  });
});

function withoutSuccessor() {
  const { successor, ...rest } = renewalCase({ addresses: [] });
  return rest;
}

test('a week in which nothing happened', () => {
  const targets = ['a.example', 'b.example', 'c.example'];
  const { subject, text } = digestOf(
    'Contoso',
    targets.map((target) => row(target)),
    targets.map((target) => known(target)),
  );
  expect(subject).toBe('[DIGEST] Contoso: nothing happened, all well');
  expect(text).toBe(`\
Contoso: nothing happened. 3 targets are watched, all well.

This tells of the time since Sun 15 Nov 2026. The next digest comes by Sun 29
Nov 2026, 10:00 UTC; if it does not, see whether notafter still runs.
`);
});

test('one that was asked for by hand does not promise another', () => {
  const { text } = digestOf('Contoso', [row('a.example')], [known('a.example')], { next: undefined as never });
  expect(text).toMatch(/asked for by hand/);
});

test('rows without a client need no name', () => {
  const { subject, attributes } = digestOf('-', [{ target: 'a.example' }], [known('a.example', { client: '-' })]);
  expect([subject, attributes.client]).toEqual(['[DIGEST] Nothing happened, all well', '-']);
});

describe('late or blocked', () => {
  const late = (...results: Parameters<typeof known>[1][]) => {
    const rows = results.map((_, i) => row(`${i}.example`));
    const { text } = digestOf(
      'Contoso',
      rows,
      results.map((more, i) => known(`${i}.example`, more)),
    );
    return section(text, 'Late or blocked');
  };
  const promise = (by?: string) =>
    renewalCase({ promised: { until: NOW - 2 * DAY, ...(by !== undefined && { by }) }, step: 'promised' });

  test.each([
    [
      'a promise that was broken is with who gave it',
      {
        renewal: promise('Carla'),
        findings: [finding('promise-broken', 'It was promised.', { severity: 'critical' })],
      },
      /0\.example is overdue and expires in 300 days; promised for Fri 20 Nov 2026\n +by Carla\n {4}It was promised\./,
    ],
    [
      'a promise that nobody signed is with the owner',
      { renewal: promise(), findings: [finding('promise-broken', 'It was promised.')] },
      /is overdue and expires in 300 days; owner: Anna/,
    ],
    [
      'what has expired',
      { expiry: certificate(1, { expires: NOW - DAY }), findings: [finding('expired', 'Over.')] },
      /has expired; owner: Anna/,
    ],
    [
      'what is later than ever',
      { findings: [finding('renewal-late', 'Usually 30 days.')] },
      /should have been renewed by now/,
    ],
    [
      'what ACM cannot renew',
      { findings: [finding('renewal-blocked', 'A record is missing.')] },
      /cannot be renewed by ACM/,
    ],
    [
      'what its CA may not issue',
      { findings: [finding('caa-forbids', 'CAA says no.')] },
      /may not be renewed by its CA/,
    ],
    [
      'what ACM has renewed and nobody serves',
      { kind: 'acm', findings: [finding('not-applied', 'Exported.')] },
      /is renewed but not in use/,
    ],
    [
      'no word of what is but worth reading',
      { findings: [finding('not-applied', 'Fresh.', { severity: 'info' })] },
      /^$/,
    ],
  ] as const)('%s', (_, result, says) => {
    expect(late(result)).toMatch(says);
  });

  test('tells a certificate on many targets once, with all their owners counted', () => {
    const shared = { expiry: CERTIFICATE, findings: [finding('renewal-late', 'Usually earlier.')] };
    const rows = Array.from({ length: 40 }, (_, i) => row(`${i}.example`, { owner: `owner ${i % 2}` }));
    const { text } = digestOf(
      'Contoso',
      rows,
      rows.map(({ target }) => known(String(target), shared)),
    );
    expect(section(text, 'Late or blocked')).toBe(`\
  - www.example.com on 40 targets should have been renewed by now and expires
    in 3 days; owners: owner 0 and 1 more
    0.example, 1.example, 2.example, 3.example, 4.example and 35 more
    Usually earlier.`);
    expect(text).toMatch(/^Late or blocked \(40\):$/m);
  });

  test('stands before what is not so bad, whatever expires first', () => {
    const [late1, late2] = [finding('renewal-late', ''), finding('promise-broken', '')];
    const said = late({ expiry: CERTIFICATE, findings: [late1] }, { findings: [late2] });
    expect(said.indexOf('1.example')).toBeLessThan(said.indexOf('0.example'));
  });
});

describe('coming', () => {
  const coming = (more: Parameters<typeof known>[1], days = 20) => {
    const expiry = certificate(1, { what: 'a.example', expires: NOW + days * DAY });
    const { text } = digestOf('Contoso', [row('a.example')], [known('a.example', { expiry, ...more })]);
    return section(text, 'Coming in the next 90 days');
  };

  test.each([
    ['nothing that ends later than in 90 days', {}, 90.1, /^$/],
    ['what ends on the 90th day', {}, 90, / {2}- Sat 20 Feb 2027, in 90 days: a\.example; owner: Anna$/],
    ['nothing that has ended', {}, -0.1, /^$/],
    ['nothing that nothing depends on', { expiry: { ...CERTIFICATE, unused: true } }, 20, /^$/],
    [
      'that a new one is issued',
      { renewal: renewalCase({ step: 'issued' }) },
      20,
      /the new one is\s+issued, but not in use/,
    ],
    [
      'no word of a renewal that is closed',
      { renewal: renewalCase({ step: 'closed', closed: NOW - 30 * DAY }) },
      20,
      /owner: Anna$/,
    ],
    [
      'but in a count what was renewed in time twice',
      { memory: renewals([90, 25], [180, 24]) },
      20,
      /^ {2}- 1 is expected to renew itself, as before; the soonest is a\.example, Sat 12\s+Dec 2026$/,
    ],
    ['what was once renewed too late', { memory: renewals([90, 25], [180, -1]) }, 20, /in 20 days: a\.example/],
    ['what was renewed but once', { memory: renewals([90, 25]) }, 20, /in 20 days: a\.example/],
    [
      'what always renewed itself and now is late',
      { memory: renewals([90, 25], [180, 24]), severity: 'warning' },
      20,
      /in 20 days: a\.example/,
    ],
    [
      'what always renewed itself and now is due',
      { memory: renewals([90, 25], [180, 24]), renewal: withoutSuccessor() },
      20,
      /in 20 days: a\.example/,
    ],
  ] as const)('names %s', (_, more, days, says) => {
    expect(coming(more, days)).toMatch(says);
  });
});

describe('renewed', () => {
  const renewed = (more: Parameters<typeof known>[1], period = {}) => {
    const { text } = digestOf('Contoso', [row('a.example')], [known('a.example', more)], period);
    return section(text, 'Renewed');
  };

  test.each([
    ['with how much was left', { memory: renewals([2, 21]) }, /on Fri 20 Nov 2026, with 21 days left/],
    ['with how late it was', { memory: renewals([2, -3]) }, /, 3 days after the old one had\s+expired/],
    [
      'once where it was renewed more often',
      { memory: renewals([1, 4], [3, 4]) },
      /Sat 21 Nov 2026, the last of 2 times/,
    ],
    ['nothing of the weeks before', { memory: renewals([7, 21], [90, 21]) }, /^$/],
    [
      'by the case where nothing else remembers it',
      { renewal: renewalCase({ step: 'closed', closed: NOW - DAY, old: { ...CERTIFICATE, expires: NOW + 4 * DAY } }) },
      /on Sat 21 Nov 2026, with 5 days left/,
    ],
    [
      'once where the case and the habit tell of the same',
      { memory: renewals([1, 4]), renewal: renewalCase({ step: 'closed', closed: NOW - DAY }) },
      /on Sat 21 Nov 2026, with 4 days left/,
    ],
  ] as const)('%s', (_, more, says) => {
    expect(renewed(more)).toMatch(says);
  });

  test('leaves what was seen a moment ago to the next digest, which tells of it', () => {
    const memory = renewals([0.001, 21]);
    const until = NOW - 5 * 60_000;
    expect(renewed({ memory }, { until })).toBe('');
    expect(renewed({ memory }, { since: until, until: NOW + DAY })).toMatch(/with 21 days left/);
  });

  test('the tightest stands first', () => {
    const names = ['a.example', 'b.example', 'c.example'];
    const { text } = digestOf(
      'Contoso',
      names.map((name) => row(name)),
      names.map((name, i) => known(name, { memory: renewals([2, [20, -1, 5][i] ?? 0]) })),
    );
    expect(section(text, 'Renewed').match(/[abc]\.example/g)).toEqual(['b.example', 'c.example', 'a.example']);
  });
});

describe('not checked', () => {
  const unchecked = (more: Parameters<typeof known>[1], own = {}) => {
    const { text } = digestOf('Contoso', [row('a.example', own)], [known('a.example', more)]);
    return section(text, 'Not checked, and why');
  };

  test.each([
    [
      'one address of several',
      { findings: [finding('unreachable', 'Refused.', { address: '192.0.2.8' })] },
      /a\.example cannot be reached at 192\.0\.2\.8, since Fri 20 Nov 2026: Refused\./,
    ],
    [
      'what access is denied to',
      { findings: [finding('access-denied', 'No permission.')] },
      /denies the monitor access/,
    ],
    [
      'a region that is skipped',
      { findings: [finding('region-skipped', 'It is off.', { severity: 'info' })] },
      /is in a region that is switched off/,
    ],
    [
      'what no inventory has found',
      { seen: false, findings: [finding('not-found', 'Gone.')] },
      /is found by no inventory/,
    ],
    [
      'an address that is not looked at',
      { seen: false, findings: [finding('address-refused', 'Private.')] },
      /has an address that the monitor must not look at/,
    ],
    [
      'what was not seen for a reason without a finding',
      { seen: false, summary: 'The disk is full.' },
      /a\.example: The disk is full\./,
    ],
    [
      'what was last looked at three days ago',
      { checkedAt: NOW - 3 * DAY },
      /has not been looked at since Thu 19 Nov 2026$/,
    ],
    ['not what was looked at yesterday', { checkedAt: NOW - 30 * HOUR }, /^$/],
    [
      'not an address that cannot be looked at from here at all',
      { findings: [finding('unreachable', 'No IPv6.', { severity: 'info' })] },
      /^$/,
    ],
    [
      'not what was met and speaks no TLS',
      { seen: false, findings: [finding('not-tls', 'HTTP.', { severity: 'critical' })] },
      /^$/,
    ],
    ['what was found before it moved to another client', { client: 'Fabrikam' }, /has never been looked at$/],
  ] as const)('%s', (_, more, says) => {
    expect(unchecked(more)).toMatch(says);
  });

  test('names the place of what is elsewhere and silent', () => {
    expect(unchecked({ location: 'hq', checkedAt: NOW - 3 * DAY }, { location: 'hq' })).toMatch(
      /its location is\s+“hq”/,
    );
  });

  test('says of an inventory that cannot be read how much it had found', () => {
    const found = ['1', '2'].map((id) =>
      known(`arn:aws:acm:eu-west-1:123456789012:certificate/${id}`, {
        kind: 'acm',
        foundBy: 'acm:eu-west-1',
        seen: false,
      }),
    );
    const denied = { kind: 'acm', seen: false, findings: [finding('access-denied', 'No permission.')] } as const;
    const { text } = digestOf('Contoso', [row('acm:eu-west-1')], [known('acm:eu-west-1', denied), ...found]);
    expect(section(text, 'Not checked, and why')).toMatch(
      /2 targets that acm:eu-west-1 found: the inventory cannot\s+be read/,
    );
    expect(text).toMatch(/^Not checked, and why \(3\):$/m);
  });
});

describe('quieted', () => {
  const quieted = (own: Row, more: Parameters<typeof known>[1] = {}) =>
    section(digestOf('Contoso', [row('a.example', own)], [known('a.example', more)]).text, 'Quieted');

  test.each([
    [
      'what is muted, with its owner',
      { muted: '2026-12-24' },
      /a\.example is muted until Thu 24 Dec 2026; owner: Anna/,
    ],
    ['not what was muted until yesterday', { muted: '2026-11-21' }, /^$/],
    ['not a promise later than the expiry', { promised: '2030-01-01' }, /^$/],
    ['nobody where nobody is named', { muted: '2026-12-24', owner: '' }, /nobody is named as\s+owner/],
  ] as const)('%s', (_, own, says) => {
    expect(quieted(own)).toMatch(says);
  });

  test('an inventory that is muted, with how much it found', () => {
    const found = known('arn:aws:acm:eu-west-1:123456789012:certificate/1', { kind: 'acm', foundBy: 'acm:eu-west-1' });
    const rows = [row('acm:eu-west-1', { muted: '2026-12-24' })];
    const { text } = digestOf('Contoso', rows, [known('acm:eu-west-1', { kind: 'acm' }), found]);
    expect(section(text, 'Quieted')).toMatch(/acm:eu-west-1, with the 1 target that it found, is muted until/);
  });
});

test.each([
  [
    'what a maintenance window keeps quiet',
    { by: 'maintenance', until: NOW + DAY },
    {},
    /a\.example is in a maintenance window until Mon 23 Nov 2026; owner: Anna/,
  ],
  ['not a window that is over', { by: 'maintenance', until: NOW - HOUR }, {}, /^$/],
  ['its row, before what a sweep has seen of it', { by: 'muted', until: NOW + DAY }, {}, /^$/],
  [
    'what the tags of a thing that was found say',
    { by: 'promised', until: NOW + DAY },
    { foundBy: 'acm:eu-west-1' },
    /found\.example is promised until Mon 23 Nov 2026/,
  ],
  [
    'once what is muted with its inventory',
    { by: 'muted', until: Date.parse('2026-12-24T23:59:59Z') },
    { foundBy: 'acm:eu-west-1' },
    /^ {2}- acm:eu-west-1, with the 1 target that it found, is muted until Thu 24 Dec\s+2026; owner: Anna\n*$/,
  ],
] as const)('quieted is %s', (_, quieted, more, says) => {
  const name = 'foundBy' in more ? 'found.example' : 'a.example';
  const rows =
    'foundBy' in more && quieted.by === 'muted'
      ? [row('acm:eu-west-1', { muted: '2026-12-24' })]
      : [row('acm:eu-west-1')];
  const { text } = digestOf('Contoso', [row('a.example'), ...rows], [known(name, { quieted, ...more })]);
  expect(section(text, 'Quieted')).toMatch(says);
});

test('what is no longer watched is in no digest', () => {
  const gone = known('gone.example', { findings: [finding('expired', 'Over.')] });
  const found = known('arn:aws:acm:eu-west-1:1:certificate/1', { foundBy: 'acm:eu-west-1', findings: gone.findings });
  const { text } = digestOf('Contoso', [row('a.example')], [known('a.example'), gone, found]);
  expect(text).toMatch(/^Contoso: nothing happened\. 1 target is watched, all well\./);
});

describe('the digest of operations', () => {
  const rows = [
    row('a.contoso.example'),
    row('b.contoso.example', { owner: '' }),
    row('a.fabrikam.example', { client: 'Fabrikam', owner: '' }),
    row('a.globex.example', { client: 'Globex' }),
    { target: 'own.example', owner: 'Anna' },
  ];

  test('tells how each client stands, what is not checked, who has no owner and what was not sent', () => {
    const waits = notice({ at: NOW - 30 * HOUR });
    const { subject, text, attributes } = operationsOf(
      rows,
      [
        known('a.contoso.example', { findings: [finding('renewal-late', 'Usually earlier.')] }),
        known('b.contoso.example', { seen: false, findings: [finding('unreachable', 'Nobody answers.')] }),
        known('a.fabrikam.example', { client: 'Fabrikam', pending: [waits, notice({ at: NOW - HOUR })] }),
        known('a.globex.example', { client: 'Globex' }),
        known('own.example', { client: '-', findings: [finding('untrusted', 'Private CA.')] }),
      ],
      ['The digest of Globex was not sent: Throttled'],
    );
    expect(subject).toBe(
      '[DIGEST] Operations: 4 clients, 2 with something to do, 5 targets, 2 not sent, 1 not checked',
    );
    expect(text).toBe(`\
Operations: 4 clients. 5 targets are watched. The newest look that was
  recorded is of Sat 21 Nov 2026.

Not sent (2):
  - The digest of Globex was not sent: Throttled
  - Fabrikam: 1 notice, the oldest since Sat 21 Nov 2026

Clients with something to do (2):
  - Contoso: 2 targets, 1 late or blocked, 1 not checked
  - No client: 1 target, 1 with other faults
  - All is well with Fabrikam, Globex

Not checked, and why (1):
  - Contoso: b.contoso.example cannot be reached, since Fri 20 Nov 2026:
    Nobody answers.

Nobody is named as owner (2):
  - Contoso: 1 of 2 targets: b.contoso.example
  - Fabrikam: all of 1 target: a.fabrikam.example

This tells of the time since Sun 15 Nov 2026. The next digest comes by Sun 29
Nov 2026, 10:00 UTC; if it does not, see whether notafter still runs.
`);
    expect(attributes).toMatchObject({ client: '-', audience: 'operations', severity: 'info', event: ['digest'] });
  });

  test('tells what is wrong with the monitor itself', () => {
    const sentence = 'The daily canary is not sent.';
    const findings = [finding('canary-missing', sentence)];
    const { subject, text } = operationsOf([], [known('monitor:cloud', { kind: 'monitor', client: '-', findings })]);
    expect(subject).toBe('[DIGEST] Operations: 0 clients, 0 targets, 1 wrong with the monitor');
    expect(text).toContain('The monitor itself (1):\n  - The monitor at cloud: The daily canary is not sent.\n');
  });

  test('comes where nothing is watched at all', () => {
    const { subject, text } = operationsOf([], []);
    expect(subject).toBe('[DIGEST] Operations: 0 clients, 0 targets, all well');
    expect(text).toMatch(
      /^Operations: 0 clients\. 0 targets are watched, all well\. Nothing has ever been\n {2}looked at\./,
    );
  });
});
