import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import type { Glimpse } from '../../lambda/core/glimpse';
import type { Row } from '../../lambda/core/row';
import { openLargeTables } from '../../lambda/store/dynamo-large-tables';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import type { LargeTables } from '../../lambda/store/large-tables';
import { intercept } from './intercept';
import { quiet, rich } from './results';

let database: Embedded;
let tables: LargeTables;

beforeEach(async () => {
  database = await openEmbedded(undefined);
  tables = openLargeTables(database.client, EMBEDDED_TABLES);
});
afterEach(() => database.close());

test('every row is handed on once, in pieces', async () => {
  const targets = Array.from({ length: 60 }, (_, i) => ({ target: `www${i}.example.com` }));
  await openTargets(database.client, EMBEDDED_TABLES.targets).put(targets);
  const seen: Row[] = [];
  let pieces = 0;
  await tables.eachRow(async (rows) => {
    pieces++;
    seen.push(...rows);
  });
  expect(seen.map(({ target }) => target).sort()).toEqual(targets.map(({ target }) => target).sort());
  expect(pieces).toBeGreaterThan(1);
});

describe('of results', () => {
  beforeEach(async () => {
    const results = openResults(database.client, EMBEDDED_TABLES.results);
    for (const result of [quiet('a'), quiet('b', { seen: false, location: 'hq', foundBy: 'acm:*' }), rich('c')])
      await results.record({ ...result, version: 1 }, []);
  });

  test('a glimpse has what a sweep has to know of each', async () => {
    const glimpses = new Map<string, Glimpse>();
    await tables.eachGlimpse((glimpse) => glimpses.set(glimpse.target, glimpse));
    const memory = { lastSeen: [] };
    expect(glimpses.get('a')).toEqual({
      target: 'a',
      kind: 'tls',
      client: 'Contoso',
      location: 'cloud',
      seen: true,
      checkedAt: quiet('a').checkedAt,
      memory,
    });
    expect(glimpses.get('b')).toMatchObject({ seen: false, location: 'hq', foundBy: 'acm:*' });
    expect(glimpses.get('c')?.memory.lastSeen).toEqual(rich('c').memory.lastSeen);
  });

  test('one that cannot be understood is passed over, and said by whoever reads the whole of it', async () => {
    const Item = { target: { S: 'd' }, record: { S: 'latest' }, expires: { S: 'x' }, expiryMonth: { S: 'y' } };
    await database.client.send(new PutItemCommand({ TableName: EMBEDDED_TABLES.results, Item }));
    const poison: string[] = [];
    const careful = openLargeTables(database.client, EMBEDDED_TABLES, {
      onPoison: (sentence) => poison.push(sentence),
    });
    const seen: string[] = [];
    await careful.eachGlimpse(({ target }) => seen.push(target));
    expect(seen.sort()).toEqual(['a', 'b', 'c']);
    expect((await careful.resultsOf(['a', 'd'])).size).toBe(1);
    expect(poison).toEqual([expect.stringContaining('The result of d cannot be understood')]);
  });

  test('the whole is read of those that are asked for, once, and absent ones are left out', async () => {
    const read = await tables.resultsOf(['a', 'c', 'a', 'nobody']);
    expect([...read.keys()].sort()).toEqual(['a', 'c']);
    expect(read.get('c')).toEqual({ ...rich('c'), version: 1 });
  });

  test('where some cannot be read no more are asked for, and that is an error', async () => {
    let asked = 0;
    intercept(database.client, async ({ operation, pass }) => {
      if (operation !== 'BatchGetItem') return pass();
      asked++;
      throw new Error('throttled');
    });
    await expect(tables.resultsOf(Array.from({ length: 3_000 }, (_, i) => `${i}`))).rejects.toThrow('throttled');
    expect(asked).toBe(8);
  });
});
