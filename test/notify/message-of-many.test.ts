import { DAY, HOUR } from '../../lambda/core/instant';
import type { Notice } from '../../lambda/core/notice';
import { compose } from '../../lambda/notify/compose';
import { certificate, NOW, notice, only, PLACE } from './notices';

const IN_DAYS = (days: number) => certificate(1_000_000 + days, { expires: NOW + days * DAY + HOUR });

function host(n: number, changes: Partial<Notice> = {}): Notice {
  return notice({ target: `www${n}.example.com`, expiry: certificate(n), ...changes });
}

const CRITICAL: readonly Notice[] = [
  host(3, { event: 'broken', findings: [] }),
  host(4, { expiry: IN_DAYS(3), owner: 'a@example.com' }),
  host(2, { expiry: IN_DAYS(20), owner: 'b@example.com' }),
  host(5, { event: 'overdue', expiry: IN_DAYS(5), owner: 'b@example.com' }),
  host(6, { expiry: IN_DAYS(1) }),
];

test('Each severity has a message of its own, the worst first', () => {
  const others = [
    host(7, { event: 'recovered', severity: 'ok', findings: [] }),
    host(8, { event: 'unreachable', severity: 'warning' }),
  ];
  const composed = compose('Contoso', 'owner', [...others, ...CRITICAL], PLACE, NOW);
  expect(composed.map(({ message, tells }) => [message.attributes.severity, message.subject, tells.length])).toEqual([
    ['critical', '[CRITICAL] Contoso: 5 notices, soonest www6.example.com in 25 hours', 5],
    ['warning', '[WARNING] www8.example.com cannot be reached (Contoso)', 1],
    ['ok', '[OK] www7.example.com has recovered (Contoso)', 1],
  ]);
});

test('The overview is in order by event, then by date, and the subject names the soonest', () => {
  const { subject, text } = only('Contoso', CRITICAL);
  expect(subject).toBe('[CRITICAL] Contoso: 5 notices, soonest www6.example.com in 25 hours');
  expect(text.slice(0, text.indexOf('\n---'))).toBe(
    `\
Contoso: 5 notices, soonest www6.example.com in 25 hours.

  1. CRITICAL: www5.example.com is overdue and expires in 5 days (Fri 27 Nov 2026)
  2. CRITICAL: www6.example.com expires in 25 hours (Mon 23 Nov 2026)
  3. CRITICAL: www4.example.com expires in 3 days (Wed 25 Nov 2026)
  4. CRITICAL: www2.example.com expires in 20 days (Sat 12 Dec 2026)
  5. CRITICAL: www3.example.com needs attention
`,
  );
});

test('Each notice has its own part of the text, numbered', () => {
  const { text } = only('Contoso', CRITICAL);
  expect(text).toContain(`
----------------------------------------
4 of 5, CRITICAL

www2.example.com expires in 20 days, on Sat 12 Dec 2026, 11:00 UTC.

What expires: the certificate “www.example.com”
`);
});

test('What has expired is named in the subject before what expires soon', () => {
  const expired = host(7, { event: 'expired', expiry: IN_DAYS(-2) });
  expect(only('Contoso', [...CRITICAL, expired]).subject).toBe(
    '[EXPIRED] Contoso: 6 notices, first: www7.example.com expired 47 hours ago',
  );
});

test('The attributes hold what all have in common, each other value once, and the fewest days left', () => {
  expect(only('Contoso', CRITICAL).attributes).toEqual({
    severity: 'critical',
    event: ['overdue', 'due', 'broken'],
    kind: ['tls'],
    client: 'Contoso',
    audience: 'owner',
    owner: ['b@example.com', 'a@example.com'],
    daysLeft: 1,
  });
});

test('Without any date there is no number of days left', () => {
  const { expiry: _none, ...undated } = notice({ event: 'unreachable', severity: 'warning' });
  expect(only('-', [undated]).attributes).toEqual({
    severity: 'warning',
    event: ['unreachable'],
    kind: ['tls'],
    client: '-',
    audience: 'owner',
    owner: [],
  });
});

test('The text message is about the soonest and counts the others', () => {
  expect(only('Contoso', CRITICAL).sms).toBe(
    'notafter CRITICAL: www6.example.com expires in 25 hours (Mon 23 Nov 2026). Contoso. +4 more',
  );
});

