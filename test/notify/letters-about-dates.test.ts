import { DAY } from '../../lambda/core/instant';
import { CERTIFICATE, DOCUMENTED, expectLetter, type Letter, NOW, notice, only } from './notices';

const LETTERS: Record<string, Letter> = {
  'a certificate that expires in three days, with all that a row can say': {
    notice: notice(DOCUMENTED),
    subject: '[CRITICAL] www.example.com expires in 3 days (Contoso)',
    text: `
www.example.com expires in 3 days, on Wed 25 Nov 2026, 12:00 UTC.

What breaks: Nobody can order online.
Service: Web shop
Client: Contoso
Owner: ops@contoso.example
Escalate to: Erika Mustermann, +49 30 1234567

What to do first:
  Renew it, then put the new one into use; a renewal that is not in use
  changes nothing.
  Runbook: https://wiki.contoso.example/web-shop

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - The certificate “www.example.com” expires in 3 days, on Wed 25 Nov 2026,
    12:00 UTC. [expiring]
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  A reminder follows every day until every address serves a newer certificate.
  If nothing is done, what relies on it stops on Wed 25 Nov 2026. You hear
  that it is done once it has been so for a day.

To quiet it:
  Set “promised” in its row to the day it will be done, before it expires:
  reminders rest until then, but for the last steps. Or set “muted” to a date:
  silence until then, except when it expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets

Notes:
  The load balancer has to be reloaded by hand.
`,
  },
  'a dated row in another time zone, while the rungs are still warnings, with the tables on a desk': {
    notice: notice({
      kind: 'dated',
      target: 'dated:Office licence Contoso',
      severity: 'warning',
      timezone: 'Europe/Berlin',
      expiry: { of: 'date', what: 'Office licence Contoso', expires: NOW + 13 * DAY },
      findings: [
        {
          reason: 'expiring',
          severity: 'warning',
          sentence: '“Office licence Contoso” expires in 13 days, on Sat 5 Dec 2026, 11:00 Europe/Berlin.',
        },
      ],
    }),
    place: { targetsTable: 'targets' },
    subject: '[WARNING] Office licence Contoso expires in 13 days (Contoso)',
    text: `
“Office licence Contoso” expires in 13 days, on Sat 5 Dec 2026, 11:00
  Europe/Berlin.

What breaks: Not written down; the row’s “impact” is the place for it.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Renew it, then write the next date into “expires”.

How we know (checked Sun 22 Nov 2026, 11:00 Europe/Berlin):
  - “Office licence Contoso” expires in 13 days, on Sat 5 Dec 2026, 11:00
    Europe/Berlin. [expiring]

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until the row has a later date in “expires”. If nothing is done, what relies
  on it stops on Sat 5 Dec 2026. You hear that it is done once it has been so
  for a day.

To quiet it:
  Set “promised” in its row to the day it will be done, before it expires:
  reminders rest until then, but for the last steps. Or set “muted” to a date:
  silence until then, except when it expires.
  “npx notafter targets list” shows the row; change it in your file and run
  “npx notafter targets import <file>”.
`,
  },
  'an intermediate certificate that is about to expire': {
    notice: notice({
      expiry: { ...CERTIFICATE, of: 'intermediate', what: 'Example CA 3' },
      findings: [
        {
          reason: 'chain-element-expiring',
          severity: 'critical',
          sentence: 'The intermediate certificate “Example CA 3” expires in 3 days, on Wed 25 Nov 2026, 12:00 UTC.',
        },
      ],
    }),
    subject: '[CRITICAL] www.example.com has an intermediate that expires in 3 days (Contoso)',
    text: `
www.example.com has an intermediate that expires in 3 days, on Wed 25 Nov
  2026, 12:00 UTC.

What expires: the intermediate certificate “Example CA 3”
What breaks: Clients refuse the connection: browsers show a warning page, apps
  and mail programs stop.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Install the chain that the CA hands out today; the server’s own certificate
  can stay. Drop an element that clients no longer need.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - The intermediate certificate “Example CA 3” expires in 3 days, on Wed 25
    Nov 2026, 12:00 UTC. [chain-element-expiring]
  - Intermediate certificate: Example CA 3
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  A reminder follows every day until no address sends the old intermediate any
  more. If nothing is done, what relies on it stops on Wed 25 Nov 2026. You
  hear that it is done once it has been so for a day.

To quiet it:
  Set “promised” in its row to the day it will be done, before it expires:
  reminders rest until then, but for the last steps. Or set “muted” to a date:
  silence until then, except when it expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
  'a promise that was not kept': {
    notice: notice({
      event: 'overdue',
      promised: NOW - 2 * DAY,
      owner: 'ops@contoso.example',
      findings: [
        {
          reason: 'promise-broken',
          severity: 'critical',
          sentence: 'It was promised to be done by Fri 20 Nov 2026, but what expires is still in use.',
        },
        ...notice().findings,
      ],
    }),
    subject: '[CRITICAL] www.example.com is overdue and expires in 3 days (Contoso)',
    text: `
www.example.com is overdue and expires in 3 days, on Wed 25 Nov 2026, 12:00
  UTC.

Promised: until Fri 20 Nov 2026, by ops@contoso.example
Escalate now to: nobody is named; the row’s “escalate” is the place for it
What breaks: Clients refuse the connection: browsers show a warning page, apps
  and mail programs stop.
Client: Contoso
Owner: ops@contoso.example

What to do first:
  Ask whoever took it on what stands in the way; then renew, or write a new
  day into “promised” that will hold.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - It was promised to be done by Fri 20 Nov 2026, but what expires is still
    in use. [promise-broken]
  - The certificate “www.example.com” expires in 3 days, on Wed 25 Nov 2026,
    12:00 UTC. [expiring]
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves a newer certificate. If nothing is done, what
  relies on it stops on Wed 25 Nov 2026. You hear that it is done once it has
  been so for a day.

To quiet it:
  Set “promised” in its row to a new day, before it expires. Or set “muted” to
  a date: silence until then, except when it expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
  'a certificate that has expired': {
    notice: notice({
      event: 'expired',
      expiry: { ...CERTIFICATE, expires: NOW - DAY / 2 },
      findings: [
        {
          reason: 'expired',
          severity: 'critical',
          sentence: 'The certificate “www.example.com” expired 12 hours ago, on Sat 21 Nov 2026, 22:00 UTC.',
        },
      ],
    }),
    subject: '[EXPIRED] www.example.com expired 12 hours ago (Contoso)',
    text: `
www.example.com expired 12 hours ago, on Sat 21 Nov 2026, 22:00 UTC.

What breaks: Clients refuse the connection: browsers show a warning page, apps
  and mail programs stop.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Look whether a new one has been issued already and only has to be put into
  use; otherwise renew it at once.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - The certificate “www.example.com” expired 12 hours ago, on Sat 21 Nov
    2026, 22:00 UTC. [expired]
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  A reminder follows every day until every address serves a newer certificate.
  You hear that it is done once it has been so for a day.

To quiet it:
  Nothing mutes what has expired. If nothing depends on it any more, delete
  its row or set “enabled” to no.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
  'a reminder that waited in the outbox until the certificate had expired': {
    notice: notice({ at: NOW - 2 * DAY, expiry: { ...CERTIFICATE, expires: NOW - DAY / 2 }, findings: [] }),
    subject: '[EXPIRED] www.example.com expired 12 hours ago (Contoso)',
    text: `
www.example.com expired 12 hours ago, on Sat 21 Nov 2026, 22:00 UTC.

What breaks: Clients refuse the connection: browsers show a warning page, apps
  and mail programs stop.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Look whether a new one has been issued already and only has to be put into
  use; otherwise renew it at once.

How we know (checked Fri 20 Nov 2026, 10:00 UTC):
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  A reminder follows every day until every address serves a newer certificate.
  You hear that it is done once it has been so for a day.

To quiet it:
  Nothing mutes what has expired. If nothing depends on it any more, delete
  its row or set “enabled” to no.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
  'a certificate that an inventory of ACM found': {
    notice: notice({
      kind: 'acm',
      severity: 'warning',
      target: 'arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-123456789abc',
      expiry: { of: 'certificate', what: 'shop.example.com', expires: NOW + 20 * DAY, serial: '0A:1B' },
      findings: [
        {
          reason: 'expiring',
          severity: 'warning',
          sentence: 'The certificate “shop.example.com” expires in 20 days, on Sat 12 Dec 2026, 10:00 UTC.',
        },
        {
          reason: 'will-not-renew',
          severity: 'info',
          sentence: 'ACM will not renew the certificate for shop.example.com by itself, since it was imported.',
        },
      ],
    }),
    subject: '[WARNING] shop.example.com (ACM us-east-1) expires in 20 days (Contoso)',
    text: `
shop.example.com (ACM us-east-1) expires in 20 days, on Sat 12 Dec 2026, 10:00
  UTC.

What breaks: Whatever AWS service uses it (load balancer, CDN, API) is refused
  by its clients.
Where: ACM us-east-1, account 123456789012
Client: Contoso
Owner: nobody is named; “owner” in a row with its ARN as “target” is the place
  for it

What to do first:
  Renew it, then put the new one into use; a renewal that is not in use
  changes nothing.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - The certificate “shop.example.com” expires in 20 days, on Sat 12 Dec 2026,
    10:00 UTC. [expiring]
  - ACM will not renew the certificate for shop.example.com by itself, since
    it was imported. [will-not-renew]
  - Certificate: shop.example.com
  - Serial: 0A:1B

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until ACM shows a newer certificate. If nothing is done, what relies on it
  stops on Sat 12 Dec 2026. You hear that it is done once it has been so for a
  day.

To quiet it:
  An inventory found it. Its row is the one with its ARN as “target”; if there
  is none yet, write it. Set “promised” there to the day it will be done,
  before it expires: reminders rest until then, but for the last steps. Or set
  “muted” to a date: silence until then, except when it expires.
  arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c-0000-4000-8000-123456789abc
  A new row:
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=1&route=ROUTE_ITEM_EXPLORER&table=notafter-Targets
  In its console:
  https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
`,
  },
};

test.each([
  ['that holds', NOW + DAY, /^ {2}Reminders follow at each step towards the date, and every day once the$/m],
  ['for a day after the expiry', NOW + 4 * DAY, /^ {2}A reminder follows every day until/m],
  ['that was broken', NOW - DAY, /^ {2}A reminder follows every day until/m],
])('a promise %s says how often reminders follow when it is critical', (_, promised, says) => {
  expect(only('Contoso', [notice({ promised })]).text).toMatch(says);
});

test.each(Object.entries(LETTERS))('%s', (_name, letter) => expectLetter(letter));
