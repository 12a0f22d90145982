import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { DAY, iso } from '../../lambda/core/instant';
import { ENVIRONMENT, OUTPUTS } from '../../lambda/environment';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { createAuthority } from '../servers/certificates';
import { startCloudFormation } from '../servers/cloudformation-server';
import { type EventBusServer, startEventBus } from '../servers/event-bus-server';
import { type FaultProxy, startFaultProxy } from '../servers/fault-proxy';
import { type SnsEmulator, startSns } from '../servers/sns-emulator';
import { type RunningTls, startTlsServer } from '../servers/tls-server';

// The command as cron starts it on a machine inside a network, with the stack, its tables and its topics on emulators.

const NOW = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'agent-'));
const ca = join(folder, 'ca.pem');

let database: Embedded;
let dynamo: FaultProxy;
let sns: SnsEmulator;
let publishing: FaultProxy;
let bus: EventBusServer;
let intranet: RunningTls;

beforeAll(async () => {
  const authority = await createAuthority({ name: 'Inside Root' });
  writeFileSync(ca, authority.certificate);
  const dates = { notBefore: NOW - 80 * DAY, notAfter: NOW + 10.5 * DAY };
  const issued = await authority.issue({ name: 'intranet.example', names: ['intranet.example'], ...dates });
  intranet = await startTlsServer({ certificate: issued.fullChain, key: issued.key });
  sns = await startSns();
  publishing = await startFaultProxy(sns.endpoint);
  bus = await startEventBus();
});
afterAll(async () => {
  await Promise.all([intranet.close(), sns.close(), publishing.close(), bus.close()]);
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  database = await openEmbedded(undefined);
  dynamo = await startFaultProxy(`http://127.0.0.1:${(await database.client.config.endpoint?.())?.port}`);
  bus.accepted.length = 0;
  await Promise.all([sns.received(), sns.chat.received()]);
  const inside = { address: '127.0.0.1', location: 'hq', client: 'Contoso' };
  await openTargets(database.client, EMBEDDED_TABLES.targets).put([
    { target: `https://intranet.example:${intranet.port}`, trust: 'private', ...inside },
    { target: 'dated:Lift', expires: iso(NOW + 2 * DAY), ...inside, client: 'Fabrikam' },
    { target: 'dated:Licence', expires: iso(NOW + 2 * DAY) },
  ]);
});
afterEach(async () => {
  await dynamo.close();
  await database.close();
});

/** One run of the agent. @param settings of the stack, besides those that each stack has. */
function agent(settings: object, ...words: string[]): ReturnType<typeof notafter> {
  return notafter(settings, 'sweep', '--location', 'hq', ...words);
}