test('After the first dozen each notice has a line with its owner, and the overview counts the causes, soonest first', () => {
  const due = Array.from({ length: 13 }, (_, i) => host(i));
  const broken = (n: number, reason: 'revoked' | 'untrusted') =>
    host(n, { event: 'broken', findings: [{ reason, severity: 'critical', sentence: 'It is.' }] });
  const others = [
    host(20, { event: 'expired', expiry: IN_DAYS(-1) }),
    ...[broken(21, 'untrusted'), broken(22, 'revoked'), broken(23, 'untrusted')],
    host(24, { event: 'unreachable', owner: 'ops@contoso.example' }),
  ];
  const { text } = only('Contoso', [...others, ...due]);
  expect(text.slice(0, text.indexOf('  1. '))).toBe(`\
Contoso: 18 notices, first: www20.example.com expired 23 hours ago.

  1 × has expired
  13 × expires, soonest in 3 days
  2 × serves a certificate that is not trusted
  1 × has a revoked certificate
  1 × cannot be reached

`);
  expect(text).toContain(
    '\n  12. CRITICAL: www10.example.com expires in 3 days (Wed 25 Nov 2026)\n  and 6 more, named at the end\n',
  );
  expect(text.slice(text.lastIndexOf('\n---'))).toBe(`
----------------------------------------
And 6 more

Expiring (2):
  - www11.example.com expires in 3 days (Wed 25 Nov 2026)
  - www12.example.com expires in 3 days (Wed 25 Nov 2026)

Broken (3):
  - www21.example.com serves a certificate that is not trusted
  - www22.example.com has a revoked certificate
  - www23.example.com serves a certificate that is not trusted

Unreachable (1):
  - www24.example.com cannot be reached; ops@contoso.example
`);
});

test('Once a notice is too long to be told in full, those after it have a line each, so that the order is kept', () => {
  const long = '𝓍'.repeat(500);
  const findings = Array.from(
    { length: 12 },
    () => ({ reason: 'expiring', severity: 'critical', sentence: long }) as const,
  );
  const wordy = { findings, service: long, impact: long, escalate: long, notes: long };
  const { text } = only('Contoso', [...[1, 2, 3, 4].map((n) => host(n, wordy)), host(5)]);
  expect(text).toContain('\n3 of 5, CRITICAL\n');
  expect(text).not.toContain('\n4 of 5, CRITICAL\n');
  expect(text).toContain(
    '  - www4.example.com expires in 3 days (Wed 25 Nov 2026)\n  - www5.example.com expires in 3 days',
  );
});

test('Numbers in names are put in order as people count', () => {
  const { text } = only('Contoso', [host(10), host(9)]);
  expect(text).toContain('  1. CRITICAL: www9.example.com');
});

test('Nothing to tell is no message', () => {
  expect(compose('Contoso', 'owner', [], PLACE, NOW)).toEqual([]);
});

test('5,000 notices are told once each, in few messages that say which part they are', () => {
  const notices = Array.from({ length: 5_000 }, (_, i) => host(i, { owner: `owner${i % 700}@contoso.example` }));
  const composed = compose('Contoso', 'owner', notices, PLACE, NOW);
  expect(composed.length).toBeGreaterThan(1);
  expect(composed.length).toBeLessThan(8);
  expect(composed.flatMap(({ tells }) => tells)).toEqual(notices);
  composed.forEach(({ message, tells }, i) => {
    expect(Buffer.byteLength(JSON.stringify(message.text))).toBeLessThan(100 * 1024);
    expect(message.subject).toBe(
      `[CRITICAL] Contoso: part ${i + 1} of ${composed.length}, ${tells.length} notices, soonest ${tells[0]?.target} in 3 days`,
    );
    for (const { target } of tells) expect(message.text).toContain(` ${target} expires`);
  });
});

test('So many owners that their list would not fit are divided among messages', () => {
  const owner = (i: number) => `${i} ${'ö'.repeat(400)}`;
  const notices = Array.from({ length: 200 }, (_, i) => host(i, { owner: owner(i) }));
  const composed = compose('Contoso', 'owner', notices, PLACE, NOW);
  for (const { message } of composed) {
    expect(Buffer.byteLength(JSON.stringify(message.attributes.owner))).toBeLessThan(33 * 1024);
  }
  expect(composed.flatMap(({ message }) => message.attributes.owner)).toEqual(notices.map((_, i) => owner(i)));
});
