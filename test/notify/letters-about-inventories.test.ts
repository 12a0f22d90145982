import { DAY } from '../../lambda/core/instant';
import { expectLetter, type Letter, NOW, notice } from './notices';

const { expiry: _none, ...UNDATED } = notice();

const certificate = (what: string) => ({ of: 'certificate', what, expires: NOW + 20 * DAY }) as const;
const expiring = (sentence: string) => ({ reason: 'expiring', severity: 'warning', sentence }) as const;

const LETTERS: Record<string, Letter> = {
  'a server certificate in IAM that a load balancer uses': {
    notice: notice({
      kind: 'iam',
      severity: 'warning',
      target: 'arn:aws:iam::123456789012:server-certificate/elb/shop-2024',
      expiry: certificate('shop.example.com'),
      findings: [expiring('The certificate “shop.example.com” expires in 20 days.')],
      renewal: {
        step: 'due',
        since: NOW - 10 * DAY,
        old: certificate('shop.example.com'),
        attached: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/classic-web'],
        addresses: [],
      },
    }),
    place: { targetsTable: 'targets' },
    subject: '[WARNING] shop-2024 (IAM) expires in 20 days (Contoso)',
    text: `
shop-2024 (IAM) expires in 20 days, on Sat 12 Dec 2026, 10:00 UTC.

What expires: the certificate “shop.example.com”
What breaks: Whatever AWS service uses it (load balancer, CDN) is refused by
  its clients. The certificate is attached to load balancer classic-web in
  eu-west-1.
Where: IAM, account 123456789012
Client: Contoso
Owner: nobody is named; “owner” in a row with its ARN as “target” is the place
  for it

What to do first:
  Renew it, then put the new one into use; a renewal that is not in use
  changes nothing.

The renewal:
  - Due since Thu 12 Nov 2026
  - No new one is known yet
  - The old one is still attached to:
    load balancer classic-web in eu-west-1

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - The certificate “shop.example.com” expires in 20 days. [expiring]
  - Certificate: shop.example.com

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until IAM shows a newer certificate. If nothing is done, what relies on it
  stops on Sat 12 Dec 2026. You hear that it is done once it has been so for a
  day.

To quiet it:
  An inventory found it. Its row is the one with its ARN as “target”; if there
  is none yet, write it. Set “promised” there to the day it will be done,
  before it expires: reminders rest until then, but for the last steps. Or set
  “muted” to a date: silence until then, except when it expires.
  arn:aws:iam::123456789012:server-certificate/elb/shop-2024
  Write it into your file and run “npx notafter targets import <file>”.
`,
  },
  'a domain that is registered through Route 53': {
    notice: notice({
      kind: 'route53',
      severity: 'warning',
      target: 'arn:aws:route53domains:::domain/example.com',
      owner: 'dns@contoso.example',
      expiry: { of: 'date', what: 'example.com', expires: NOW + 20 * DAY },
      findings: [expiring('“example.com” expires in 20 days.')],
    }),
    subject: '[WARNING] example.com (Route 53) expires in 20 days (Contoso)',
    text: `
example.com (Route 53) expires in 20 days, on Sat 12 Dec 2026, 10:00 UTC.

What breaks: Everything under the domain stops: websites, mail, every service
  with a name in it.
Client: Contoso
Owner: dns@contoso.example

What to do first:
  Renew the registration of the domain, or switch its automatic renewal on.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - “example.com” expires in 20 days. [expiring]

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until Route 53 shows a later date. If nothing is done, what relies on it
  stops on Sat 12 Dec 2026. You hear that it is done once it has been so for a
  day.

To quiet it:
  An inventory found it. Its row is the one with its ARN as “target”; if there
  is none yet, write it. Set “promised” there to the day it will be done,
  before it expires: reminders rest until then, but for the last steps. Or set
  “muted” to a date: silence until then, except when it expires.
  arn:aws:route53domains:::domain/example.com
  A new row:
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=1&route=ROUTE_ITEM_EXPLORER&table=notafter-Targets
  In its console:
  https://us-east-1.console.aws.amazon.com/route53/domains/home?region=us-east-1#/DomainDetails/example.com
`,
  },
  'the CA of a database in RDS': {
    notice: notice({
      kind: 'rds',
      severity: 'warning',
      target: 'arn:aws:rds:eu-west-1:123456789012:db:orders-1',
      owner: 'dba@contoso.example',
      expiry: certificate('rds-ca-2019'),
      findings: [expiring('The certificate “rds-ca-2019” expires in 20 days.')],
    }),
    subject: '[WARNING] orders-1 (RDS eu-west-1) expires in 20 days (Contoso)',
    text: `
orders-1 (RDS eu-west-1) expires in 20 days, on Sat 12 Dec 2026, 10:00 UTC.

What expires: the certificate “rds-ca-2019”
What breaks: Clients that check the certificate cannot connect to the
  database.
Where: RDS eu-west-1, account 123456789012
Client: Contoso
Owner: dba@contoso.example

What to do first:
  Set the instance to the newest CA that its clients trust; some engines
  restart for that.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - The certificate “rds-ca-2019” expires in 20 days. [expiring]
  - Certificate: rds-ca-2019

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until RDS shows a later date. If nothing is done, what relies on it stops on
  Sat 12 Dec 2026. You hear that it is done once it has been so for a day.

To quiet it:
  An inventory found it. Its row is the one with its ARN as “target”; if there
  is none yet, write it. Set “promised” there to the day it will be done,
  before it expires: reminders rest until then, but for the last steps. Or set
  “muted” to a date: silence until then, except when it expires.
  arn:aws:rds:eu-west-1:123456789012:db:orders-1
  A new row:
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=1&route=ROUTE_ITEM_EXPLORER&table=notafter-Targets
  In its console:
  https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-west-1#database:id=orders-1;is-cluster=false
`,
  },
  'an authority of AWS Private CA that has expired': {
    notice: notice({
      kind: 'acm-pca',
      event: 'expired',
      target: 'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0f1e2d3c-0000-4000-8000-123456789abc',
      owner: 'pki@contoso.example',
      expiry: { ...certificate('Contoso Issuing CA 2'), expires: NOW - 3 * DAY },
      findings: [],
    }),
    subject: '[EXPIRED] Contoso Issuing CA 2 (Private CA eu-west-1) expired 3 days ago (Contoso)',
    text: `
“Contoso Issuing CA 2” (Private CA eu-west-1) expired 3 days ago, on Thu 19
  Nov 2026, 10:00 UTC.

What breaks: Clients refuse every certificate that it has issued.
Where: Private CA eu-west-1, account 123456789012
Client: Contoso
Owner: pki@contoso.example

What to do first:
  Have the authority’s own certificate renewed, or issue from a new one; what
  it has issued ends when it does.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - Certificate: Contoso Issuing CA 2

What comes next:
  A reminder follows every day until AWS Private CA shows a later date. You
  hear that it is done once it has been so for a day.

To quiet it:
  Nothing mutes what has expired. If nothing depends on it any more, take it
  out of use or delete it.
  In its console:
  https://eu-west-1.console.aws.amazon.com/acm-pca/home?region=eu-west-1#/certificateAuthority?arn=arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0f1e2d3c-0000-4000-8000-123456789abc
`,
  },
  'a row with the ARN of something that no inventory has found': {
    notice: {
      ...UNDATED,
      kind: 'arn',
      event: 'broken',
      severity: 'warning',
      target: 'arn:aws:rds:eu-west-1:123456789012:db:orders-1',
      findings: [{ reason: 'not-found', severity: 'warning', sentence: 'No inventory has found it.' }],
    },
    subject: '[WARNING] orders-1 (RDS eu-west-1) is found by no inventory (Contoso)',
    text: `
orders-1 (RDS eu-west-1) is found by no inventory.

What breaks: Nothing yet; but what the row says of it reaches nobody.
Client: Contoso
Owner: nobody is named; the row’s “owner” is the place for it

What to do first:
  Correct the ARN in the row, or delete the row if the thing is gone; an
  inventory’s row has to be there for its account and region.

How we know (checked Sun 22 Nov 2026, 10:00 UTC):
  - No inventory has found it. [not-found]

What comes next:
  You will hear again when it is put right, or when more goes wrong.

To quiet it:
  Set “muted” in its row to a date: silence until then, except when it
  expires.
  https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#edit-item?itemMode=2&pk=arn%3Aaws%3Ards%3Aeu-west-1%3A123456789012%3Adb%3Aorders-1&route=ROUTE_ITEM_EXPLORER&sk=&table=notafter-Targets
`,
  },
};

test.each(Object.entries(LETTERS))('%s', (_name, letter) => expectLetter(letter));
