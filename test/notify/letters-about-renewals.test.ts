import { DAY, HOUR } from '../../lambda/core/instant';
import type { Notice } from '../../lambda/core/notice';
import type { Successor } from '../../lambda/core/successor';
import {
  address,
  CERTIFICATE,
  DOCUMENTED,
  expectLetter,
  type Letter,
  NOW,
  notice,
  only,
  RENEWED,
  renewalCase,
  SUCCESSOR,
} from './notices';

const ATTACHED = [
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188',
  'arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE',
  'arn:aws:apigateway:eu-west-1::/domainnames/api.example.com',
  'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Abc123',
];

const PROMISED = NOW - 2 * DAY;

const NOT_APPLIED = {
  reason: 'not-applied',
  severity: 'critical',
  sentence: 'A newer certificate for the same names lies in ACM, but the old one is still served at 192.0.2.8.',
} as const;

const LETTERS: Record<string, Letter> = {
  'a successor in ACM of another region that is in use at one of three addresses': {
    notice: notice({
      ...DOCUMENTED,
      event: 'not-applied',
      timezone: 'Europe/Berlin',
      findings: [NOT_APPLIED],
      renewal: renewalCase({ attached: ATTACHED, promised: { until: NOW + 2 * DAY, by: 'Erika Mustermann' } }),
    }),
    subject: '[CRITICAL] www.example.com is renewed at 1 of 3 addresses and expires in 3 days (Contoso)',
    text: `
www.example.com is renewed at 1 of 3 addresses and expires in 3 days, on Wed
  25 Nov 2026, 13:00 Europe/Berlin.

What breaks: Nothing yet; the old one goes on being served, until it expires.
  Then: Nobody can order online. The certificate is attached to load balancer
  app/web/50dc6c495c0c9188 in eu-west-1, CloudFront distribution E2EXAMPLE,
  API Gateway domain api.example.com in eu-west-1 and 1 more.
Service: Web shop
Client: Contoso
Owner: ops@contoso.example
Escalate to: Erika Mustermann, +49 30 1234567

What to do first:
  Put the new certificate into use wherever the old one still is, and reload
  the service there; what was exported from ACM has to be exported and
  installed anew. It is issued; nothing has to be ordered.
  Runbook: https://wiki.contoso.example/web-shop

The renewal:
  - Due since Tue 10 Nov 2026
  - Promised until Tue 24 Nov 2026, by Erika Mustermann
  - Issued on Fri 20 Nov 2026, valid until Fri 19 Feb 2027
  - It lies in ACM us-east-1, account 123456789012, and is for the same names
    https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
  - Its serial: 04FFEE
  - Its SHA-256:
    8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3
  - In use at 1 of 3 addresses
  - Still the old one:
    192.0.2.8, since Thu 27 Aug 2026
    2001:db8::9, since Wed 23 Sep 2026
  - The new one:
    192.0.2.7, since Sat 21 Nov 2026
  - The old one is still attached to:
    load balancer app/web/50dc6c495c0c9188 in eu-west-1
    CloudFront distribution E2EXAMPLE
    API Gateway domain api.example.com in eu-west-1
    arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Abc123

How we know (checked Sun 22 Nov 2026, 11:00 Europe/Berlin):
  - A newer certificate for the same names lies in ACM, but the old one is
    still served at 192.0.2.8. [not-applied]
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  A reminder follows every day until every address serves the new certificate;
  it cannot be closed by hand. If nothing is done, what relies on it stops on
  Wed 25 Nov 2026. You hear that it is done once it has been so for a day.

To quiet it:
  Set “promised” in its row to the day it will be done, before it expires:
  reminders rest until then, but for the last steps. Or set “muted” to a date:
  silence until then, except when it expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets

Notes:
  The load balancer has to be reloaded by hand.
`,
  },
  'a successor that the row declares, while one address cannot be seen': {
    notice: notice({
      event: 'not-applied',
      severity: 'warning',
      expiry: { ...CERTIFICATE, expires: NOW + 12 * DAY },
      findings: [
        { ...NOT_APPLIED, severity: 'warning' },
        { reason: 'unreachable', severity: 'warning', sentence: 'Nothing answered.', address: '192.0.2.7' },
        { reason: 'unreachable', severity: 'warning', sentence: 'Nothing answered.', address: '192.0.2.9' },
      ],
      renewal: renewalCase({
        since: NOW - DAY,
        old: { ...CERTIFICATE, expires: NOW + 12 * DAY },
        successor: { id: `sha256:${RENEWED.sha256}`, how: 'declared', sha256: '8394a5b6c7d8e9f0', seen: NOW - DAY },
      }),
    }),
    subject: '[WARNING] www.example.com is renewed but not everywhere and expires in 12 days (Contoso)',
    text: `
www.example.com is renewed but not everywhere and expires in 12 days, on Fri 4
  Dec 2026, 10:00 UTC.

What breaks: Nothing yet; the old one goes on being served, until it expires.
  Then: Clients refuse the connection: browsers show a warning page, apps and
  mail programs stop.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Put the new certificate into use wherever the old one still is, and reload
  the service there; what was exported from ACM has to be exported and
  installed anew. It is issued; nothing has to be ordered.

The renewal:
  - Under way since Sat 21 Nov 2026
  - Known since Sat 21 Nov 2026
  - It is the one that the row names
  - Its SHA-256: 8394a5b6c7d8e9f0
  - In use at 0 of 4 addresses
  - Still the old one:
    192.0.2.8, since Thu 27 Aug 2026
    2001:db8::9, since Wed 23 Sep 2026
  - Not seen this time:
    192.0.2.7, the new one when last seen
    192.0.2.9

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - A newer certificate for the same names lies in ACM, but the old one is
    still served at 192.0.2.8. [not-applied]
  - At 192.0.2.7: Nothing answered. [unreachable]
  - At 192.0.2.9: Nothing answered. [unreachable]
  - Certificate: www.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves the new certificate; it cannot be closed by hand.
  If nothing is done, what relies on it stops on Fri 4 Dec 2026. You hear that
  it is done once it has been so for a day.

To quiet it:
  Set “promised” in its row to the day it will be done, before it expires:
  reminders rest until then, but for the last steps. Or set “muted” to a date:
  silence until then, except when it expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=www.example.com&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
  'what was exported from ACM, renewed there, and is served nowhere': {
    notice: notice({
      event: 'not-applied',
      severity: 'warning',
      kind: 'acm',
      target: SUCCESSOR.id,
      expiry: { ...RENEWED, what: 'shop.example.com' },
      findings: [
        {
          reason: 'not-applied',
          severity: 'warning',
          sentence: 'It was exported and has been renewed, but no address that is looked at serves it.',
        },
      ],
      renewal: renewalCase({
        step: 'issued',
        since: NOW - DAY,
        old: { ...CERTIFICATE, what: 'shop.example.com', expires: NOW + 40 * DAY },
        successor: { ...SUCCESSOR, how: 'renewed' },
        addresses: [],
      }),
    }),
    subject: '[WARNING] shop.example.com (ACM us-east-1) is renewed but not in use; the old expires in 40 days',
    text: `
shop.example.com (ACM us-east-1) is renewed but not in use; the old expires in
  40 days, on Fri 1 Jan 2027, 10:00 UTC.

What breaks: Nothing yet; the old one goes on being served, until it expires.
  Then: Wherever it is installed, clients refuse the connection.
Where: ACM us-east-1, account 123456789012
Client: Contoso
Owner: nobody is named; “owner” in a row with its ARN as “target” is the place
  for it

What to do first:
  Put the new certificate into use wherever the old one still is, and reload
  the service there; what was exported from ACM has to be exported and
  installed anew. It is issued; nothing has to be ordered.

The renewal:
  - Under way since Sat 21 Nov 2026
  - Issued on Fri 20 Nov 2026, valid until Fri 19 Feb 2027
  - It lies in ACM us-east-1, account 123456789012: renewed in its place
    https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
  - Its serial: 04FFEE
  - Its SHA-256:
    8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - It was exported and has been renewed, but no address that is looked at
    serves it. [not-applied]
  - Certificate: shop.example.com
  - Issuer: CN=R11, O=Let's Encrypt, C=US
  - Serial: 03A1B2C3
  - SHA-256: 3f7a0c51b2d94e68a7c0f1d2e3b4a5968778695a4b3c2d1e0f9e8d7c6b5a4938

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until an address that is looked at serves the new one; where it is
  installed, add a row. If nothing is done, what relies on it stops on Fri 1
  Jan 2027. You hear that it is done once it has been so for a day.

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
  'a promise that was broken although the new one is issued': {
    notice: notice({
      ...DOCUMENTED,
      event: 'overdue',
      promised: PROMISED,
      findings: [
        {
          reason: 'promise-broken',
          severity: 'critical',
          sentence: 'It was promised to be done by Fri 20 Nov 2026, but what expires is still in use.',
        },
      ],
      renewal: renewalCase({
        step: 'issued',
        promised: { until: PROMISED, by: 'ops@contoso.example' },
        successor: { ...SUCCESSOR, how: 'covering' },
        addresses: [address('192.0.2.8', 'old', 87), address('192.0.2.9', 'other', 3)],
      }),
    }),
    subject: '[CRITICAL] www.example.com is overdue and expires in 3 days (Contoso)',
    text: `
www.example.com is overdue and expires in 3 days, on Wed 25 Nov 2026, 12:00
  UTC. The new one is issued already, but the old one is still in use.

Promised: until Fri 20 Nov 2026, by ops@contoso.example
Escalate now to: Erika Mustermann, +49 30 1234567
What breaks: Nobody can order online.
Service: Web shop
Client: Contoso
Owner: ops@contoso.example

What to do first:
  The new one is issued already: ask whoever took it on what stands in the way
  of putting it into use, or have another do it. Nothing has to be ordered.
  Runbook: https://wiki.contoso.example/web-shop

The renewal:
  - Due since Tue 10 Nov 2026
  - Promised until Fri 20 Nov 2026, by ops@contoso.example; that day has
    passed
  - Issued on Fri 20 Nov 2026, valid until Fri 19 Feb 2027
  - It lies in ACM us-east-1, account 123456789012, and covers the name among
    others
    https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
  - Its serial: 04FFEE
  - Its SHA-256:
    8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3
  - In use at 0 of 2 addresses
  - Still the old one:
    192.0.2.8, since Thu 27 Aug 2026
  - Neither the old nor the new one:
    192.0.2.9, since Thu 19 Nov 2026

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - It was promised to be done by Fri 20 Nov 2026, but what expires is still
    in use. [promise-broken]
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

Notes:
  The load balancer has to be reloaded by hand.
`,
  },
  'what has expired while the new one lies ready': {
    notice: notice({
      event: 'expired',
      expiry: { ...CERTIFICATE, expires: NOW - DAY / 2 },
      findings: [],
      renewal: renewalCase({
        step: 'issued',
        old: { ...CERTIFICATE, expires: NOW - DAY / 2 },
        addresses: [address('192.0.2.8', 'old', 87)],
        attached: ATTACHED.slice(0, 1),
      }),
    }),
    subject: '[EXPIRED] www.example.com expired 12 hours ago (Contoso)',
    text: `
www.example.com expired 12 hours ago, on Sat 21 Nov 2026, 22:00 UTC. The new
  one is issued already, but the old one is still in use.

What breaks: Clients refuse the connection: browsers show a warning page, apps
  and mail programs stop. The certificate is attached to load balancer
  app/web/50dc6c495c0c9188 in eu-west-1.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  The new one is issued already: put it into use wherever the old one still
  is, and reload the service there. Nothing has to be ordered.

The renewal:
  - Due since Tue 10 Nov 2026
  - Issued on Fri 20 Nov 2026, valid until Fri 19 Feb 2027
  - It lies in ACM us-east-1, account 123456789012, and is for the same names
    https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
  - Its serial: 04FFEE
  - Its SHA-256:
    8394a5b6c7d8e9f0e1d2c3b4a5968778695a4b3e2d1f0c7a86e49d2b15c0a7f3
  - In use at 0 of 1 addresses
  - Still the old one:
    192.0.2.8, since Thu 27 Aug 2026
  - The old one is still attached to:
    load balancer app/web/50dc6c495c0c9188 in eu-west-1

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
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
  'a new one that is in use everywhere, in time': {
    notice: notice({
      ...DOCUMENTED,
      event: 'applied',
      severity: 'ok',
      previous: CERTIFICATE,
      expiry: RENEWED,
      findings: [],
      renewal: renewalCase({
        step: 'closed',
        promised: { until: NOW + DAY, by: 'Erika Mustermann' },
        addresses: [address('192.0.2.7', 'new', 1), address('192.0.2.8', 'new', 0)],
        attached: ATTACHED,
        closed: NOW,
      }),
    }),
    subject: '[OK] www.example.com serves the new certificate everywhere (Contoso)',
    text: `
www.example.com serves the new certificate everywhere: valid until Fri 19 Feb
  2027, 10:00 UTC.

Service: Web shop
Client: Contoso
Owner: ops@contoso.example

The renewal:
  - Due since Tue 10 Nov 2026
  - Promised until Mon 23 Nov 2026, by Erika Mustermann
  - Issued on Fri 20 Nov 2026, valid until Fri 19 Feb 2027
  - It lies in ACM us-east-1, account 123456789012, and is for the same names
    https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
  - In use at 2 of 2 addresses
  - The new one:
    192.0.2.7, since Sat 21 Nov 2026
    192.0.2.8, since Sun 22 Nov 2026
  - Closed on Sun 22 Nov 2026, 10:00 UTC
  - It took 12 days, 2 days from the issue of the new one
  - 3 days to spare before the old one expires

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
  'a new one that is in use everywhere, after a lapse': {
    notice: notice({
      event: 'applied',
      severity: 'ok',
      previous: { ...CERTIFICATE, expires: NOW - 30 * HOUR },
      expiry: RENEWED,
      findings: [],
      renewal: renewalCase({
        step: 'closed',
        old: { ...CERTIFICATE, expires: NOW - 30 * HOUR },
        promised: { until: NOW - DAY },
        addresses: [address('192.0.2.7', 'new', 0)],
        closed: NOW,
      }),
    }),
    subject: '[OK] www.example.com serves the new certificate everywhere (Contoso)',
    text: `
www.example.com serves the new certificate everywhere: valid until Fri 19 Feb
  2027, 10:00 UTC.

Client: Contoso

The renewal:
  - Due since Tue 10 Nov 2026
  - Promised until Sat 21 Nov 2026
  - Issued on Fri 20 Nov 2026, valid until Fri 19 Feb 2027
  - It lies in ACM us-east-1, account 123456789012, and is for the same names
    https://us-east-1.console.aws.amazon.com/acm/home?region=us-east-1#/certificates/0f1e2d3c-0000-4000-8000-123456789abc
  - In use at 1 of 1 addresses
  - The new one:
    192.0.2.7, since Sun 22 Nov 2026
  - Closed on Sun 22 Nov 2026, 10:00 UTC
  - It took 12 days, 2 days from the issue of the new one
  - The old one had expired 30 hours before, on Sat 21 Nov 2026, 04:00 UTC

Before:
  - Valid until: Sat 21 Nov 2026, 04:00 UTC
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
`,
  },
  'good news of a certificate that ACM has renewed in its place': {
    notice: notice({
      event: 'replaced',
      severity: 'ok',
      kind: 'acm',
      target: SUCCESSOR.id,
      previous: { of: 'certificate', what: 'shop.example.com', expires: NOW + 20 * DAY, serial: '0A1B' },
      expiry: { of: 'certificate', what: 'shop.example.com', expires: NOW + 198 * DAY, serial: '0C2D' },
      findings: [],
      renewal: {
        step: 'closed',
        since: NOW - 10 * DAY,
        old: { of: 'certificate', what: 'shop.example.com', expires: NOW + 20 * DAY, serial: '0A1B' },
        addresses: [],
        closed: NOW,
      },
    }),
    subject: '[OK] shop.example.com (ACM us-east-1) has been renewed (Contoso)',
    text: `
shop.example.com (ACM us-east-1) has been renewed: valid until Tue 8 Jun 2027,
  10:00 UTC.

Where: ACM us-east-1, account 123456789012
Client: Contoso

The renewal:
  - Due since Thu 12 Nov 2026
  - Closed on Sun 22 Nov 2026, 10:00 UTC
  - It took 10 days
  - 20 days to spare before the old one expires

Before:
  - Valid until: Sat 12 Dec 2026, 10:00 UTC
  - Certificate: shop.example.com
  - Serial: 0A1B

Now (checked Sun 22 Nov 2026, 10:00 UTC):
  - Valid until: Tue 8 Jun 2027, 10:00 UTC
  - Certificate: shop.example.com
  - Serial: 0C2D

What comes next:
  ACM shows the new one. Nothing is left to do.
`,
  },
  'a dated row that somebody has promised, and nobody is named': {
    notice: notice({
      event: 'overdue',
      kind: 'dated',
      target: 'dated:Office licence Contoso',
      expiry: { of: 'date', what: 'Office licence Contoso', expires: NOW + DAY },
      findings: [],
      renewal: {
        step: 'promised',
        since: NOW - 29 * DAY,
        old: { of: 'date', what: 'Office licence Contoso', expires: NOW + DAY },
        promised: { until: NOW - HOUR },
        addresses: [],
      },
    }),
    subject: '[CRITICAL] Office licence Contoso is overdue and expires in 24 hours (Contoso)',
    text: `
“Office licence Contoso” is overdue and expires in 24 hours, on Mon 23 Nov
  2026, 10:00 UTC.

Promised: until Sun 22 Nov 2026
Escalate now to: nobody is named; the row’s “escalate” is the place for it
What breaks: Not written down; the row’s “impact” is the place for it.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Ask whoever took it on what stands in the way; then renew, or write a new
  day into “promised” that will hold.

The renewal:
  - Due since Sat 24 Oct 2026
  - Promised until Sun 22 Nov 2026; that day has passed

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until the row has a later date in “expires”. If nothing is done, what relies
  on it stops on Mon 23 Nov 2026. You hear that it is done once it has been so
  for a day.

To quiet it:
  Set “promised” in its row to a new day, before it expires. Or set “muted” to
  a date: silence until then, except when it expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=dated%3AOffice%20licence%20Contoso&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
};

test.each(Object.entries(LETTERS))('%s', (_name, letter) => expectLetter(letter));

const LIES: Record<string, { successor: Partial<Successor>; says: string }> = {
  'named in the row by its ARN': {
    successor: { how: 'declared' },
    says: '  - It lies in ACM us-east-1, account 123456789012, as the row says\n    https://us-east-1.console',
  },
  'served by another address': {
    successor: { how: 'served', id: '2001:db8::7' },
    says: '  - It is in use at 2001:db8::7 already\n  - Its serial',
  },
  'in IAM, which has no console for it': {
    successor: { id: 'arn:aws:iam::123456789012:server-certificate/new' },
    says: '  - It lies in IAM, account 123456789012, and is for the same names\n  - Its serial',
  },
  'where the notice does not say': {
    successor: { how: 'covering', id: '' },
    says: '  - It covers the name\n  - Its serial',
  },
  'not valid yet': {
    successor: { notBefore: NOW + DAY },
    says: '  - Known since Sat 21 Nov 2026, valid only from Mon 23 Nov 2026, 10:00 UTC\n    until Fri 19 Feb 2027\n',
  },
};

test.each(Object.entries(LIES))('A new one %s', (_name, { successor, says }) => {
  const renewal = renewalCase({ successor: { ...SUCCESSOR, ...successor } });
  expect(only('Contoso', [notice({ event: 'not-applied', renewal })]).text).toContain(says);
});

test('Nobody is told to use a new one that is not valid yet', () => {
  const renewal = renewalCase({ successor: { ...SUCCESSOR, notBefore: NOW + DAY } });
  expect(only('Contoso', [notice({ event: 'overdue', renewal })]).text).not.toContain('issued already');
});

test('What could not be seen is among all, and not among those that serve the new one', () => {
  const said = (findings: Notice['findings']) =>
    /In use at .*/.exec(
      only('Contoso', [notice({ event: 'not-applied', findings, renewal: renewalCase() })]).text,
    )?.[0];
  const unreachable = { reason: 'unreachable', severity: 'warning', sentence: 'Nothing answered.' } as const;
  expect(said([])).toBe('In use at 1 of 3 addresses');
  expect(said([{ ...unreachable, address: '192.0.2.8' }])).toBe('In use at 1 of 3 addresses');
  expect(said([{ ...unreachable, address: '192.0.2.7' }])).toBe('In use at 0 of 3 addresses');
  expect(said([{ ...unreachable, severity: 'info', address: '2001:db8::10' }])).toBe('In use at 1 of 4 addresses');
  expect(said([unreachable])).toBe('In use at 0 of 3 addresses');
  expect(said([{ reason: 'addresses-left', severity: 'info', sentence: 'More.' }])).toBe(
    'In use at 1 of 3 addresses that are looked at',
  );
});

test('A case that was closed before is no part of what goes wrong later', () => {
  const renewal = renewalCase({ step: 'closed', closed: NOW - 20 * DAY, attached: ATTACHED });
  const { text } = only('Contoso', [notice({ event: 'broken', renewal })]);
  expect(text).not.toMatch(/The renewal|attached/);
});

test('Of very many addresses and attachments some are named and the others counted', () => {
  const renewal = renewalCase({
    addresses: Array.from({ length: 16 }, (_, i) => address(`192.0.2.${i}`, 'old', 9)),
    attached: Array.from({ length: 50 }, (_, i) => `arn:aws:cloudfront::123456789012:distribution/E${i}`),
  });
  const { text } = only('Contoso', [notice({ event: 'not-applied', renewal })]);
  expect(text).toContain('\n    192.0.2.7, since Fri 13 Nov 2026\n    And 8 more\n');
  expect(text).toContain('\n    CloudFront distribution E7\n    And 42 more\n');
});

test('What was exported from ACM is not said to be in use everywhere', () => {
  const { subject, text } = only('Contoso', [
    notice({ event: 'applied', severity: 'ok', kind: 'acm', target: SUCCESSOR.id, expiry: RENEWED, findings: [] }),
  ]);
  expect(subject).toBe('[OK] www.example.com (ACM us-east-1) is renewed and in use (Contoso)');
  expect(text).toContain('\n  An address that is looked at serves the new one. Nothing is left to do.\n');
});
