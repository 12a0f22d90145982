import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { DAY } from '../../lambda/core/instant';
import { ENVIRONMENT } from '../../lambda/environment';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { acmCertificate } from '../servers/acm-answers';
import { type AcmServer, startAcm } from '../servers/acm-server';
import { type Authority, createAuthority } from '../servers/certificates';
import { type Fault, type FaultProxy, startFaultProxy } from '../servers/fault-proxy';
import { type Received, type SnsEmulator, startSns } from '../servers/sns-emulator';
import { type RunningTls, startTlsServer } from '../servers/tls-server';
import { type Bundle, invoke, type Run, synthesise } from './bundle';

const NOW = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'bundle-'));

let authority: Authority;
let bundle: Bundle;
let sns: SnsEmulator;
let snsProxy: FaultProxy;
let acm: AcmServer;
let shop: RunningTls;
let database: Embedded;
let dynamoProxy: FaultProxy;

async function certificate(daysLeft: number) {
  const dates = { notBefore: NOW + (daysLeft - 90) * DAY, notAfter: NOW + daysLeft * DAY };
  const issued = await authority.issue({ name: 'shop.example', names: ['shop.example'], ...dates });
  return { certificate: issued.fullChain, key: issued.key };
}

beforeAll(async () => {
  authority = await createAuthority({ name: 'Test Root' });
  const ca = join(folder, 'ca file.pem');
  writeFileSync(ca, authority.certificate);
  bundle = synthesise(join(folder, 'cdk.out'), { ca, allowAddresses: '127.0.0.1' });
  sns = await startSns();
  snsProxy = await startFaultProxy(sns.endpoint);
  acm = await startAcm({
    certificates: [
      acmCertificate('balancer.example', { KeyAlgorithm: 'EC_prime256v1', NotAfter: new Date(NOW + 5.5 * DAY) }),
      acmCertificate('calm.example', { NotAfter: new Date(NOW + 300 * DAY) }),
    ],
  });
}, 120_000);

afterAll(async () => {
  await Promise.all([sns?.close(), snsProxy?.close(), acm?.close()]);
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  shop = await startTlsServer(await certificate(10.5));
  database = await openEmbedded(undefined);
  dynamoProxy = await startFaultProxy(`http://127.0.0.1:${(await database.client.config.endpoint?.())?.port}`);
  snsProxy.plan = () => undefined;
  snsProxy.calls.length = 0;
  acm.calls.length = 0;
  await sns.received();
  await openTargets(database.client, EMBEDDED_TABLES.targets).put([
    {
      target: `https://shop.example:${shop.port}`,
      address: '127.0.0.1',
      trust: 'private',
      client: 'Contoso',
      owner: 'anna',
    },
    { target: 'dated:Licence', expires: new Date(NOW + 2 * DAY).toISOString(), client: 'Contoso' },
    { target: 'acm:eu-west-1', client: 'Fabrikam' },
    { target: 'gopher://x', client: 'Fabrikam' },
  ]);
});

afterEach(async () => {
  await Promise.all([shop.close(), dynamoProxy.close()]);
  await database.close();
});

async function sweepOnce(onStart?: (child: ChildProcess) => void, more: Record<string, string> = {}): Promise<Run> {
  const { accessKeyId, secretAccessKey } = await database.client.config.credentials();
  const environment = {
    [ENVIRONMENT.targetsTable]: EMBEDDED_TABLES.targets,
    [ENVIRONMENT.resultsTable]: EMBEDDED_TABLES.results,
    [ENVIRONMENT.topicArn]: sns.topicArn,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoProxy.endpoint,
    AWS_ENDPOINT_URL_SNS: snsProxy.endpoint,
    AWS_ENDPOINT_URL_ACM: acm.endpoint,
    ...more,
  };
  return invoke(bundle, environment, onStart);
}

function latest() {
  return openResults(database.client, EMBEDDED_TABLES.results).latest();
}

