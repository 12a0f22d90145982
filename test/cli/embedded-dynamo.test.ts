import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { Level } from 'level';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { UsageError } from '../../cli/errors';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { inOutbox, notice, quiet } from '../store/results';

const SIGNED_BY_ANOTHER =
  'AWS4-HMAC-SHA256 Credential=local/20261122/local/dynamodb/aws4_request, SignedHeaders=host, Signature=00';

let folder: string;
let opened: Embedded[];

/** Closed after the test, however it ends; else the run would not end. */
async function open(where: string | undefined): Promise<Embedded> {
  const embedded = await openEmbedded(where);
  opened.push(embedded);
  return embedded;
}

beforeEach(async () => {
  opened = [];
  folder = await mkdtemp(join(tmpdir(), 'notafter-'));
});

afterEach(async () => {
  for (const { close } of opened) await close();
  await rm(folder, { recursive: true });
});

test('both tables are there at once, and what is in memory is gone after closing', async () => {
  const first = await open(undefined);
  const { TableNames } = await first.client.send(new ListTablesCommand({}));
  expect(TableNames).toStrictEqual(['results', 'targets']);
  await openTargets(first.client, EMBEDDED_TABLES.targets).put([{ target: 'a' }]);
  await first.close();
  await first.close();

  const second = await open(undefined);
  expect(await openTargets(second.client, EMBEDDED_TABLES.targets).rows()).toStrictEqual([]);
});

test('what is in a folder is there again after closing and opening, the indexes included', async () => {
  const data = join(folder, 'made', 'when missing');
  const result = quiet('a', { pending: [notice('a')] });
  const first = await open(data);
  await openTargets(first.client, EMBEDDED_TABLES.targets).put([{ target: 'a' }]);
  await openResults(first.client, EMBEDDED_TABLES.results).record(result, []);
  await first.close();

  const second = await open(data);
  const results = openResults(second.client, EMBEDDED_TABLES.results);
  expect(await openTargets(second.client, EMBEDDED_TABLES.targets).rows()).toStrictEqual([{ target: 'a' }]);
  expect(await results.latest()).toStrictEqual(new Map([['a', result]]));
  expect(await inOutbox(results, [])).toStrictEqual([result]);
});

test.each([
  ['a page in a browser that may ask first', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }],
  ['a signature with another key', { method: 'POST', headers: { authorization: SIGNED_BY_ANOTHER } }],
  ['no signature at all', { method: 'POST' }],
])('it does not answer %s', async (_, request) => {
  const { client } = await open(undefined);
  const endpoint = await client.config.endpoint?.();
  const answer = await fetch(`http://127.0.0.1:${endpoint?.port}/`, { ...request, signal: AbortSignal.timeout(5_000) });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('a second opener of a folder is told that it is in use, and the first goes on', async () => {
  const first = await open(folder);
  const second = openEmbedded(folder);
  await expect(second).rejects.toThrow(`another notafter is using ${folder}`);
  await expect(second).rejects.toBeInstanceOf(UsageError);
  expect(await openTargets(first.client, EMBEDDED_TABLES.targets).rows()).toStrictEqual([]);
});

test('a file in the place of the folder is an error that names it', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(openEmbedded(file)).rejects.toThrow(`${file} cannot be used: `);
});

test('a table that a killed process left half made is an error that says what to do', async () => {
  const level = new Level<string, unknown>(folder, { valueEncoding: 'json' });
  await level.put('table~results', { TableName: 'results', TableStatus: 'CREATING' });
  await level.close();
  await expect(openEmbedded(folder)).rejects.toThrow('the table “results” was left half made');
  await expect(openEmbedded(folder)).rejects.toThrow('half made');
});
