import { DAY } from '../../lambda/core/instant';
import type { Notice } from '../../lambda/core/notice';
import { CERTIFICATE, certificate, DOCUMENTED, NOW, notice, only, PLACE, RENEWED, renewalCase } from './notices';

function toEscalation(...notices: readonly Notice[]) {
  return only('Contoso', notices, PLACE, 'escalation');
}

test('A broken promise, whole', () => {
  const { subject, text, sms } = toEscalation(
    notice({
      ...DOCUMENTED,
      event: 'overdue',
      promised: NOW - 2 * DAY,
      findings: [
        {
          reason: 'promise-broken',
          severity: 'critical',
          sentence: 'It was promised to be done by Fri 20 Nov 2026, but what expires is still in use.',
        },
      ],
    }),
  );
  expect(subject).toBe('[CRITICAL] www.example.com is overdue and expires in 3 days (Contoso)');
  expect(sms).toBe(
    'notafter CRITICAL: www.example.com is overdue and expires in 3 days (Wed 25 Nov 2026). Contoso. Web shop. Owner: ops@contoso.example.',
  );
  expect(text.slice(0, text.indexOf('How we know'))).toBe(`\
www.example.com is overdue and expires in 3 days, on Wed 25 Nov 2026, 12:00
  UTC.

You get this because it was promised until Fri 20 Nov 2026, and is not done.

Promised: until Fri 20 Nov 2026, by ops@contoso.example
What breaks: Nobody can order online.
Service: Web shop
Client: Contoso
Owner: ops@contoso.example
Escalated to: Erika Mustermann, +49 30 1234567

What to do first:
  Ask whoever took it on what stands in the way; then renew, or write a new
  day into “promised” that will hold.
  Runbook: https://wiki.contoso.example/web-shop

`);
});

test.each<[string, Partial<Notice>, string]>([
  [
    'a rung that passed without a promise',
    {},
    'You get this because it comes nearer, has been told before, and nobody has\npromised to have it done in time.',
  ],
  [
    'a new one that is not in use',
    { event: 'not-applied', renewal: renewalCase() },
    'You get this because it comes nearer, has been told before, and nobody has\npromised to have it done in time.',
  ],
  [
    'what has expired',
    { event: 'expired', expiry: { ...CERTIFICATE, expires: NOW - 1 } },
    'You get this because it has expired.',
  ],
  [
    'what has expired while its notice waited',
    { expiry: { ...CERTIFICATE, expires: NOW - 1 } },
    'You get this because it has expired.',
  ],
  [
    'the end of it',
    { event: 'replaced', severity: 'ok', expiry: RENEWED, previous: CERTIFICATE, findings: [] },
    'You get this because you were told before that it was late; this ends it.',
  ],
  ['a promise without a day', { event: 'overdue' }, 'You get this because it was promised, and is not done.'],
  [
    'what was late before and is promised anew',
    { promised: NOW + DAY },
    'You get this because you were told before that it was late; now it is promised\nuntil Mon 23 Nov 2026.',
  ],
])('Of %s', (_name, changes, why) => {
  const [, second] = toEscalation(notice(changes)).text.split('\n\n');
  expect(second).toBe(why);
});

test('Where nobody is named, the message says where to', () => {
  expect(toEscalation(notice()).text).toContain(
    '\nEscalated to: nobody is named; the row’s “escalate” is the place for it\n',
  );
});

test('A message of several says it once for all, and of each', () => {
  const { text } = toEscalation(
    notice({ target: 'a.example' }),
    notice({ target: 'b.example', expiry: certificate(2) }),
  );
  expect(text.slice(0, text.indexOf('  1. '))).toBe(`\
Contoso: 2 notices, soonest a.example in 3 days.

You get this because these have expired, or were promised and not done, or
come nearer and nobody has promised them; each says which.

`);
  expect(text.match(/You get this because/g)).toHaveLength(3);
});

test('Good news of several says it too', () => {
  const renewed = { event: 'replaced', severity: 'ok', previous: CERTIFICATE, findings: [] } as const;
  const { text } = toEscalation(
    notice({ ...renewed, target: 'a.example', expiry: RENEWED }),
    notice({ ...renewed, target: 'b.example', expiry: certificate(2) }),
  );
  expect(text).toContain('\nYou get this because you were told before that these were late; this ends\nthem.\n');
});

test('To those who look after it none of this is said', () => {
  expect(only('Contoso', [notice({ event: 'overdue', audience: ['owner', 'escalation'] })]).text).not.toMatch(
    /You get this|Escalated to/,
  );
});