/** The lines of a message's summary, which name each notice once: `CRITICAL: balancer.example expires …`. */
function told(messages: readonly Received[]): string[] {
  return messages
    .map(({ attributes, subject }) => `${attributes.client} ${attributes.severity} ${attributes.event} ${subject}`)
    .sort();
}

const FIRST = [
  expect.stringMatching(/^Contoso critical \["due"\] \[CRITICAL\] Contoso: 2 notices, soonest .*Licence.* in /),
  expect.stringMatching(
    /^Fabrikam critical \["due","broken"\] \[CRITICAL\] Fabrikam: 2 notices, soonest balancer\.example \(ACM eu-west-1\) in 5 days$/,
  ),
];

describe('the bundled function', () => {
  test('goes the whole way from rows to messages, says each thing once, and sees the renewal', async () => {
    const first = await sweepOnce();
    expect(first).toMatchObject({ code: 0, answer: { targets: 6, critical: 2, warning: 2, noticesSent: 4 } });
    const messages = await sns.received();
    expect(told(messages)).toEqual(FIRST);
    expect(messages.find(({ attributes }) => attributes.client === 'Contoso')?.text).toContain('Owner: anna');
    expect([...(await latest()).keys()].filter((target) => target.startsWith('arn:'))).toHaveLength(2);

    expect(await sweepOnce()).toMatchObject({ code: 0, answer: { noticesSent: 0, recorded: 0 } });
    expect(await sns.received()).toEqual([]);

    shop.replace(await certificate(89));
    expect(await sweepOnce()).toMatchObject({ code: 0, answer: { noticesSent: 1, recorded: 1 } });
    expect(told(await sns.received())).toEqual([
      expect.stringMatching(/^Contoso ok \["replaced"\] \[OK\] shop\.example:\d+ has been renewed \(Contoso\)$/),
    ]);
  }, 60_000);

  test('says in metrics and log what it did', async () => {
    const { log } = await sweepOnce();
    const metrics = log.split('\n').find((line) => line.includes('"_aws"'));
    expect(JSON.parse(metrics ?? '{}')).toMatchObject({
      service: 'notafter',
      SweepCompleted: 1,
      Targets: 6,
      NoticesSent: 4,
    });
    expect(log).toContain('"message":"The sweep is complete"');
  }, 60_000);

  test('says of itself, to operations too, what keeps notices from arriving', async () => {
    const { code, log } = await sweepOnce(undefined, { [ENVIRONMENT.operationsTopicArn]: sns.topicArn });
    expect(code).toBe(0);
    expect(log).toMatch(/"Undeliverable":0[,}]/);
    // Both topics are the same here, and the queue at its end has subscribed without a filter.
    const own = (await sns.received()).filter(({ attributes }) => attributes.kind === '["monitor"]');
    expect(own.map(({ text }) => /\[(canary-missing)\]/.exec(text)?.[1])).toEqual(['canary-missing', 'canary-missing']);
    expect((await latest()).get('monitor:cloud')).toMatchObject({ severity: 'warning', kind: 'monitor' });
  }, 60_000);
});

describe('calls that fail for a while are made again', () => {
  const twice =
    (code: string, status: number) =>
    (_: string, count: number): Fault | undefined =>
      count <= 2 ? { do: 'fail', status, code } : undefined;

  test.each([
    [
      'DynamoDB throttles',
      () => {
        dynamoProxy.plan = twice('ProvisionedThroughputExceededException', 400);
      },
    ],
    [
      'DynamoDB cuts the connection',
      () => {
        dynamoProxy.plan = (_, count) => (count === 1 ? { do: 'cut' } : undefined);
      },
    ],
    [
      'SNS throttles',
      () => {
        snsProxy.plan = twice('Throttled', 429);
      },
    ],
    [
      'SNS fails',
      () => {
        snsProxy.plan = twice('InternalError', 500);
      },
    ],
    [
      'SNS cuts the connection',
      () => {
        snsProxy.plan = (_, count) => (count === 1 ? { do: 'cut' } : undefined);
      },
    ],
  ])(
    'when %s',
    async (_, arrange) => {
      arrange();
      expect(await sweepOnce()).toMatchObject({ code: 0, answer: { noticesSent: 4 } });
      expect(told(await sns.received())).toEqual(FIRST);
    },
    60_000,
  );
});

