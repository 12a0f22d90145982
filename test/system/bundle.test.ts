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
import { type EventBusServer, startEventBus } from '../servers/event-bus-server';
import { type Fault, type FaultProxy, startFaultProxy } from '../servers/fault-proxy';
import { type Received, type SnsEmulator, startSns } from '../servers/sns-emulator';
import { type RunningTls, startTlsServer } from '../servers/tls-server';
import { recordOf } from '../stages/stream';
import { type Bundle, invoke, type Run, synthesise } from './bundle';

const NOW = Date.now();

/** What no line of any log of these tests may hold. */
const SECRETS = { AWS_SECRET_ACCESS_KEY: 'a-secret-access-key', AWS_SESSION_TOKEN: 'a-session-token' };
const PRIVATE_NOTE = 'The key is in the drawer of Anna';
const folder = mkdtempSync(join(tmpdir(), 'bundle-'));

let authority: Authority;
let bundle: Bundle;
let sns: SnsEmulator;
let snsProxy: FaultProxy;
let bus: EventBusServer;
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
  // Both topics are the same here; alarms have no audience.
  sns = await startSns({ audience: ['owner', 'escalation', 'operations', { exists: false }] });
  snsProxy = await startFaultProxy(sns.endpoint);
  bus = await startEventBus();
  acm = await startAcm({
    certificates: [
      acmCertificate('balancer.example', { KeyAlgorithm: 'EC_prime256v1', NotAfter: new Date(NOW + 5.5 * DAY) }),
      acmCertificate('calm.example', { NotAfter: new Date(NOW + 300 * DAY) }),
    ],
  });
}, 120_000);

afterAll(async () => {
  await Promise.all([sns?.close(), snsProxy?.close(), bus?.close(), acm?.close()]);
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
      notes: PRIVATE_NOTE,
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

async function sweepOnce(
  onStart?: (child: ChildProcess) => void,
  event: object = {},
  more: Record<string, string> = {},
): Promise<Run> {
  const { accessKeyId } = await database.client.config.credentials();
  const environment = {
    ...SECRETS,
    AWS_ACCESS_KEY_ID: accessKeyId,
    [ENVIRONMENT.targetsTable]: EMBEDDED_TABLES.targets,
    [ENVIRONMENT.resultsTable]: EMBEDDED_TABLES.results,
    [ENVIRONMENT.topicArn]: sns.topicArn,
    [ENVIRONMENT.operationsTopicArn]: sns.topicArn,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoProxy.endpoint,
    AWS_ENDPOINT_URL_SNS: snsProxy.endpoint,
    // For all that has none of its own: no test may leave this machine.
    AWS_ENDPOINT_URL: acm.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
    ...more,
  };
  const run = await invoke(bundle, environment, onStart, event);
  for (const unsaid of [accessKeyId, ...Object.values(SECRETS), PRIVATE_NOTE]) expect(run.log).not.toContain(unsaid);
  return run;
}

function latest() {
  return openResults(database.client, EMBEDDED_TABLES.results).latest();
}

/** Since what was told of was seen no more: it is told to have ended once it has been so for a day. */
async function letADayPass(target: string): Promise<void> {
  const result = (await latest()).get(target);
  const { told } = result?.memory ?? {};
  if (result === undefined || told?.expiry?.goneSince === undefined) throw new Error(`${target} has not been renewed`);
  const expiry = { ...told.expiry, goneSince: told.expiry.goneSince - DAY };
  const later = { ...result, version: result.version + 1, memory: { ...result.memory, told: { ...told, expiry } } };
  await openResults(database.client, EMBEDDED_TABLES.results).record(later, []);
}

/** The lines of a message's summary, which name each notice once: `CRITICAL: balancer.example expires …`. */
function told(messages: readonly Received[]): string[] {
  return messages
    .map(({ attributes, subject }) => `${attributes.client} ${attributes.severity} ${attributes.event} ${subject}`)
    .sort();
}

const FIRST = [
  expect.stringMatching(/^Contoso critical \["due"\] \[CRITICAL\] Licence expires in /),
  expect.stringMatching(/^Contoso warning \["due"\] \[WARNING\] shop\.example:\d+ expires in 10 days/),
  'Fabrikam critical ["due"] [CRITICAL] balancer.example (ACM eu-west-1) expires in 5 days (Fabrikam)',
  'Fabrikam warning ["broken"] [WARNING] Row gopher://x cannot be understood (Fabrikam)',
];

describe('the bundled function', () => {
  test('goes the whole way from rows to messages, says each thing once, and sees the renewal', async () => {
    const first = await sweepOnce();
    expect(first).toMatchObject({ code: 0, answer: { targets: 7, critical: 2, warning: 2, noticesSent: 4 } });
    const messages = await sns.received();
    expect(told(messages)).toEqual(FIRST);
    expect(messages.find(({ subject }) => subject.includes('shop.example'))?.text).toContain('Owner: anna');
    expect([...(await latest()).keys()].filter((target) => target.startsWith('arn:'))).toHaveLength(2);

    expect(await sweepOnce()).toMatchObject({ code: 0, answer: { noticesSent: 0, recorded: 0 } });
    expect(await sns.received()).toEqual([]);

    shop.replace(await certificate(89));
    expect(await sweepOnce()).toMatchObject({ code: 0, answer: { noticesSent: 0, recorded: 1 } });
    await letADayPass(`https://shop.example:${shop.port}`);
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
      SweepFailures: 0,
      SweepSeconds: expect.any(Number),
      Targets: 7,
      TargetsOk: 2,
      TargetsInfo: 1,
      TargetsWarning: 2,
      TargetsCritical: 2,
      TargetsUnreachable: 0,
      TargetsLeft: 0,
      OldestLookSeconds: expect.any(Number),
      NoticesSent: 4,
      NoticesPending: 0,
      OldestNoticeSeconds: 0,
      Undeliverable: 0,
      OperationsUnheard: 0,
    });
    expect(log).toContain('"message":"The sweep is complete"');
  }, 60_000);

  test('proves that notices arrive, without disturbing anybody', async () => {
    const { log } = await sweepOnce();
    expect(log).toMatch(/"Undeliverable":0[,}]/);
    expect((await latest()).get('monitor:cloud')).toMatchObject({
      severity: 'ok',
      noticed: { delivery: { canary: expect.any(Number) } },
    });
    expect(told(await sns.received())).toEqual(FIRST);
  }, 60_000);

  test('says of itself, to operations alone, what keeps notices from arriving', async () => {
    // Its queue has subscribed without a filter.
    const { code } = await sweepOnce(undefined, {}, { [ENVIRONMENT.topicArn]: sns.chat.topicArn });
    expect(code).toBe(0);
    const kinds = async (topic: Pick<typeof sns, 'received'>) =>
      (await topic.received()).map(({ attributes }) => attributes.kind).sort();
    expect(await kinds(sns)).toEqual(['["monitor"]']);
    expect(await kinds(sns.chat)).toEqual(['["acm"]', '["dated"]', '["tls"]', '["unreadable"]']);
    const [finding] = (await latest()).get('monitor:cloud')?.findings ?? [];
    expect(finding).toMatchObject({ reason: 'canary-missing', severity: 'warning' });
  }, 60_000);
});