async function notafter(
  settings: object,
  ...words: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const { accessKeyId, secretAccessKey } = await database.client.config.credentials();
  const stack = await startCloudFormation({
    [OUTPUTS.targetsTable]: EMBEDDED_TABLES.targets,
    [OUTPUTS.resultsTable]: EMBEDDED_TABLES.results,
    [OUTPUTS.topicArn]: sns.topicArn,
    [OUTPUTS.operationsTopicArn]: sns.topicArn,
    [OUTPUTS.settings]: JSON.stringify({
      [ENVIRONMENT.targetsTable]: EMBEDDED_TABLES.targets,
      [ENVIRONMENT.resultsTable]: EMBEDDED_TABLES.results,
      [ENVIRONMENT.topicArn]: sns.topicArn,
      [ENVIRONMENT.operationsTopicArn]: sns.topicArn,
      [ENVIRONMENT.historyDays]: '30',
      [ENVIRONMENT.askCas]: 'no',
      ...settings,
    }),
  });
  const command = resolve(__dirname, '../../cli/notafter.js');
  const child = spawn(process.execPath, [command, ...words, '--stack', 'notafter'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      NO_COLOR: '1',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_ENDPOINT_URL_CLOUDFORMATION: stack.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      AWS_ENDPOINT_URL_SNS: publishing.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
      // For all that has none of its own: no test may leave this machine.
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  await stack.close();
  return { code, out, err };
}

const INSIDE = { [ENVIRONMENT.allowAddresses]: '127.0.0.1' };

async function latest(target: string) {
  return (await openResults(database.client, EMBEDDED_TABLES.results).latest()).get(target);
}

/** How long lines of the history are kept, from now. */
async function historyDays(): Promise<number[]> {
  const { Items = [] } = await database.client.send(new ScanCommand({ TableName: EMBEDDED_TABLES.results }));
  const kept = Items.flatMap(({ ttl }) => (ttl?.N ? [Math.round((Number(ttl.N) * 1000 - NOW) / DAY)] : []));
  return [...new Set(kept)];
}

/** What was called of AWS, in the words of policies. */
function calls(): string[] {
  const all = [...dynamo.calls.map((call) => `dynamodb:${call}`), ...publishing.calls.map((call) => `sns:${call}`)];
  expect(all).toEqual(expect.arrayContaining(['dynamodb:Scan', 'dynamodb:PutItem', 'sns:Publish']));
  return all;
}

/** What the policy of the example allows. */
function allowed(): string[] {
  const file = readFileSync(resolve(__dirname, '../../examples/agent/policy.json'), 'utf8');
  return JSON.parse(file).Statement.flatMap(({ Action }: { Action: string | string[] }) => Action);
}

test('looks at the rows of its location alone, tells, and records that it lives', async () => {
  const { code, out, err } = await agent(INSIDE, '--ca', ca);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/3 looked at in .*: 1 critical, 1 warning; 3 recorded, 2 notices sent; 1 left to the probers/);
  const subjects = (await sns.received()).map(({ subject }) => subject);
  expect(subjects.sort()).toEqual([expect.stringMatching(/Lift/), expect.stringMatching(/intranet\.example/)]);
  expect(await latest('monitor:hq')).toMatchObject({ location: 'hq', noticed: { life: { gaps: [] } } });
  expect(await latest('dated:Licence')).toBeUndefined();
  expect(await historyDays()).toEqual([30]);
});

/** Maintenance windows that never end. */
function always(client: string): string {
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ from: (day - 1) * 1440, to: (day * 1440) % 10_080 }));
  return JSON.stringify(days.map((window) => ({ ...window, timezone: 'UTC', client })));
}

test('a preview of a stack keeps its maintenance windows, and only reads', async () => {
  const [before, published] = [dynamo.calls.length, publishing.calls.length];
  const { code, out, err } = await notafter({ [ENVIRONMENT.maintenance]: always('Fabrikam') }, 'preview');
  expect([code, err]).toEqual([0, '']);
  expect(out.match(/^┌─ .*$/gm)).toEqual([expect.stringContaining('Licence')]);
  expect(out).toContain(`Nobody has looked yet at 1 row, of which nothing can be said: https://intranet.example:`);
  expect([...new Set(dynamo.calls.slice(before))].sort()).toEqual(['Scan']);
  expect(publishing.calls).toHaveLength(published);
});

test('tells chat and the event bus too, and keeps the maintenance windows of the stack', async () => {
  await agent(
    {
      ...INSIDE,
      [ENVIRONMENT.chatTopicArn]: sns.chat.topicArn,
      [ENVIRONMENT.eventBus]: 'default',
      [ENVIRONMENT.maintenance]: always('Contoso'),
    },
    ...['--ca', ca],
  );
  const [told, chatted] = [await sns.received(), await sns.chat.received()];
  expect([told.length, chatted.length, bus.accepted.length]).toEqual([1, 1, 1]);
  expect(told[0]?.subject).toContain('Lift');
  expect(calls().filter((call) => !allowed().includes(call))).toEqual([]);
});

test('looks at its own machine only where the stack allows it, and says that the stack has a CA which it was not given', async () => {
  const { code, err } = await agent({ [ENVIRONMENT.privateCa]: 'private-ca.pem' });
  expect([code, err]).toEqual([0, expect.stringMatching(/^notafter: the stack has a private CA.*--ca/)]);
  const { findings } = (await latest(`https://intranet.example:${intranet.port}`)) ?? { findings: [] };
  expect(findings.map(({ reason }) => reason)).toEqual(['address-refused']);
});

test('says what a stack has that is older than it', async () => {
  const stack = await startCloudFormation({ [OUTPUTS.targetsTable]: 'targets' });
  const command = resolve(__dirname, '../../cli/notafter.js');
  const child = spawn(process.execPath, [command, 'sweep', '--stack', 'old'], {
    env: {
      PATH: process.env.PATH,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL: stack.endpoint,
    },
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk));
  expect(await new Promise((done) => child.on('close', done))).toBe(3);
  expect(err).toContain('the stack “old” has no output Settings');
  await stack.close();
});
