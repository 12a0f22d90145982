import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { documentClient } from '../../lambda/store/document-client';
import { openResults } from '../../lambda/store/dynamo-results';
import type { ResultsTable } from '../../lambda/store/results-table';
import { intercept } from './intercept';
import { NOW, said } from './results';

const TableName = EMBEDDED_TABLES.results;

let embedded: Embedded;
let results: ResultsTable;
let poison: string[];

beforeEach(async () => {
  embedded = await openEmbedded(undefined);
  poison = [];
  const onPoison = (sentence: string) => poison.push(sentence);
  results = openResults(embedded.client, TableName, { historyDays: 10, onPoison, wait: async () => {} });
});
afterEach(() => embedded.close());

test('a line is read by people, and goes away with the rest of the history', async () => {
  await results.keep([said('mail')]);
  const record = 'said#2026-11-22T10:00:00.123Z#owner#due';
  const { Item } = await documentClient(embedded.client).send(
    new GetCommand({ TableName, Key: { target: 'mail', record } }),
  );
  expect(Item).toStrictEqual({
    target: 'mail',
    record,
    at: '2026-11-22T10:00:00.123Z',
    audience: 'owner',
    client: 'Contoso',
    event: 'due',
    severity: 'warning',
    subject: '[WARNING] a expires in 30 days',
    text: 'It expires.',
    ttl: Date.parse('2026-12-02T10:00:00Z') / 1000,
  });
});

test('more than fits into one answer is read page by page, and no other target is read for it', async () => {
  const lines = Array.from({ length: 100 }, (_, i) =>
    said('mail', { at: NOW + i, text: `${i} ${'x'.repeat(19_000)}` }),
  );
  await results.keep([...lines, said('other')]);
  let asked = 0;
  intercept(embedded.client, ({ operation, pass }) => {
    if (operation === 'Query') asked++;
    else throw new Error(`${operation} is not needed`);
    return pass();
  });
  expect(await results.said('mail', 1_000)).toStrictEqual(lines.toReversed());
  expect(asked).toBeGreaterThan(1);
});

test('a line that was edited by hand is left out, which is said', async () => {
  await results.keep([said('mail')]);
  const edited = { target: 'mail', record: 'said#2027', text: 'x' };
  await documentClient(embedded.client).send(new PutCommand({ TableName, Item: edited }));
  expect(await results.said('mail', 10)).toStrictEqual([said('mail')]);
  expect(poison).toEqual([expect.stringMatching(/^The line mail said#2027 .*“at” is missing/)]);
});

test('lines that DynamoDB keeps turning away are an error', async () => {
  intercept(embedded.client, async ({ input }) => ({ UnprocessedItems: input.RequestItems }));
  await expect(results.keep([said('a'), said('b')])).rejects.toThrow('2 lines of history were not written');
});
