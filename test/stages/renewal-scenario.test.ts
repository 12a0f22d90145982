import { SNSClient } from '@aws-sdk/client-sns';
import { DAY, type Instant } from '../../lambda/core/instant';
import { stepInWords } from '../../lambda/core/renewal-case';
import { snsChannel } from '../../lambda/notify/sns';
import { readCertificate } from '../../lambda/tls/certificate';
import { type AcmCertificate, acmCertificate } from '../servers/acm-answers';
import { type FakeAccount, type FakeEstate, startEstate } from '../servers/aws-estate';
import { createAuthority, type Issued } from '../servers/certificates';
import { type Received, type SnsEmulator, startSns } from '../servers/sns-emulator';
import { type RunningTls, startTlsServer } from '../servers/tls-server';
import { openWorld, type TestWorld } from './world';

const at = (text: string): Instant => Date.parse(text);
const NAME = 'shop.contoso.example';
const ADDRESSES = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const;
const [MONITOR, CONTOSO] = ['111111111111', '222222222222'] as const;

let here: TestWorld;
let sns: SnsEmulator;
let estate: FakeEstate;
let servers: RunningTls[];
/** What ACM holds in Contoso's account; the test puts more there. */
let certificates: AcmCertificate[];
let old: Issued;
let renewed: Issued;

beforeAll(async () => {
  const ca = await createAuthority({ name: 'Test CA', notBefore: at('2026-01-01'), notAfter: at('2036-01-01') });
  const issue = (notBefore: string, notAfter: string) =>
    ca.issue({ name: NAME, names: [NAME], notBefore: at(notBefore), notAfter: at(notAfter) });
  old = await issue('2026-06-05T00:00:00Z', '2026-12-20T12:00:00Z');
  renewed = await issue('2026-12-08T00:00:00Z', '2027-06-20T12:00:00Z');
  certificates = [imported(old, { InUseBy: [LOAD_BALANCER] })];
  const accounts: FakeAccount[] = [
    { id: MONITOR, name: 'Operations' },
    { id: CONTOSO, name: 'Contoso', externalId: 'secret word', certificates, tags: {} },
  ];
  [estate, sns, here] = await Promise.all([startEstate(accounts), startSns(), openWorld(at('2026-11-19T08:00:00Z'))]);
  servers = [await startTlsServer({ certificate: old.fullChain, key: old.key, address: ADDRESSES[0] })];
  const port = servers[0]?.port ?? 0;
  for (const address of ADDRESSES.slice(1)) {
    servers.push(await startTlsServer({ certificate: old.fullChain, key: old.key, address, port }));
  }
});

afterAll(async () => {
  await Promise.all([...servers.map((server) => server.close()), estate.close(), sns.close(), here.close()]);
});

const LOAD_BALANCER = `arn:aws:elasticloadbalancing:eu-west-1:${CONTOSO}:loadbalancer/app/web/50dc6c495c0c9188`;

function imported(issued: Issued, more: Partial<AcmCertificate> = {}): AcmCertificate {
  const leaf = readCertificate(issued.der);
  if ('problem' in leaf) throw new Error(leaf.problem);
  const { serial, notBefore, notAfter } = leaf;
  const made = acmCertificate(NAME, {
    KeyAlgorithm: 'EC_prime256v1',
    Serial: (serial.match(/../g) ?? []).join(':').toLowerCase(),
    NotBefore: new Date(notBefore),
    NotAfter: new Date(notAfter),
    InUseBy: [],
    ...more,
  });
  const id = notBefore === at('2026-12-08T00:00:00Z') ? 'new' : 'old';
  return { ...made, CertificateArn: `arn:aws:acm:eu-west-1:${CONTOSO}:certificate/${id}` };
}

function row(more: object = {}) {
  return {
    target: `https://${NAME}:${servers[0]?.port}`,
    client: 'Contoso',
    service: 'Web shop',
    impact: 'Nobody can buy anything.',
    owner: 'Anna',
    escalate: 'Bert',
    runbook: 'https://wiki.example/renew',
    // The clock of this story is not OpenSSL's.
    trust: 'any',
    ...more,
  };
}

