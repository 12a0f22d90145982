import { setImmediate } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../lambda/store/document-client';
import { eachPage } from '../../lambda/store/each-page';
import { intercept } from './intercept';

const PAGES = 20;

let client: DynamoDBClient;
let scans: number;
let underWay: number;

beforeEach(() => {
  client = new DynamoDBClient({ region: 'eu-west-1' });
  [scans, underWay] = [0, 0];
});
afterEach(() => client.destroy());

/** A table of so many pages in each segment, of which some can fail. */
function serve(failing: (segment: unknown, page: number) => boolean): void {
  intercept(client, async ({ input: { Segment, ExclusiveStartKey } }) => {
    const page = JSON.stringify(ExclusiveStartKey ?? { N: '0' }).replace(/\D/g, '');
    scans++;
    underWay++;
    await setImmediate();
    underWay--;
    if (failing(Segment, Number(page))) throw new Error('throttled');
    const LastEvaluatedKey = { page: { N: String(Number(page) + 1) } };
    return { Items: [{ page: { N: page } }], ...(Number(page) + 1 < PAGES && { LastEvaluatedKey }) };
  });
}

/** Whatever goes on in the background has had its time. */
async function later(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await setImmediate();
}

const pages = (see: () => Promise<void>) => eachPage(documentClient(client), { TableName: 'a table' }, see);

test('all pages of all segments are handed on', async () => {
  serve(() => false);
  let seen = 0;
  await pages(async () => {
    seen++;
  });
  expect([scans, seen]).toEqual([8 * PAGES, 8 * PAGES]);
});

describe('nothing is read or handed on in the background any more', () => {
  test.each<[string, Parameters<typeof serve>[0], nth: number]>([
    ['where a page cannot be read', (segment, page) => segment === 3 && page === 1, Number.POSITIVE_INFINITY],
    ['where what is handed on cannot be taken', () => false, 10],
    ['where several fail', (_, page) => page === 2, 12],
  ])('%s', async (_, failing, nth) => {
    serve(failing);
    let [seen, seeing] = [0, 0];
    const see = async () => {
      seeing++;
      const isRefused = ++seen === nth;
      await setImmediate();
      seeing--;
      if (isRefused) throw new Error('refused');
    };
    await expect(pages(see)).rejects.toThrow(/throttled|refused/);
    const before = [seen, scans];
    expect([seeing, underWay]).toEqual([0, 0]);
    expect(scans).toBeLessThan(8 * 4);
    await later();
    expect([seen, scans]).toEqual(before);
  });
});
