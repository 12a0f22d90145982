import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { intercept } from './intercept';
import { quiet } from './results';

let embedded: Embedded;

beforeEach(async () => {
  embedded = await openEmbedded(undefined);
});
afterEach(() => embedded.close());

const counts = () =>
  Promise.all([
    openTargets(embedded.client, EMBEDDED_TABLES.targets).count(),
    openResults(embedded.client, EMBEDDED_TABLES.results).count(),
  ]);

test('what DynamoDB has counted is the rows of Targets, and of Results what is in the index of the latest', async () => {
  const asked: string[] = [];
  intercept(embedded.client, async ({ operation, input }) => {
    asked.push(`${operation} ${String(input.TableName)}`);
    const GlobalSecondaryIndexes = [
      { IndexName: 'outbox', ItemCount: 1 },
      { IndexName: 'byExpiry', ItemCount: 20 },
    ];
    return {
      Table: {
        ItemCount: 3_000,
        ...(input.TableName === EMBEDDED_TABLES.results && { GlobalSecondaryIndexes }),
      },
    };
  });
  expect(await counts()).toEqual([3_000, 20]);
  expect(asked.sort()).toEqual(
    [EMBEDDED_TABLES.results, EMBEDDED_TABLES.targets].map((name) => `DescribeTable ${name}`).sort(),
  );
});

test('the embedded database does not count, whatever it holds', async () => {
  await openTargets(embedded.client, EMBEDDED_TABLES.targets).put([{ target: 'a' }]);
  await openResults(embedded.client, EMBEDDED_TABLES.results).record(quiet('a'), []);
  expect(await counts()).toEqual([0, 0]);
});

test('a table that cannot be asked is an error', async () => {
  const { client } = embedded;
  await expect(openTargets(client, 'absent').count()).rejects.toThrow();
  await expect(openResults(client, 'absent').count()).rejects.toThrow();
});