/** How far the renewal has come, as the Results table shows it. */
async function step(): Promise<string> {
  const { renewal } = (await here.world.results.latest()).get(row().target) ?? {};
  return renewal ? stepInWords(renewal) : 'none';
}

/** Sweeps once on this day and gives what arrived at the subscriber. */
async function sweepOn(day: string): Promise<Received[]> {
  here.now = at(`${day}T08:00:00Z`);
  const config = {
    endpoint: sns.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  const client = new SNSClient(config);
  const find = async () => ADDRESSES;
  const failures = await here.sweep({
    channel: snsChannel(client, { notices: sns.topicArn, operations: sns.topicArn }),
    look: { ...here.world.look, aws: estate.aws, find },
  });
  client.destroy();
  expect(failures).toEqual([]);
  return sns.received();
}

/** The letters of these days, one after the other, without what differs at each run. */
async function letters(from: string, until: string): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for (let day = at(from); day <= at(until); day += DAY) {
    const name = new Date(day).toISOString().slice(0, 10);
    const received = await sweepOn(name);
    if (received.length > 0) told[name] = received.map(letterOf).sort().join('\n');
  }
  return told;
}

/** The letter and whom it is for: the same matter may go to two audiences. */
function letterOf({ subject, text, attributes }: Received): string {
  return settled(`To ${attributes.audience}: ${subject}\n\n${JSON.parse(text).email}`);
}

function settled(text: string): string {
  return [
    [String(servers[0]?.port), 'PORT'],
    ...[old, renewed].flatMap((issued, i) => {
      const leaf = readCertificate(issued.der);
      if ('problem' in leaf) return [];
      const name = i === 0 ? 'OLD' : 'NEW';
      return [
        [leaf.serial, `${name}-SERIAL`],
        [leaf.sha256, `${name}-SHA256`],
      ];
    }),
  ].reduce((changed, [from = '', to = '']) => changed.replaceAll(from, to), text);
}