describe('digests', () => {
  const MONDAY = { task: 'digest', scheduledTime: '2026-11-23T06:00:00Z', withinMinutes: 10_080 };
  const digests = async () =>
    (await sns.received())
      .filter(({ attributes }) => attributes.event === '["digest"]')
      .map(({ attributes }) => `${attributes.client} ${attributes.audience}`)
      .sort();

  test('go out once, and another attempt sends what SNS did not take', async () => {
    await sweepOnce();
    await sns.received();
    snsProxy.calls.length = 0;
    acm.calls.length = 0;
    // The last is that of operations, which all the tries of the SDK do not get through.
    snsProxy.plan = (_, count) => (count > 2 ? { do: 'fail', status: 500, code: 'InternalError' } : undefined);
    expect(await sweepOnce(undefined, MONDAY)).toMatchObject({
      code: 1,
      log: expect.stringContaining('1 digest failed'),
    });
    expect(await digests()).toEqual(['Contoso owner', 'Fabrikam owner']);

    snsProxy.plan = () => undefined;
    const second = await sweepOnce(undefined, MONDAY);
    expect(second).toMatchObject({ code: 0, answer: { digestsSent: 1, sentBefore: 2 } });
    expect(second.log).toMatch(/"DigestsSent":1/);
    expect(await digests()).toEqual(['- operations']);
    expect(acm.calls).toEqual([]);
  }, 60_000);

  test.each([
    ['after the first was sent', 'sns', 'Publish', 'after'],
    ['before the first is marked as sent', 'dynamo', 'PutItem', 'before'],
    ['after the first was marked as sent', 'dynamo', 'PutItem', 'after'],
  ] as const)(
    'go out once or twice where the function is killed %s',
    async (_, service, operation, moment) => {
      await sweepOnce();
      await sns.received();
      let child: ChildProcess | undefined;
      const proxy = service === 'sns' ? snsProxy : dynamoProxy;
      const kill = () => child?.kill('SIGKILL');
      proxy.plan = (called) => (called === operation ? { do: 'run', [moment]: kill } : undefined);
      const killed = await sweepOnce((started) => {
        child = started;
      }, MONDAY);
      expect(killed.code).toBeNull();
      proxy.plan = () => undefined;
      expect((await sweepOnce(undefined, MONDAY)).code).toBe(0);
      const sent = await digests();
      expect(new Set(sent)).toEqual(new Set(['- operations', 'Contoso owner', 'Fabrikam owner']));
      expect(sent.length).toBeLessThanOrEqual(5);
      expect((await sweepOnce(undefined, MONDAY)).answer).toEqual({ digestsSent: 0, sentBefore: 3 });
    },
    60_000,
  );

  test('are not what an unknown task is taken for', async () => {
    const { code, log } = await sweepOnce(undefined, { task: 'digets' });
    expect([code, log]).toEqual([1, expect.stringContaining('the tasks are "sweep" and "digest"')]);
    expect(dynamoProxy.calls).toEqual([]);
  }, 60_000);
});

