import { DAY } from '../../lambda/core/instant';
import type { Notice } from '../../lambda/core/notice';
import { compose } from '../../lambda/notify/compose';
import { address, CERTIFICATE, NOW, notice, only, PLACE, RENEWED, renewalCase, SUCCESSOR } from './notices';

const WILDCARD = { ...CERTIFICATE, what: '*.example.com', expires: NOW + 12 * DAY };

function on(n: number, changes: Partial<Notice> = {}): Notice {
  return notice({
    target: `www${n}.example.com`,
    severity: 'warning',
    expiry: WILDCARD,
    owner: `owner${n % 2}@contoso.example`,
    findings: [
      { reason: 'expiring', severity: 'warning', sentence: 'The certificate “*.example.com” expires in 12 days.' },
    ],
    ...changes,
  });
}

const many = (count: number, changes: (n: number) => Partial<Notice> = () => ({})) =>
  Array.from({ length: count }, (_, n) => on(n, changes(n)));

function subjects(notices: readonly Notice[]): string[] {
  return compose('Contoso', 'owner', notices, PLACE, NOW).map(({ message }) => message.subject);
}

test('A certificate on twelve targets is one item, in the subject, the text message and the attributes', () => {
  const { subject, sms, attributes } = only('Contoso', many(12));
  expect(subject).toBe('[WARNING] *.example.com on 12 targets expires in 12 days (Contoso)');
  expect(sms).toBe(
    'notafter WARNING: *.example.com on 12 targets expires in 12 days (Fri 4 Dec 2026). Contoso. Owner: owner0@contoso.example, owner1@contoso.example.',
  );
  expect(attributes).toMatchObject({ owner: ['owner0@contoso.example', 'owner1@contoso.example'], daysLeft: 12 });
});

test('A certificate on forty targets, renewed and in use at three of their addresses', () => {
  const shared = many(40, (n) => ({
    event: 'not-applied',
    findings: [
      { reason: 'not-applied', severity: 'warning', sentence: 'A newer certificate lies in ACM.' },
      ...(n === 5 ? [{ reason: 'legacy-protocol', severity: 'warning', sentence: 'It speaks TLS 1.0.' } as const] : []),
    ],
    renewal: renewalCase({
      old: WILDCARD,
      addresses: [address('192.0.2.7', n < 3 ? 'new' : 'old', n < 3 ? 1 : 87)],
      ...(n < 2 && { promised: { until: NOW + 3 * DAY, by: `owner${n}@contoso.example` } }),
    }),
  }));
  expectShared(shared, {
    subject: '[WARNING] *.example.com on 40 targets is renewed at 3 of 40 addresses and expires in 12 days',
    text: `
*.example.com on 40 targets is renewed at 3 of 40 addresses and expires in 12
  days, on Fri 4 Dec 2026, 10:00 UTC.

What breaks: Nothing yet; the old one goes on being served, until it expires.
  Then: Clients refuse the connection: browsers show a warning page, apps and
  mail programs stop.
Client: Contoso
Owner: owner0@contoso.example, owner1@contoso.example

On these targets:
  - www0.example.com
  - www1.example.com
  - www2.example.com
  - www3.example.com
  - www4.example.com
  - www5.example.com
  - www6.example.com
  - www7.example.com
  - www8.example.com
  - www9.example.com
  - www10.example.com
  - www11.example.com
  - www12.example.com
  - www13.example.com
  - www14.example.com
  - www15.example.com
  - www16.example.com
  - www17.example.com
  - www18.example.com
  - www19.example.com
  - www20.example.com
  - www21.example.com
  - www22.example.com
  - www23.example.com
  - www24.example.com
  - www25.example.com
  - www26.example.com
  - www27.example.com
  - www28.example.com
  - www29.example.com
  - www30.example.com
  - www31.example.com
  - www32.example.com
  - www33.example.com
  - www34.example.com
  - www35.example.com
  - www36.example.com
  - www37.example.com
  - www38.example.com
  - www39.example.com

What to do first:
  Put the new certificate into use wherever the old one still is, and reload
  the service there; what was exported from ACM has to be exported and
  installed anew. It is issued; nothing has to be ordered.

The renewal:
  - Due since Tue 10 Nov 2026
  - Promised until Wed 25 Nov 2026, by owner0@contoso.example:
    www0.example.com
  - Promised until Wed 25 Nov 2026, by owner1@contoso.example:
    www1.example.com
  - Issued on Fri 20 Nov 2026, valid until Fri 19 Feb 2027
  - It lies in ACM us-east-1, account 123456789012, and is for the same names
    https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
  - Its serial: 04FFEE
  - Its SHA-256:
    8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3
  - In use at 3 of 40 addresses of 40 targets
  - Still the old one:
    www3.example.com at 192.0.2.7, since Thu 27 Aug 2026
    www4.example.com at 192.0.2.7, since Thu 27 Aug 2026
    www5.example.com at 192.0.2.7, since Thu 27 Aug 2026
    www6.example.com at 192.0.2.7, since Thu 27 Aug 2026
    www7.example.com at 192.0.2.7, since Thu 27 Aug 2026
    www8.example.com at 192.0.2.7, since Thu 27 Aug 2026
    www9.example.com at 192.0.2.7, since Thu 27 Aug 2026
    www10.example.com at 192.0.2.7, since Thu 27 Aug 2026
    And 29 more
  - The new one:
    www0.example.com at 192.0.2.7, since Sat 21 Nov 2026
    www1.example.com at 192.0.2.7, since Sat 21 Nov 2026
    www2.example.com at 192.0.2.7, since Sat 21 Nov 2026

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - A newer certificate lies in ACM. [not-applied]
  - At www5.example.com: It speaks TLS 1.0. [legacy-protocol]
  - Certificate: *.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves the new certificate; it cannot be closed by hand.
  If nothing is done, what relies on it stops on Fri 4 Dec 2026. You hear that
  it is done once it has been so for a day.

To quiet it:
  Set “promised” in each row to the day it will be done, before it expires:
  reminders rest until then, but for the last steps. Or set “muted” to a date:
  silence until then, except when it expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www0.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www1.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www2.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www3.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
  - And 36 more
`,
  });
  expect(compose('Contoso', 'owner', shared, PLACE, NOW)[0]?.tells).toEqual(shared);
});

