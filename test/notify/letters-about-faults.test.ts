import { DAY } from '../../lambda/core/instant';
import { CERTIFICATE, DOCUMENTED, expectLetter, type Letter, NOW, notice, only } from './notices';

const FAR = { ...CERTIFICATE, expires: NOW + 60 * DAY };
const { expiry: _unknown, ...WITHOUT_DATE } = notice();

const LETTERS: Record<string, Letter> = {
  'two faults, one of them at one address only, and a remark': {
    notice: notice({
      event: 'broken',
      expiry: FAR,
      impact: 'Nobody can order online.',
      findings: [
        {
          reason: 'name-mismatch',
          severity: 'critical',
          sentence: 'The certificate is not for www.example.com; it is for mail.example.com.',
          address: '192.0.2.7',
        },
        {
          reason: 'chain-incomplete',
          severity: 'critical',
          sentence: 'The server does not send the intermediate certificate “Example CA 3”.',
        },
        { reason: 'date-disagrees', severity: 'info', sentence: 'The row says that it expires on another day.' },
      ],
    }),
    subject: '[CRITICAL] www.example.com serves a certificate for another name (Contoso)',
    text: `
www.example.com serves a certificate for another name, and 1 more fault.

Valid until: Thu 21 Jan 2027, 10:00 UTC, in 60 days
What breaks: Nobody can order online.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Check which certificate the server is set to serve for this name. If it is
  the right one, have it reissued with the name in it.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - At 192.0.2.7: The certificate is not for www.example.com; it is for
    mail.example.com. [name-mismatch]
  - The server does not send the intermediate certificate “Example CA 3”.
    [chain-incomplete]
  - The row says that it expires on another day. [date-disagrees]
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  A reminder follows every day until it is put right.

To quiet it:
  Set “muted” in its row to a date: silence until then, except when it
  expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
  'a renewal that ACM cannot make': {
    notice: notice({
      event: 'broken',
      kind: 'acm',
      severity: 'warning',
      target: 'arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-123456789abc',
      expiry: { of: 'certificate', what: 'shop.example.com', expires: NOW + 40 * DAY },
      owner: 'ops@contoso.example',
      findings: [
        {
          reason: 'renewal-blocked',
          severity: 'warning',
          sentence:
            'ACM cannot renew the certificate for shop.example.com: PENDING_VALIDATION; it waits for this in DNS: _a1b2.shop.example.com CNAME _c3d4.acm-validations.aws.',
        },
      ],
    }),
    subject: '[WARNING] shop.example.com (ACM us-east-1) cannot be renewed by ACM (Contoso)',
    text: `
shop.example.com (ACM us-east-1) cannot be renewed by ACM.

Valid until: Fri 1 Jan 2027, 10:00 UTC, in 40 days
What breaks: Nothing yet; without the renewal it stops on the day it expires.
Where: ACM us-east-1, account 123456789012
Client: Contoso
Owner: ops@contoso.example

What to do first:
  Remove what blocks it: add the DNS records that the finding names, or let a
  CAA record allow Amazon. ACM then renews by itself.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - ACM cannot renew the certificate for shop.example.com: PENDING_VALIDATION;
    it waits for this in DNS: _a1b2.shop.example.com CNAME
    _c3d4.acm-validations.aws. [renewal-blocked]
  - Certificate: shop.example.com

What comes next:
  You will hear again when it is put right, or when more goes wrong.

To quiet it:
  An inventory found it. Its row is the one with its ARN as “target”; if there
  is none yet, write it. Set “muted” there to a date: silence until then,
  except when it expires.
  arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-123456789abc
  A new row:
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=1&route=ROUTE_ITEM_EXPLORER&table=notafter-Targets
  In its console:
  https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
`,
  },
  'a row that cannot be understood': {
    notice: {
      ...WITHOUT_DATE,
      event: 'broken',
      kind: 'unreadable',
      severity: 'warning',
      target: 'htps://www.example.com',
      findings: [
        {
          reason: 'not-understood',
          severity: 'warning',
          sentence: '“htps” is not a kind of target that notafter understands; it understands a host name.',
        },
      ],
    },
    subject: '[WARNING] Row htps://www.example.com cannot be understood (Contoso)',
    text: `
Row htps://www.example.com cannot be understood.

What breaks: Nothing yet; but it is not watched.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Correct the row as the finding says.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - “htps” is not a kind of target that notafter understands; it understands a
    host name. [not-understood]

What comes next:
  You will hear again when it is put right, or when more goes wrong.

Its row:
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=htps%3A%2F%2Fwww.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
  'an address that cannot be reached': {
    notice: notice({
      ...DOCUMENTED,
      event: 'unreachable',
      severity: 'warning',
      findings: [
        {
          reason: 'unreachable',
          severity: 'warning',
          sentence: 'Nothing answered on port 443 within 5 seconds.',
          address: '192.0.2.7',
        },
      ],
    }),
    subject: '[WARNING] www.example.com cannot be reached at 192.0.2.7 (Contoso)',
    text: `
www.example.com cannot be reached at 192.0.2.7.

Valid until, when last seen: Wed 25 Nov 2026, 12:00 UTC, in 3 days
What breaks: It is down, or cannot be seen from where notafter looks. What
  expires there ages unseen. If it is down: Nobody can order online.
Service: Web shop
Client: Contoso
Owner: ops@contoso.example
Escalate to: Erika Mustermann, +49 30 1234567

What to do first:
  Check that the service runs, and that name, port and firewall let it be
  reached from where notafter looks.
  Runbook: https://wiki.contoso.example/web-shop

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - At 192.0.2.7: Nothing answered on port 443 within 5 seconds. [unreachable]
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  You will hear again when it can be seen. Its last known date goes on
  counting.

To quiet it:
  Set “muted” in its row to a date: silence until then, except when it
  expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets

Notes:
  The load balancer has to be reloaded by hand.
`,
  },
  'a host that has never been seen': {
    notice: {
      ...WITHOUT_DATE,
      event: 'unreachable',
      severity: 'warning',
      findings: [{ reason: 'unreachable', severity: 'warning', sentence: 'DNS knows no host www.example.com.' }],
    },
    subject: '[WARNING] www.example.com cannot be reached (Contoso)',
    text: `
www.example.com cannot be reached.

What breaks: It is down, or cannot be seen from where notafter looks. What
  expires there ages unseen.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Check that the service runs, and that name, port and firewall let it be
  reached from where notafter looks.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - DNS knows no host www.example.com. [unreachable]

What comes next:
  You will hear again when it can be seen.

To quiet it:
  Set “muted” in its row to a date: silence until then, except when it
  expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
};

test.each(Object.entries(LETTERS))('%s', (_name, letter) => expectLetter(letter));

test('A row whose key looks like an ARN has a link like any row', () => {
  const target = 'arn:aws:acm:eu-west-1:123456789012:certificate/0f1e2d3c';
  const { text } = only('Contoso', [notice({ event: 'broken', kind: 'unreadable', target })]);
  expect(text).toContain('\nIts row:\n  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?');
});

test('Of very many findings a dozen are told and the others counted', () => {
  const findings = Array.from({ length: 15 }, (_, i) => {
    return {
      reason: 'not-tls',
      severity: 'critical',
      sentence: 'It does not speak TLS.',
      address: `192.0.2.${i}`,
    } as const;
  });
  const { text } = only('Contoso', [notice({ event: 'broken', findings })]);
  expect(text.match(/\[not-tls\]/g)).toHaveLength(12);
  expect(text).toContain('  - At 192.0.2.11: It does not speak TLS. [not-tls]\n  - And 3 more\n');
});
