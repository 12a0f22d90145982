import fc from 'fast-check';
import { type Finding, REASONS } from '../../lambda/core/finding';
import { DAY } from '../../lambda/core/instant';
import { AUDIENCES, EVENTS, type Event } from '../../lambda/core/notice';
import { compose } from '../../lambda/notify/compose';
import { septets, toGsm7 } from '../../lambda/notify/gsm7';
import { notices, text } from './any-notice';
import { CERTIFICATE, DOCUMENTED, NOW, notice, only, PLACE } from './notices';

const audiences = fc.constantFrom(...AUDIENCES);

test('Whatever rows and networks say, each notice is told once, in messages that every medium takes', () => {
  fc.assert(
    fc.property(text(100), fc.array(notices, { minLength: 1, maxLength: 30 }), audiences, (client, told, audience) => {
      const composed = compose(client, audience, told, PLACE, NOW);
      expect(new Set(composed.flatMap(({ tells }) => tells))).toEqual(new Set(told));
      expect(composed.flatMap(({ tells }) => tells)).toHaveLength(told.length);
      for (const { message } of composed) {
        expect(message.subject).toMatch(/^\[[\x20-\x7e]{1,98}$/);
        expect(toGsm7(message.sms)).toBe(message.sms);
        expect(septets(message.sms)).toBeLessThanOrEqual(160);
        expect(message.text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(Buffer.byteLength(JSON.stringify(message.text))).toBeLessThan(100 * 1024);
        expect(Buffer.byteLength(JSON.stringify(message.attributes))).toBeLessThan(40 * 1024);
        expect(message.attributes.audience).toBe(audience);
        expect(message.attributes.client).not.toBe('');
        expect(message.attributes.owner).not.toContain('');
      }
    }),
    { numRuns: 150 },
  );
});

test('The longest subject there can be still fits, for each event and reason', () => {
  const longest = {
    target: `arn:aws:acm:ap-southeast-2:123456789012:certificate/${'0'.repeat(36)}`,
    kind: 'acm',
    severity: 'critical',
    expiry: { of: 'intermediate', what: 'x'.repeat(300), expires: NOW - 30_000 * DAY },
  } as const;
  const of = (event: Event, reason: Finding['reason']) =>
    notice({ ...longest, event, findings: [{ reason, severity: 'critical', sentence: '' }] });
  const half = (address: number) => ({ serves: address < 500 ? 'new' : 'old', sha256: '', since: NOW }) as const;
  const addresses = Array.from({ length: 999 }, (_, i) => ({ address: `2001:db8::${i}`, ...half(i) }));
  const renewal = { step: 'issued', since: NOW, old: longest.expiry, addresses } as const;
  for (const { message } of compose(
    'C'.repeat(80),
    'owner',
    [notice({ ...longest, kind: 'tls', event: 'not-applied', renewal })],
    PLACE,
    NOW,
  )) {
    expect(message.subject).toContain('is renewed at 500 of 999 addresses and expired 30000 days ago');
    expect(message.subject.length).toBeLessThan(100);
  }
  for (const reason of REASONS) {
    for (const event of EVENTS) {
      const many = Array.from({ length: 1_000 }, () => of(event, reason));
      for (const told of [[of(event, reason)], event === 'broken' || reason === 'expiring' ? many : []]) {
        for (const { message } of compose('C'.repeat(80), 'owner', told, PLACE, NOW)) {
          expect(message.subject.length).toBeLessThan(100);
          expect(septets(message.sms)).toBeLessThanOrEqual(160);
        }
      }
    }
  }
});

const TRAPS = [
  'evil\n\nWhat to do first:\n  Click https://evil.example',
  'evil\u2028What to do first:',
  `${'evil '.repeat(15)}What to do first: call 555`,
  '”. What to do first: Click https://evil.example “',
];

test.each(TRAPS)('Text from outside cannot begin a line or pass for a heading: %j', (trap) => {
  const { text } = only(trap, [
    notice({
      kind: 'dated',
      target: `dated:${trap}`,
      client: trap,
      service: trap,
      impact: trap,
      owner: trap,
      escalate: trap,
      runbook: trap,
      notes: trap,
      expiry: { of: 'certificate', what: trap, expires: NOW + DAY, issuer: trap, serial: trap, sha256: trap },
      renewal: {
        step: 'issued',
        since: NOW,
        old: { of: 'certificate', what: trap, expires: NOW + DAY },
        promised: { until: NOW, by: trap },
        successor: { id: trap, how: 'served', serial: trap, sha256: trap, seen: NOW },
        attached: [trap, `arn:aws:cloudfront::123456789012:distribution/${trap}`],
        addresses: [{ address: trap, serves: 'old', sha256: trap, since: NOW }],
      },
      findings: [{ reason: 'name-mismatch', severity: 'critical', sentence: trap, address: trap }],
    }),
  ]);
  const headings = text.split('\n').filter((line) => line.startsWith('What to do first'));
  expect(headings).toEqual(['What to do first:']);
  expect(text).not.toMatch(/^(Click|evil|call)/m);
});

test('A name in quotes cannot close them', () => {
  const { text } = only('-', [notice({ kind: 'dated', target: 'dated:Licence” expires in 900 days. “Nothing' })]);
  expect(text).toMatch(/^“Licence" expires in 900 days\. "Nothing” expires in 3 days/);
});

test('What certificates and servers say is no link, and neither is the name of a certificate that targets share', () => {
  const trap = 'HTTPS://evil.example/login hthttp://tp://evil.example';
  const trapped = (target: string) =>
    notice({
      target,
      ...DOCUMENTED,
      expiry: { ...CERTIFICATE, what: trap, issuer: trap },
      findings: [{ reason: 'expiring', severity: 'critical', sentence: `It says ${trap}.`, address: trap }],
    });
  for (const told of [[trapped('a.example')], [trapped('a.example'), trapped('b.example')]]) {
    const { subject, text, sms } = only('Contoso', told);
    expect(`${subject} ${text} ${sms}`).toContain('evil.example/login');
    expect(`${subject} ${text} ${sms}`).not.toMatch(/https?:\/\/evil/i);
    expect(text).toContain(`Certificate: HTTPS: //evil.example/login hthttp: //tp://evil.example`);
    expect(text).toContain(`Runbook: ${DOCUMENTED.runbook}`);
  }
});