describe('a renewal over weeks', () => {
  test('is not told before it is due', async () => {
    await here.put(row(), { target: 'acm:*', account: 'organization', client: 'Contoso' });
    expect(await letters('2026-11-19', '2026-11-20')).toEqual({});
  });

  test('comes due', async () => {
    expect((await letters('2026-11-21', '2026-11-22'))['2026-11-21']).toMatchInlineSnapshot(`
"To owner: [WARNING] shop.contoso.example:PORT expires in 29 days (Contoso)

shop.contoso.example:PORT expires in 29 days, on Sun 20 Dec 2026, 12:00 UTC.

What expires: the certificate “shop.contoso.example”
What breaks: Nobody can buy anything.
Service: Web shop
Client: Contoso
Owner: Anna
Escalate to: Bert

What to do first:
  Renew it, then put the new one into use; a renewal that is not in use
  changes nothing.
  Runbook: https://wiki.example/renew

The renewal:
  - Due since Sat 21 Nov 2026
  - No new one is known yet
  - The old one is in use:
    127.0.0.1, since Sat 21 Nov 2026
    127.0.0.2, since Sat 21 Nov 2026
    127.0.0.3, since Sat 21 Nov 2026

How we know (checked Sat 21 Nov 2026, 08:00 UTC):
  - The certificate “shop.contoso.example” expires in 29 days, on Sun 20 Dec
    2026, 12:00 UTC. [expiring]
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: OLD-SERIAL
  - SHA-256: OLD-SHA256

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves a newer certificate. If nothing is done, what
  relies on it stops on Sun 20 Dec 2026. You hear that it is done once it has
  been so for a day.

To quiet it:
  Set “promised” in its row to the day it will be done, before it expires:
  reminders rest until then, but for the last steps. Or set “muted” to a date:
  silence until then, except when it expires.
  “npx notafter targets list” shows the row; change it in your file and run
  “npx notafter targets import <file>”.
"
`);
  });

  test('is promised, and rests', async () => {
    await here.put(row({ promised: '2026-12-05' }));
    expect(await letters('2026-11-23', '2026-12-05')).toEqual({});
    expect(await step()).toBe('promised, 0 of 3 addresses');
  });

  test('comes back harder once the promise has lapsed, and again at the next rung, with the name to escalate to', async () => {
    const told = await letters('2026-12-06', '2026-12-07');
    expect(Object.keys(told)).toEqual(['2026-12-06', '2026-12-07']);
    expect(told['2026-12-06']).toMatchInlineSnapshot(`
"To escalation: [CRITICAL] shop.contoso.example:PORT is overdue and expires in 14 days (Contoso)

shop.contoso.example:PORT is overdue and expires in 14 days, on Sun 20 Dec
  2026, 12:00 UTC.

You get this because it was promised until Sat 5 Dec 2026, and is not done.

What expires: the certificate “shop.contoso.example”
Promised: until Sat 5 Dec 2026, by Anna
What breaks: Nobody can buy anything.
Service: Web shop
Client: Contoso
Owner: Anna
Escalated to: Bert

What to do first:
  Ask whoever took it on what stands in the way; then renew, or write a new
  day into “promised” that will hold.
  Runbook: https://wiki.example/renew

The renewal:
  - Due since Sat 21 Nov 2026
  - Promised until Sat 5 Dec 2026, by Anna; that day has passed
  - No new one is known yet
  - The old one is in use:
    127.0.0.1, since Sat 21 Nov 2026
    127.0.0.2, since Sat 21 Nov 2026
    127.0.0.3, since Sat 21 Nov 2026

How we know (checked Sun 6 Dec 2026, 08:00 UTC):
  - The certificate “shop.contoso.example” expires in 14 days, on Sun 20 Dec
    2026, 12:00 UTC. [expiring]
  - It was promised to be done by Sat 5 Dec 2026, but what expires is still in
    use. [promise-broken]
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: OLD-SERIAL
  - SHA-256: OLD-SHA256

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves a newer certificate. If nothing is done, what
  relies on it stops on Sun 20 Dec 2026. You hear that it is done once it has
  been so for a day.

To quiet it:
  Set “promised” in its row to a new day, before it expires. Or set “muted” to
  a date: silence until then, except when it expires.
  “npx notafter targets list” shows the row; change it in your file and run
  “npx notafter targets import <file>”.

To owner: [CRITICAL] shop.contoso.example:PORT is overdue and expires in 14 days (Contoso)

shop.contoso.example:PORT is overdue and expires in 14 days, on Sun 20 Dec
  2026, 12:00 UTC.

What expires: the certificate “shop.contoso.example”
Promised: until Sat 5 Dec 2026, by Anna
Escalate now to: Bert
What breaks: Nobody can buy anything.
Service: Web shop
Client: Contoso
Owner: Anna

What to do first:
  Ask whoever took it on what stands in the way; then renew, or write a new
  day into “promised” that will hold.
  Runbook: https://wiki.example/renew

The renewal:
  - Due since Sat 21 Nov 2026
  - Promised until Sat 5 Dec 2026, by Anna; that day has passed
  - No new one is known yet
  - The old one is in use:
    127.0.0.1, since Sat 21 Nov 2026
    127.0.0.2, since Sat 21 Nov 2026
    127.0.0.3, since Sat 21 Nov 2026

How we know (checked Sun 6 Dec 2026, 08:00 UTC):
  - The certificate “shop.contoso.example” expires in 14 days, on Sun 20 Dec
    2026, 12:00 UTC. [expiring]
  - It was promised to be done by Sat 5 Dec 2026, but what expires is still in
    use. [promise-broken]
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: OLD-SERIAL
  - SHA-256: OLD-SHA256

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves a newer certificate. If nothing is done, what
  relies on it stops on Sun 20 Dec 2026. You hear that it is done once it has
  been so for a day.

To quiet it:
  Set “promised” in its row to a new day, before it expires. Or set “muted” to
  a date: silence until then, except when it expires.
  “npx notafter targets list” shows the row; change it in your file and run
  “npx notafter targets import <file>”.
"
`);
  });

  test('is issued in another account: the letter says where it lies and what the old is attached to', async () => {
    certificates.push(imported(renewed));
    expect((await letters('2026-12-08', '2026-12-08'))['2026-12-08']).toMatchInlineSnapshot(`
"To escalation: [CRITICAL] shop.contoso.example:PORT is overdue and expires in 12 days (Contoso)

shop.contoso.example:PORT is overdue and expires in 12 days, on Sun 20 Dec
  2026, 12:00 UTC. The new one is issued already, but the old one is still in
  use.

You get this because it was promised until Sat 5 Dec 2026, and is not done.

What expires: the certificate “shop.contoso.example”
Promised: until Sat 5 Dec 2026, by Anna
What breaks: Nobody can buy anything. The certificate is attached to load
  balancer app/web/50dc6c495c0c9188 in eu-west-1.
Service: Web shop
Client: Contoso
Owner: Anna
Escalated to: Bert

What to do first:
  The new one is issued already: ask whoever took it on what stands in the way
  of putting it into use, or have another do it. Nothing has to be ordered.
  Runbook: https://wiki.example/renew

The renewal:
  - Due since Sat 21 Nov 2026
  - Promised until Sat 5 Dec 2026, by Anna; that day has passed
  - Issued on Tue 8 Dec 2026, valid until Sun 20 Jun 2027
  - It lies in ACM eu-west-1, account 222222222222, and is for the same names
    https://eu-west-1.console.aws.amazon.com/acm/home?region=eu-west-1#/certificates/new
  - Its serial: NEW-SERIAL
  - In use at 0 of 3 addresses
  - Still the old one:
    127.0.0.1, since Sat 21 Nov 2026
    127.0.0.2, since Sat 21 Nov 2026
    127.0.0.3, since Sat 21 Nov 2026
  - The old one is still attached to:
    load balancer app/web/50dc6c495c0c9188 in eu-west-1

How we know (checked Tue 8 Dec 2026, 08:00 UTC):
  - A newer certificate for the same names lies in
    arn:aws:acm:eu-west-1:222222222222:certificate/new (valid from Tue 8 Dec
    2026 until Sun 20 Jun 2027), but the old one is still served at 127.0.0.1,
    127.0.0.2, 127.0.0.3; the old one is attached to
    arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/web/50dc6c495c0c9188.
    [not-applied]
  - The certificate “shop.contoso.example” expires in 12 days, on Sun 20 Dec
    2026, 12:00 UTC. [expiring]
  - It was promised to be done by Sat 5 Dec 2026, but what expires is still in
    use. [promise-broken]
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: OLD-SERIAL
  - SHA-256: OLD-SHA256

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves a newer certificate. If nothing is done, what
  relies on it stops on Sun 20 Dec 2026. You hear that it is done once it has
  been so for a day.

To quiet it:
  Set “promised” in its row to a new day, before it expires. Or set “muted” to
  a date: silence until then, except when it expires.
  “npx notafter targets list” shows the row; change it in your file and run
  “npx notafter targets import <file>”.

To owner: [CRITICAL] shop.contoso.example:PORT is overdue and expires in 12 days (Contoso)

shop.contoso.example:PORT is overdue and expires in 12 days, on Sun 20 Dec
  2026, 12:00 UTC. The new one is issued already, but the old one is still in
  use.

What expires: the certificate “shop.contoso.example”
Promised: until Sat 5 Dec 2026, by Anna
Escalate now to: Bert
What breaks: Nobody can buy anything. The certificate is attached to load
  balancer app/web/50dc6c495c0c9188 in eu-west-1.
Service: Web shop
Client: Contoso
Owner: Anna

What to do first:
  The new one is issued already: ask whoever took it on what stands in the way
  of putting it into use, or have another do it. Nothing has to be ordered.
  Runbook: https://wiki.example/renew

The renewal:
  - Due since Sat 21 Nov 2026
  - Promised until Sat 5 Dec 2026, by Anna; that day has passed
  - Issued on Tue 8 Dec 2026, valid until Sun 20 Jun 2027
  - It lies in ACM eu-west-1, account 222222222222, and is for the same names
    https://eu-west-1.console.aws.amazon.com/acm/home?region=eu-west-1#/certificates/new
  - Its serial: NEW-SERIAL
  - In use at 0 of 3 addresses
  - Still the old one:
    127.0.0.1, since Sat 21 Nov 2026
    127.0.0.2, since Sat 21 Nov 2026
    127.0.0.3, since Sat 21 Nov 2026
  - The old one is still attached to:
    load balancer app/web/50dc6c495c0c9188 in eu-west-1

How we know (checked Tue 8 Dec 2026, 08:00 UTC):
  - A newer certificate for the same names lies in
    arn:aws:acm:eu-west-1:222222222222:certificate/new (valid from Tue 8 Dec
    2026 until Sun 20 Jun 2027), but the old one is still served at 127.0.0.1,
    127.0.0.2, 127.0.0.3; the old one is attached to
    arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/web/50dc6c495c0c9188.
    [not-applied]
  - The certificate “shop.contoso.example” expires in 12 days, on Sun 20 Dec
    2026, 12:00 UTC. [expiring]
  - It was promised to be done by Sat 5 Dec 2026, but what expires is still in
    use. [promise-broken]
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: OLD-SERIAL
  - SHA-256: OLD-SHA256

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves a newer certificate. If nothing is done, what
  relies on it stops on Sun 20 Dec 2026. You hear that it is done once it has
  been so for a day.

To quiet it:
  Set “promised” in its row to a new day, before it expires. Or set “muted” to
  a date: silence until then, except when it expires.
  “npx notafter targets list” shows the row; change it in your file and run
  “npx notafter targets import <file>”.
"
`);
  });

  test('is not applied, without a promise that stands in the way', async () => {
    await here.put(row());
    expect((await letters('2026-12-09', '2026-12-09'))['2026-12-09']).toMatchInlineSnapshot(`
"To escalation: [WARNING] shop.contoso.example:PORT is renewed but not in use and expires in 11 days (Contoso)

shop.contoso.example:PORT is renewed but not in use and expires in 11 days,
  on Sun 20 Dec 2026, 12:00 UTC.

You get this because it comes nearer, has been told before, and nobody has
promised to have it done in time.

What expires: the certificate “shop.contoso.example”
What breaks: Nothing yet; the old one goes on being served, until it expires.
  Then: Nobody can buy anything. The certificate is attached to load balancer
  app/web/50dc6c495c0c9188 in eu-west-1.
Service: Web shop
Client: Contoso
Owner: Anna
Escalated to: Bert

What to do first:
  Put the new certificate into use wherever the old one still is, and reload
  the service there; what was exported from ACM has to be exported and
  installed anew. It is issued; nothing has to be ordered.
  Runbook: https://wiki.example/renew

The renewal:
  - Due since Sat 21 Nov 2026
  - Issued on Tue 8 Dec 2026, valid until Sun 20 Jun 2027
  - It lies in ACM eu-west-1, account 222222222222, and is for the same names
    https://eu-west-1.console.aws.amazon.com/acm/home?region=eu-west-1#/certificates/new
  - Its serial: NEW-SERIAL
  - In use at 0 of 3 addresses
  - Still the old one:
    127.0.0.1, since Sat 21 Nov 2026
    127.0.0.2, since Sat 21 Nov 2026
    127.0.0.3, since Sat 21 Nov 2026
  - The old one is still attached to:
    load balancer app/web/50dc6c495c0c9188 in eu-west-1

How we know (checked Wed 9 Dec 2026, 08:00 UTC):
  - A newer certificate for the same names lies in
    arn:aws:acm:eu-west-1:222222222222:certificate/new (valid from Tue 8 Dec
    2026 until Sun 20 Jun 2027), but the old one is still served at 127.0.0.1,
    127.0.0.2, 127.0.0.3; the old one is attached to
    arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/web/50dc6c495c0c9188.
    [not-applied]
  - The certificate “shop.contoso.example” expires in 11 days, on Sun 20 Dec
    2026, 12:00 UTC. [expiring]
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: OLD-SERIAL
  - SHA-256: OLD-SHA256

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves the new certificate; it cannot be closed by hand.
  If nothing is done, what relies on it stops on Sun 20 Dec 2026. You hear
  that it is done once it has been so for a day.

To quiet it:
  Set “promised” in its row to the day it will be done, before it expires:
  reminders rest until then, but for the last steps. Or set “muted” to a date:
  silence until then, except when it expires.
  “npx notafter targets list” shows the row; change it in your file and run
  “npx notafter targets import <file>”.

To owner: [WARNING] shop.contoso.example:PORT is renewed but not in use and expires in 11 days (Contoso)

shop.contoso.example:PORT is renewed but not in use and expires in 11 days,
  on Sun 20 Dec 2026, 12:00 UTC.

What expires: the certificate “shop.contoso.example”
What breaks: Nothing yet; the old one goes on being served, until it expires.
  Then: Nobody can buy anything. The certificate is attached to load balancer
  app/web/50dc6c495c0c9188 in eu-west-1.
Service: Web shop
Client: Contoso
Owner: Anna
Escalate to: Bert

What to do first:
  Put the new certificate into use wherever the old one still is, and reload
  the service there; what was exported from ACM has to be exported and
  installed anew. It is issued; nothing has to be ordered.
  Runbook: https://wiki.example/renew

The renewal:
  - Due since Sat 21 Nov 2026
  - Issued on Tue 8 Dec 2026, valid until Sun 20 Jun 2027
  - It lies in ACM eu-west-1, account 222222222222, and is for the same names
    https://eu-west-1.console.aws.amazon.com/acm/home?region=eu-west-1#/certificates/new
  - Its serial: NEW-SERIAL
  - In use at 0 of 3 addresses
  - Still the old one:
    127.0.0.1, since Sat 21 Nov 2026
    127.0.0.2, since Sat 21 Nov 2026
    127.0.0.3, since Sat 21 Nov 2026
  - The old one is still attached to:
    load balancer app/web/50dc6c495c0c9188 in eu-west-1

How we know (checked Wed 9 Dec 2026, 08:00 UTC):
  - A newer certificate for the same names lies in
    arn:aws:acm:eu-west-1:222222222222:certificate/new (valid from Tue 8 Dec
    2026 until Sun 20 Jun 2027), but the old one is still served at 127.0.0.1,
    127.0.0.2, 127.0.0.3; the old one is attached to
    arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/web/50dc6c495c0c9188.
    [not-applied]
  - The certificate “shop.contoso.example” expires in 11 days, on Sun 20 Dec
    2026, 12:00 UTC. [expiring]
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: OLD-SERIAL
  - SHA-256: OLD-SHA256

What comes next:
  Reminders follow at each step towards the date, and every day at the end,
  until every address serves the new certificate; it cannot be closed by hand.
  If nothing is done, what relies on it stops on Sun 20 Dec 2026. You hear
  that it is done once it has been so for a day.

To quiet it:
  Set “promised” in its row to the day it will be done, before it expires:
  reminders rest until then, but for the last steps. Or set “muted” to a date:
  silence until then, except when it expires.
  “npx notafter targets list” shows the row; change it in your file and run
  “npx notafter targets import <file>”.
"
`);
  });

  test('is applied at one address and then at two without a message, and shown in the Results table', async () => {
    servers[0]?.replace({ certificate: renewed.fullChain, key: renewed.key });
    expect(await letters('2026-12-10', '2026-12-10')).toEqual({});
    expect(await step()).toBe('applied-in-part, 1 of 3 addresses');
    servers[1]?.replace({ certificate: renewed.fullChain, key: renewed.key });
    expect(await letters('2026-12-11', '2026-12-13')).toEqual({});
    expect(await step()).toBe('applied-in-part, 2 of 3 addresses');
  });

  test('is reminded of at the next rung, with the one address that is left', async () => {
    expect((await letters('2026-12-14', '2026-12-14'))['2026-12-14']).toContain(
      '  - In use at 2 of 3 addresses\n  - Still the old one:\n    127.0.0.3, since Sat 21 Nov 2026\n',
    );
  });

  test('is closed by the evidence, and nothing is heard of it again', async () => {
    servers[2]?.replace({ certificate: renewed.fullChain, key: renewed.key });
    certificates.splice(0, 2, imported(old), imported(renewed, { InUseBy: [LOAD_BALANCER] }));
    const told = await letters('2026-12-15', '2027-01-20');
    // A day after it has been seen in use everywhere.
    expect(Object.keys(told)).toEqual(['2026-12-16']);
    expect(told['2026-12-16']).toMatchInlineSnapshot(`
"To escalation: [OK] shop.contoso.example:PORT serves the new certificate everywhere (Contoso)

shop.contoso.example:PORT serves the new certificate everywhere: valid until
  Sun 20 Jun 2027, 12:00 UTC.

You get this because you were told before that it was late; this ends it.

Service: Web shop
Client: Contoso
Owner: Anna

The renewal:
  - Due since Sat 21 Nov 2026
  - Issued on Tue 8 Dec 2026, valid until Sun 20 Jun 2027
  - It lies in ACM eu-west-1, account 222222222222, and is for the same names
    https://eu-west-1.console.aws.amazon.com/acm/home?region=eu-west-1#/certificates/new
  - In use at 3 of 3 addresses
  - The new one:
    127.0.0.1, since Thu 10 Dec 2026
    127.0.0.2, since Fri 11 Dec 2026
    127.0.0.3, since Tue 15 Dec 2026
  - Closed on Tue 15 Dec 2026, 08:00 UTC
  - It took 24 days, 7 days from the issue of the new one
  - 5 days to spare before the old one expires

Before:
  - Valid until: Sun 20 Dec 2026, 12:00 UTC
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: OLD-SERIAL
  - SHA-256: OLD-SHA256

Now (checked Wed 16 Dec 2026, 08:00 UTC):
  - Valid until: Sun 20 Jun 2027, 12:00 UTC
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: NEW-SERIAL
  - SHA-256: NEW-SHA256

What comes next:
  No address that answered serves the old one any more. Nothing is left to do.

To owner: [OK] shop.contoso.example:PORT serves the new certificate everywhere (Contoso)

shop.contoso.example:PORT serves the new certificate everywhere: valid until
  Sun 20 Jun 2027, 12:00 UTC.

Service: Web shop
Client: Contoso
Owner: Anna

The renewal:
  - Due since Sat 21 Nov 2026
  - Issued on Tue 8 Dec 2026, valid until Sun 20 Jun 2027
  - It lies in ACM eu-west-1, account 222222222222, and is for the same names
    https://eu-west-1.console.aws.amazon.com/acm/home?region=eu-west-1#/certificates/new
  - In use at 3 of 3 addresses
  - The new one:
    127.0.0.1, since Thu 10 Dec 2026
    127.0.0.2, since Fri 11 Dec 2026
    127.0.0.3, since Tue 15 Dec 2026
  - Closed on Tue 15 Dec 2026, 08:00 UTC
  - It took 24 days, 7 days from the issue of the new one
  - 5 days to spare before the old one expires

Before:
  - Valid until: Sun 20 Dec 2026, 12:00 UTC
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: OLD-SERIAL
  - SHA-256: OLD-SHA256

Now (checked Wed 16 Dec 2026, 08:00 UTC):
  - Valid until: Sun 20 Jun 2027, 12:00 UTC
  - Certificate: shop.contoso.example
  - Issuer: CN=Test CA
  - Serial: NEW-SERIAL
  - SHA-256: NEW-SHA256

What comes next:
  No address that answered serves the old one any more. Nothing is left to do.
"
`);
    expect(await step()).toBe('closed, 3 of 3 addresses');
  });
});