describe('edited rows', () => {
  const row = () => ({ target: `https://shop.example:${shop.port}`, trust: 'private' });
  const written = (minutesAgo: number) =>
    recordOf(row(), { ...row(), owner: 'anna' }, Date.now() - minutesAgo * 60_000);

  test('have their results at once, and what there is to tell goes out with the next sweep', async () => {
    const { code, answer, log } = await sweepOnce(undefined, { Records: [written(0)] });
    expect([code, answer]).toEqual([0, { looked: 1, recorded: 1, left: 0 }]);
    expect(log).toMatch(/"EditsLooked":1/);
    const results = [...(await latest()).values()];
    expect(results).toMatchObject([
      { target: row().target, seen: true, owner: 'anna', severity: 'warning', pending: [{ event: 'due' }] },
    ]);
    expect([await sns.received(), acm.calls]).toEqual([[], []]);
    expect(await sweepOnce()).toMatchObject({ code: 0, answer: { noticesSent: 4 } });
    expect(told(await sns.received())).toEqual(FIRST);
  }, 60_000);

  test('of some minutes ago are named in the log, and no table is asked', async () => {
    const { answer, log } = await sweepOnce(undefined, { Records: [written(4)] });
    expect(answer).toEqual({ looked: 0, recorded: 0, left: 1 });
    expect(log).toContain(`"targets":["${row().target}"]`);
    expect(dynamoProxy.calls).toEqual([]);
  }, 60_000);

  test('that cannot be understood fail their batch before anything is done', async () => {
    const poison = { ...written(0), dynamodb: { Keys: { target: { B: 'eA==' } } } };
    const { code, log } = await sweepOnce(undefined, { Records: [written(0), poison] });
    expect([code, log]).toEqual([1, expect.stringContaining('is of no row of Targets')]);
    expect(dynamoProxy.calls).toEqual([]);
  }, 60_000);
});

describe('with a chat channel and an event bus', () => {
  const channels = () => ({
    [ENVIRONMENT.chatTopicArn]: sns.chat.topicArn,
    [ENVIRONMENT.chatClients]: '["Contoso"]',
    [ENVIRONMENT.chatSeverity]: '["critical"]',
    [ENVIRONMENT.eventBus]: 'default',
  });
  const titles = async () =>
    (await sns.chat.received())
      .map(({ text }) => JSON.parse(text))
      .map(({ source, content }) => `${source} ${content.title}`);
  const events = () => bus.accepted.splice(0).map(({ Detail }) => JSON.parse(Detail).target);

  test('each is told what it is to be told, once, and none waits for one that fails', async () => {
    bus.plan = (call) => (call === 1 ? { do: 'fail', status: 400, code: 'AccessDeniedException' } : undefined);
    const first = await sweepOnce(undefined, {}, channels());
    expect(first).toMatchObject({ code: 1 });
    expect(first.log).toMatch(/(Contoso|Fabrikam) has to be told stays in the outbox for events: .*AccessDenied/);
    expect(told(await sns.received())).toEqual(FIRST);
    expect(await titles()).toEqual([expect.stringMatching(/^custom \[CRITICAL\] .*Licence.* in .* \(Contoso\)$/)]);
    expect(events()).toHaveLength(2);

    expect(await sweepOnce(undefined, {}, channels())).toMatchObject({ code: 0 });
    expect([await sns.received(), await titles()]).toEqual([[], []]);
    expect(events()).toHaveLength(2);
    expect(await sweepOnce(undefined, {}, channels())).toMatchObject({ code: 0, answer: { noticesSent: 0 } });
    expect(events()).toEqual([]);
  }, 60_000);
});

/** The canary goes out before all notices, and is no notice: it is counted as none. */
function timesOf(operation: string, count: number): number {
  if (operation !== 'Publish') return count;
  return count === 1 ? Number.POSITIVE_INFINITY : count - 1;
}

describe('calls that fail for a while are made again', () => {
  const twice =
    (code: string, status: number) =>
    (operation: string, count: number): Fault | undefined =>
      timesOf(operation, count) <= 2 ? { do: 'fail', status, code } : undefined;

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
        snsProxy.plan = (operation, count) => (timesOf(operation, count) === 1 ? { do: 'cut' } : undefined);
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
    expect(run.log).toMatch(/"SweepCompleted":0.*"NoticesPending":4/);
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
    expect((await latest()).size).toBe(7);
  }, 60_000);

  test('when the rows cannot be read, nothing is taken for removed', async () => {
    await sweepOnce();
    dynamoProxy.plan = (operation) =>
      operation === 'Scan' ? { do: 'fail', status: 400, code: 'AccessDeniedException' } : undefined;
    const run = await sweepOnce();
    expect([run.code, run.log]).toEqual([1, expect.stringMatching(/"SweepCompleted":0,"SweepFailures":1}/)]);
    expect((await latest()).size).toBe(7);
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
      proxy.plan = (called, count) =>
        called === operation && timesOf(called, count) === 1 ? { do: 'run', [moment]: kill } : undefined;
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
