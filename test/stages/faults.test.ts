import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { REQUEST_TIMEOUTS } from '../../lambda/aws/clients';
import { DAY, iso } from '../../lambda/core/instant';
import { snsChannel } from '../../lambda/notify/sns';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { sweep } from '../../lambda/sweep';
import { acmCertificate } from '../servers/acm-answers';
import { type FakeEstate, startEstate } from '../servers/aws-estate';
import type { Asked, Reply } from '../servers/aws-server';
import { type Fault, type FaultProxy, startFaultProxy } from '../servers/fault-proxy';
import { type SnsEmulator, startSns } from '../servers/sns-emulator';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');

/** Milliseconds until a call that is not answered is given up: long enough for a busy machine, and no longer than a test can take. */
const SOON = 2_000;

const HOW = [
  ['turns every call away as too many', { do: 'fail', status: 400, code: 'ThrottlingException' }],
  ['answers every call with an error of its own', { do: 'fail', status: 500, code: 'InternalServerError' }],
  ['cuts every connection', { do: 'cut' }],
  ['does what it is told and cuts every connection before it answers', { do: 'accept and cut' }],
  ['takes every call and answers none', { do: 'say nothing' }],
] as const satisfies readonly (readonly [string, Fault])[];

describe.each(['DynamoDB', 'SNS'] as const)('while %s', (name) => {
  let [database, sns]: [Embedded | undefined, SnsEmulator | undefined] = [undefined, undefined];
  let proxy: FaultProxy;
  let here: TestWorld;

  beforeAll(async () => {
    sns = await startSns();
  });
  afterAll(() => sns?.close());

  beforeEach(async () => {
    here = await openWorld(NOW);
    database = await openEmbedded(undefined);
    await sns?.received();
    proxy = await startFaultProxy(name === 'SNS' ? (sns?.endpoint ?? '') : await endpointOf(database));
    const given = {
      region: 'eu-west-1',
      credentials: await database.client.config.credentials(),
      maxAttempts: 2,
      requestHandler: { ...REQUEST_TIMEOUTS, requestTimeout: SOON, socketTimeout: SOON },
    };
    const own = name === 'DynamoDB' ? proxy.endpoint : await endpointOf(database);
    const client = new DynamoDBClient({ ...given, endpoint: own });
    const topic = sns?.topicArn ?? '';
    const publisher = new SNSClient({ ...given, endpoint: name === 'SNS' ? proxy.endpoint : (sns?.endpoint ?? '') });
    const world = {
      ...here.world,
      targets: openTargets(client, EMBEDDED_TABLES.targets),
      results: openResults(client, EMBEDDED_TABLES.results),
      channel: snsChannel(publisher, { notices: topic, operations: topic }),
    };
    await world.targets.put([dated('one', 10), dated('other', 2)]);
    here = { ...here, world };
  });
  afterEach(async () => {
    await here.close();
    await proxy.close();
    await database?.close();
  });

  /** What it is that failed; nothing where all went well. */
  const failuresOf = () =>
    sweep(here.world).then(
      ({ failures }) => failures,
      (error: unknown) => [String(error)],
    );
  const subjects = async () => [...new Set((await sns?.received())?.map(({ subject }) => subject))].sort();
  const BOTH = ['[CRITICAL] other expires in 2 days (Contoso)', '[WARNING] one expires in 10 days (Contoso)'];

  test.each(HOW)('%s, that is said and nothing is lost', async (_, fault) => {
    proxy.plan = () => fault;
    expect(await failuresOf()).not.toEqual([]);
    proxy.plan = () => undefined;
    const before = await subjects();
    expect(await failuresOf()).toEqual([]);
    expect([...new Set([...before, ...(await subjects())])].sort()).toEqual(BOTH);
    expect([await failuresOf(), await subjects()]).toEqual([[], []]);
  });

  test.each(HOW)('%s once, another try of the call does it', async (_, fault) => {
    proxy.plan = (_operation, count) => (count === 1 ? fault : undefined);
    expect(await failuresOf()).toEqual([]);
    proxy.plan = () => undefined;
    expect(await subjects()).toEqual(BOTH);
    expect([await failuresOf(), await subjects()]).toEqual([[], []]);
  });
});

function dated(name: string, days: number) {
  return { target: `dated:${name}`, expires: iso(NOW + days * DAY), client: 'Contoso' };
}

async function endpointOf({ client }: Embedded): Promise<string> {
  return `http://127.0.0.1:${(await client.config.endpoint?.())?.port}`;
}

describe.each([
  ['ACM', 'acm'],
  ['STS', 'sts'],
])('while %s', (_name, failing) => {
  const [HOME, CONTOSO] = ['111111111111', '222222222222'] as const;
  const made = acmCertificate('shop.example', { NotAfter: new Date(NOW + 10 * DAY) }, 'eu-west-1');
  const certificate = { ...made, CertificateArn: made.CertificateArn.replace('123456789012', CONTOSO) };
  const accounts = [
    { id: HOME, name: 'Operations' },
    { id: CONTOSO, name: 'Contoso', externalId: 'secret word', certificates: [certificate] },
  ];
  let here: TestWorld;
  let estate: FakeEstate | undefined;

  beforeEach(async () => {
    here = await openWorld(NOW);
    await here.put({ target: 'acm:eu-west-1', account: CONTOSO, client: 'Contoso' });
  });
  afterEach(async () => {
    await estate?.close();
    await here.close();
  });

  async function sweepWhere(intercept: (asked: Asked) => Reply | undefined) {
    await estate?.close();
    estate = await startEstate(accounts, { intercept });
    return here.sweep({ look: { ...here.world.look, aws: estate.aws }, lookUntil: here.now + 3_000 });
  }
  const known = () => here.world.results.read(certificate.CertificateArn);

  test.each<[string, Reply]>([
    ['turns every call away as too many', { error: 'ThrottlingException', message: 'Rate exceeded' }],
    ['answers every call with an error of its own', 'html'],
    ['cuts every connection', 'cut'],
    ['takes every call and answers none', 'silent'],
  ])('%s, what is in it goes on counting, and that it cannot be read is told', async (_, reply) => {
    expect(await sweepWhere(() => undefined)).toEqual(['Contoso: due']);
    here.now += 6 * DAY;
    const told = await sweepWhere(({ service }) => (service === failing ? reply : undefined));
    expect(told).toEqual(expect.arrayContaining(['Contoso: due']));
    expect(await known()).toMatchObject({ seen: false, severity: 'critical' });
    await sweepWhere(() => undefined);
    expect(await known()).toMatchObject({ seen: true, severity: 'critical' });
  });
});