test('Good news of a shared certificate is told once, too', () => {
  const shared = many(2, () => ({
    event: 'applied',
    severity: 'ok',
    previous: WILDCARD,
    expiry: { ...RENEWED, what: '*.example.com' },
    findings: [],
    renewal: renewalCase({ old: WILDCARD, closed: NOW, addresses: [address('192.0.2.7', 'new', 1)] }),
  }));
  expectShared(shared, {
    subject: '[OK] *.example.com on 2 targets is renewed and in use everywhere (Contoso)',
    text: `
*.example.com on 2 targets is renewed and in use everywhere: valid until Fri
  19 Feb 2027, 10:00 UTC.

Client: Contoso
Owner: owner0@contoso.example, owner1@contoso.example

On these targets:
  - www0.example.com
  - www1.example.com

The renewal:
  - Due since Tue 10 Nov 2026
  - Issued on Fri 20 Nov 2026, valid until Fri 19 Feb 2027
  - It lies in ACM us-east-1, account 123456789012, and is for the same names
    https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
  - In use at 2 of 2 addresses of 2 targets
  - The new one:
    www0.example.com at 192.0.2.7, since Sat 21 Nov 2026
    www1.example.com at 192.0.2.7, since Sat 21 Nov 2026
  - Closed on Sun 22 Nov 2026, 10:00 UTC
  - It took 12 days, 2 days from the issue of the new one
  - 12 days to spare before the old one expires

Before:
  - Valid until: Fri 4 Dec 2026, 10:00 UTC
  - Certificate: *.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

Now (checked Sun 22 Nov 2026, 10:00 UTC):
  - Valid until: Fri 19 Feb 2027, 10:00 UTC
  - Certificate: *.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 04FFEE
  - SHA-256: 8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3

What comes next:
  No address that answered serves the old one any more. Nothing is left to do.
`,
  });
});

function expectShared(notices: readonly Notice[], letter: { subject: string; text: string }): void {
  const message = only('Contoso', notices);
  expect(message.subject).toBe(letter.subject);
  expect(message.text).toBe(letter.text.slice(1));
}

const arn = (region: string) => `arn:aws:acm:${region}:123456789012:certificate/0f1e2d3c`;
const { sha256: _unknown, ...BY_SERIAL } = WILDCARD;

const TOGETHER: Record<string, { notices: readonly Notice[]; subject: string }> = {
  'what an inventory found is known by serial number and date': {
    notices: ['eu-west-1', 'us-east-1'].map((region) => on(0, { kind: 'acm', target: arn(region), expiry: BY_SERIAL })),
    subject: '[WARNING] *.example.com on 2 targets expires in 12 days (Contoso)',
  },
  'a shared intermediate is called one': {
    notices: many(3, () => ({ expiry: { ...WILDCARD, of: 'intermediate', what: 'Example CA 3' } })),
    subject: '[WARNING] Intermediate Example CA 3 on 3 targets expires in 12 days (Contoso)',
  },
  'the worst of them rules': {
    notices: many(3, (n) => (n === 1 ? { severity: 'critical' } : {})),
    subject: '[CRITICAL] *.example.com on 3 targets expires in 12 days (Contoso)',
  },
  'what is wrong with the certificate everywhere': {
    notices: many(3, () => ({
      event: 'broken',
      findings: [{ reason: 'revoked', severity: 'critical', sentence: 'The CA has revoked “*.example.com”.' }],
    })),
    subject: '[WARNING] *.example.com on 3 targets has a revoked certificate (Contoso)',
  },
  'a certificate whose name has no Latin letters': {
    notices: many(2, () => ({ expiry: { ...WILDCARD, what: '株式会社' } })),
    subject: '[WARNING] a certificate on 2 targets expires in 12 days (Contoso)',
  },
};