describe('what stays broken is an error of the function, and nothing is lost', () => {
  test('when SNS is down, notices wait for the next sweep', async () => {
    snsProxy.plan = () => ({ do: 'fail', status: 500, code: 'InternalError' });
    const run = await sweepOnce();
    expect(run.code).toBe(1);
    expect(run.log).toMatch(/stays in the outbox/);
    expect(run.log).not.toContain('"SweepCompleted":1');
    snsProxy.plan = () => undefined;
    expect(await sweepOnce()).toMatchObject({ code: 0, answer: { noticesSent: 4 } });
    expect(told(await sns.received())).toEqual(FIRST);
  }, 120_000);

  test('when one result cannot be recorded, all others are, and are told', async () => {
    dynamoProxy.plan = (operation, count) =>
      operation === 'PutItem' && count === 1 ? { do: 'fail', status: 400, code: 'ValidationException' } : undefined;
    const run = await sweepOnce();
    expect(run.code).toBe(1);
    expect(run.log).toMatch(/could not be recorded/);
    dynamoProxy.plan = () => undefined;
    expect((await sweepOnce()).code).toBe(0);
    expect(told(await sns.received()).join('\n')).toMatch(/Contoso.*\n.*Fabrikam/);
    expect((await latest()).size).toBe(6);
  }, 60_000);

  test('when the rows cannot be read, nothing is taken for removed', async () => {
    await sweepOnce();
    dynamoProxy.plan = (operation) =>
      operation === 'Scan' ? { do: 'fail', status: 400, code: 'AccessDeniedException' } : undefined;
    expect((await sweepOnce()).code).toBe(1);
    expect((await latest()).size).toBe(6);
  }, 60_000);
});

describe('a function that is killed loses nothing and says nothing more than twice', () => {
  /** Each call that a sweep makes while it records, sends and strikes, and the moment around it. */
  const GAPS = [
    ['before the first result is recorded', 'dynamo', 'PutItem', 'before'],
    ['after the first result was recorded', 'dynamo', 'PutItem', 'after'],
    ['before the outbox is read', 'dynamo', 'BatchGetItem', 'before'],
    ['before the first message is sent', 'sns', 'Publish', 'before'],
    ['after the first message was sent, before it is struck', 'sns', 'Publish', 'after'],
    ['before the first notice is struck', 'dynamo', 'UpdateItem', 'before'],
    ['after the first notice was struck, before the next is', 'dynamo', 'UpdateItem', 'after'],
  ] as const;

  test.each(GAPS)(
    '%s',
    async (_, service, operation, moment) => {
      let child: ChildProcess | undefined;
      const kill = () => child?.kill('SIGKILL');
      const proxy = service === 'sns' ? snsProxy : dynamoProxy;
      proxy.plan = (called) => (called === operation ? { do: 'run', [moment]: kill } : undefined);
      const killed = await sweepOnce((started) => {
        child = started;
      });
      expect(killed.code).toBeNull();

      proxy.plan = () => undefined;
      expect((await sweepOnce()).code).toBe(0);
      expect((await sweepOnce()).answer).toMatchObject({ noticesSent: 0 });
      const texts = (await sns.received()).map(({ text }) => text);
      for (const what of ['shop.example', 'Licence', 'balancer.example', 'gopher']) {
        const times = texts.filter((text) => text.includes(what)).length;
        expect([what, times]).toEqual([what, expect.any(Number)]);
        expect(times).toBeGreaterThanOrEqual(1);
        expect(times).toBeLessThanOrEqual(2);
      }
    },
    60_000,
  );
});
