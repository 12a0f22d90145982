import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { documentClient } from '../../lambda/store/document-client';
import { openResults } from '../../lambda/store/dynamo-results';
import { intercept } from './intercept';

const TableName = EMBEDDED_TABLES.results;
const LEASE = { of: 'notify', holder: 'run', token: 't', beat: 0 };
const KEY = { target: 'notify', record: 'lease' };

let embedded: Embedded;
beforeEach(async () => {
  embedded = await openEmbedded(undefined);
});
afterEach(() => embedded.close());

const open = () => openResults(embedded.client, TableName);

test('a lease is read by people', async () => {
  await open().takeLease(LEASE);
  const { Item } = await documentClient(embedded.client).send(new GetCommand({ TableName, Key: KEY }));
  expect(Item).toStrictEqual({ ...KEY, holder: 'run', token: 't', beat: 0 });
});

test.each([
  ['without a holder', { token: 'x', beat: 1 }],
  ['whose token is a number', { holder: 'x', token: 1, beat: 1 }],
  ['whose beat is a word', { holder: 'x', token: 'x', beat: 'one' }],
  ['with nothing in it', {}],
])('a lease that was edited by hand, %s, is nobody’s', async (_, edited) => {
  await documentClient(embedded.client).send(new PutCommand({ TableName, Item: { ...KEY, ...edited } }));
  expect(await open().takeLease(LEASE)).toStrictEqual(LEASE);
});

/** What the SDK does when a connection is cut after DynamoDB has done as it was told. */
test('a call whose answer is lost and that is made again comes to the same', async () => {
  intercept(embedded.client, async ({ operation, pass }) => {
    if (operation !== 'GetItem') await pass();
    return pass();
  });
  const results = open();
  expect(await results.takeLease(LEASE)).toStrictEqual(LEASE);
  expect(await results.renewLease(LEASE)).toBe(true);
  const next = { ...LEASE, holder: 'next', token: 'n' };
  expect(await results.takeLease(next, { ...LEASE, beat: 2 })).toStrictEqual(next);
  await results.releaseLease(next);
  expect(await results.takeLease(LEASE)).toStrictEqual(LEASE);
});
