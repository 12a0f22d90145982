import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { byOperation, meterDynamo, type Traffic, together, total } from '../../bench/meter';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { openLargeTables } from '../../lambda/store/dynamo-large-tables';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { notice, quiet } from '../store/results';

let database: Embedded;
let traffic: Traffic;

beforeEach(async () => {
  database = await openEmbedded(undefined);
  traffic = {};
  meterDynamo(database.client, traffic);
});
afterEach(() => database.close());

test('rows are counted as they are written, and as pages when they are read', async () => {
  const targets = openTargets(database.client, EMBEDDED_TABLES.targets);
  const notes = 'x'.repeat(1_200);
  await targets.put(Array.from({ length: 30 }, (_, i) => ({ target: `dated:${i}`, notes })));
  await targets.rows();
  expect(traffic).toEqual({
    'BatchWriteItem targets': { requests: 2, read: 0, write: 60 },
    'Scan targets': { requests: 1, read: 4.5, write: 0 },
  });
});

test('a result is counted with its indexes, and so is the strike that takes it out of the outbox', async () => {
  const results = openResults(database.client, EMBEDDED_TABLES.results);
  const told = notice('a');
  await results.record(quiet('a', { pending: [{ ...told, audience: ['owner'] }] }), []);
  await results.strike('a', [told]);
  expect(traffic).toEqual({
    'PutItem results': { requests: 1, read: 0, write: 3 },
    'GetItem results': { requests: 1, read: 1, write: 0 },
    'UpdateItem results': { requests: 1, read: 0, write: 3 },
  });
});

test('a scan for parts of items takes as much as one for the whole of them', async () => {
  const results = openResults(database.client, EMBEDDED_TABLES.results);
  for (const name of ['a', 'b', 'c']) await results.record(quiet(name, { summary: 'x'.repeat(4_000) }), []);
  await openLargeTables(database.client, EMBEDDED_TABLES).eachGlimpse(() => undefined);
  // Of its eight segments those without items take half a unit as well.
  expect(traffic['Scan results byExpiry']?.requests).toBe(8);
  expect(traffic['Scan results byExpiry']?.read).toBeGreaterThanOrEqual(5);
});

test('what several processes asked for is added up by operation', () => {
  const one = { 'Scan a': { requests: 1, read: 2, write: 0 }, 'PutItem a': { requests: 1, read: 0, write: 3 } };
  const other = { 'Scan a': { requests: 4, read: 5, write: 0 } };
  expect(together([one, other])).toEqual({ ...one, 'Scan a': { requests: 5, read: 7, write: 0 } });
  expect(total(one)).toEqual({ requests: 2, read: 2, write: 3 });
  expect(byOperation(other, 2_000)).toBe('Scan a 2.0 (2.5 units)');
});

test('what it does not know the price of is an error', async () => {
  await expect(database.client.send(new ListTablesCommand({}))).rejects.toThrow('does not know what ListTables takes');
});
