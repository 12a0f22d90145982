import { DAY } from '../../lambda/core/instant';
import { CERTIFICATE, DOCUMENTED, expectLetter, type Letter, NOW, notice, RENEWED } from './notices';

const LETTERS: Record<string, Letter> = {
  'a certificate that has been renewed': {
    notice: notice({
      ...DOCUMENTED,
      event: 'replaced',
      severity: 'ok',
      previous: CERTIFICATE,
      expiry: RENEWED,
      findings: [],
    }),
    subject: '[OK] www.example.com has been renewed (Contoso)',
    text: `
www.example.com has been renewed: valid until Fri 19 Feb 2027, 10:00 UTC.

Service: Web shop
Client: Contoso
Owner: ops@contoso.example

Before:
  - Valid until: Wed 25 Nov 2026, 12:00 UTC
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

Now (checked Sun 22 Nov 2026, 10:00 UTC):
  - Valid until: Fri 19 Feb 2027, 10:00 UTC
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 04FFEE
  - SHA-256: 8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3

What comes next:
  No address that answered serves the old one any more. Nothing is left to do.

Notes:
  The load balancer has to be reloaded by hand.
`,
  },
  'a dated row with its next date': {
    notice: notice({
      event: 'replaced',
      severity: 'ok',
      kind: 'dated',
      target: 'dated:Office licence Contoso',
      previous: { of: 'date', what: 'Office licence Contoso', expires: NOW + DAY },
      expiry: { of: 'date', what: 'Office licence Contoso', expires: NOW + 366 * DAY },
      findings: [],
    }),
    subject: '[OK] Office licence Contoso has been renewed (Contoso)',
    text: `
“Office licence Contoso” has been renewed: valid until Tue 23 Nov 2027, 10:00
  UTC.

Client: Contoso

Before:
  - Valid until: Mon 23 Nov 2026, 10:00 UTC

Now (checked Sun 22 Nov 2026, 10:00 UTC):
  - Valid until: Tue 23 Nov 2027, 10:00 UTC

What comes next:
  The row has the new date. Nothing is left to do.
`,
  },
  'a renewed certificate, while something else is still wrong': {
    notice: notice({
      event: 'replaced',
      severity: 'ok',
      previous: CERTIFICATE,
      expiry: RENEWED,
      findings: [
        {
          reason: 'unreachable',
          severity: 'warning',
          sentence: 'Nothing answered on port 443 within 5 seconds.',
          address: '192.0.2.8',
        },
        { reason: 'date-disagrees', severity: 'info', sentence: 'The row says that it expires on another day.' },
      ],
    }),
    subject: '[OK] www.example.com has been renewed (Contoso)',
    text: `
www.example.com has been renewed: valid until Fri 19 Feb 2027, 10:00 UTC.

Client: Contoso

Before:
  - Valid until: Wed 25 Nov 2026, 12:00 UTC
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

Now (checked Sun 22 Nov 2026, 10:00 UTC):
  - Valid until: Fri 19 Feb 2027, 10:00 UTC
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 04FFEE
  - SHA-256: 8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3

Still open:
  - At 192.0.2.8: Nothing answered on port 443 within 5 seconds. [unreachable]

What comes next:
  What is still open is told of as before.
`,
  },
  'a target that has recovered': {
    notice: notice({
      event: 'recovered',
      severity: 'ok',
      expiry: RENEWED,
      findings: [],
      ended: ['name-mismatch', 'unreachable'],
    }),
    subject: '[OK] www.example.com has recovered (Contoso)',
    text: `
www.example.com has recovered.

Valid until: Fri 19 Feb 2027, 10:00 UTC, in 89 days
What was wrong: serves a certificate for another name; cannot be reached
Client: Contoso

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - What was reported before is not seen any more.
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 04FFEE
  - SHA-256: 8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3

What comes next:
  Nothing is left to do.
`,
  },
  'a target that has recovered, but expires soon': {
    notice: notice({ event: 'recovered', severity: 'ok' }),
    subject: '[OK] www.example.com has recovered in part (Contoso)',
    text: `
www.example.com has recovered in part.

Valid until: Wed 25 Nov 2026, 12:00 UTC, in 3 days
Client: Contoso

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - The certificate “www.example.com” expires in 3 days, on Wed 25 Nov 2026,
    12:00 UTC. [expiring]
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  What is still open is told of as before.
`,
  },
};

test.each(Object.entries(LETTERS))('%s', (_name, letter) => expectLetter(letter));
