import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { documentClient } from '../../lambda/store/document-client';
import { openResults } from '../../lambda/store/dynamo-results';
import { NOW } from './results';

const TableName = EMBEDDED_TABLES.results;
const MARK = { turn: 'monday', until: NOW };

let embedded: Embedded;

beforeEach(async () => {
  embedded = await openEmbedded(undefined);
});
afterEach(() => embedded.close());

test('a mark is read by people, and goes away with the history', async () => {
  await openResults(embedded.client, TableName, { historyDays: 10 }).markDigest({ client: 'Contoso' }, MARK);
  const Key = { target: 'client:Contoso', record: 'digest' };
  const { Item } = await documentClient(embedded.client).send(new GetCommand({ TableName, Key }));
  const ttl = Date.parse('2026-12-02T10:00:00Z') / 1000;
  expect(Item).toStrictEqual({ ...Key, turn: 'monday', until: NOW, toldUntil: '2026-11-22T10:00:00.123Z', ttl });
});

test.each([
  ['is a word', { until: 'soon', turn: 'x' }],
  ['is a time for people', { until: '2027-01-01T00:00:00Z', turn: 'x' }],
  ['is missing', { turn: 'x' }],
])('a mark whose time %s counts as absent, which is said, and is made anew', async (_, edited) => {
  const poison: string[] = [];
  const results = openResults(embedded.client, TableName, { onPoison: (sentence) => poison.push(sentence) });
  const Item = { target: 'operations', record: 'digest', ...edited };
  await documentClient(embedded.client).send(new PutCommand({ TableName, Item }));
  expect(await results.lastDigest('operations')).toBeUndefined();
  expect(poison).toEqual([expect.stringMatching(/^The mark of the last digest cannot be understood .*“until”/)]);
  await results.markDigest('operations', MARK);
  expect(await results.lastDigest('operations')).toStrictEqual(MARK);
});
