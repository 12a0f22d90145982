import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { meterDynamo, type Traffic } from '../../bench/meter';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
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

test('what it does not know the price of is an error', async () => {
  await expect(database.client.send(new ListTablesCommand({}))).rejects.toThrow('does not know what ListTables takes');
});