test.each(Object.entries(TOGETHER))('Together: %s', (_name, { notices, subject }) => {
  expect(subjects(notices)).toEqual([subject]);
});

const APART: Record<string, readonly Notice[]> = {
  'dates that have nothing but the date in common': many(2, () => ({
    kind: 'dated',
    expiry: { of: 'date', what: 'Licence', expires: NOW + 12 * DAY, sha256: 'aa', serial: '01' },
  })),
  'certificates of which nothing but the date is known': many(2, () => ({
    expiry: { of: 'certificate', what: '*.example.com', expires: NOW + 12 * DAY },
  })),
  'another certificate of the same name': many(2, (n) => ({ expiry: { ...WILDCARD, sha256: `a${n}` } })),
  'another event': many(2, (n) => (n === 1 ? { event: 'overdue' } : {})),
  'another fault': many(2, (n) => ({
    event: 'broken',
    findings: [{ reason: 'name-mismatch', severity: 'critical', sentence: `It is not for www${n}.example.com.` }],
  })),
  'another certificate before': many(2, (n) => ({ event: 'replaced', previous: { ...WILDCARD, sha256: `a${n}` } })),
  'what cannot be reached, which is not the certificate’s fault': many(2, () => ({ event: 'unreachable' })),
};

test.each(Object.entries(APART))('Apart: %s', (_name, notices) => {
  expect(only('Contoso', notices).subject).toContain('Contoso: 2 notices');
});

test('What only some of them show is told with their names', () => {
  const findings = (n: number) => [
    { reason: 'expiring', severity: 'warning', sentence: 'It expires in 12 days.' } as const,
    ...(n > 0
      ? [{ reason: 'revoked', severity: 'critical', sentence: 'Revoked.', address: '192.0.2.7' } as const]
      : []),
  ];
  const { text } = only(
    'Contoso',
    many(3, (n) => ({ findings: findings(n) })),
  );
  expect(text).toContain(`
  - At www1.example.com, www2.example.com (192.0.2.7): Revoked. [revoked]
  - It expires in 12 days. [expiring]
`);
});

test('In a list a shared certificate names some of its targets', () => {
  const others = Array.from({ length: 12 }, (_, n) =>
    notice({ target: `a${n}`, expiry: { ...CERTIFICATE, sha256: `b${n}` } }),
  );
  expect(only('Contoso', [...others, ...many(7, () => ({ severity: 'critical' }))]).text).toContain(
    '  - *.example.com on 7 targets expires in 12 days (Fri 4 Dec 2026): www0.example.com, www1.example.com, www2.example.com, www3.example.com, www4.example.com and 2 more; owner0@contoso.example, owner1@contoso.example\n',
  );
});

test('So many owners that their list would not fit divide even a shared certificate', () => {
  const owner = (n: number) => `${n} ${'ö'.repeat(400)}`;
  const notices = many(200, (n) => ({ owner: owner(n) }));
  const composed = compose('Contoso', 'owner', notices, PLACE, NOW);
  for (const { message } of composed) {
    expect(Buffer.byteLength(JSON.stringify(message.attributes.owner))).toBeLessThan(33 * 1024);
  }
  expect(new Set(composed.flatMap(({ tells }) => tells))).toEqual(new Set(notices));
  expect(new Set(composed.flatMap(({ message }) => message.attributes.owner)).size).toBe(200);
});

test('Targets that share a certificate may get different ones, and different promises', () => {
  const { text } = only(
    'Contoso',
    many(3, (n) => ({
      event: 'not-applied',
      renewal: renewalCase({
        old: WILDCARD,
        successor: n === 1 ? { ...SUCCESSOR, id: '192.0.2.9', how: 'served', serial: '05AA' } : SUCCESSOR,
        ...(n === 2 && { promised: { until: NOW + DAY } }),
      }),
    })),
  );
  expect(text).toContain('\n  - Promised until Mon 23 Nov 2026: www2.example.com\n');
  expect(text).toContain('\n  - It lies in ACM us-east-1, account 123456789012');
  expect(text).toContain('\n  - It is in use at 192.0.2.9 already\n  - Its serial: 05AA\n');
});

test('of very many targets a hundred are named, and the rest are counted', () => {
  const { text } = only('Contoso', many(140));
  expect(text).toContain('\n  - www99.example.com\n  - And 40 more\n');
});
