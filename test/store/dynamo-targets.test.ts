import { setImmediate } from 'node:timers/promises';
import { type BatchWriteCommandInput, PutCommand } from '@aws-sdk/lib-dynamodb';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import type { Row } from '../../lambda/core/row';
import { documentClient } from '../../lambda/store/document-client';
import { openTargets } from '../../lambda/store/dynamo-targets';
import type { TargetsTable } from '../../lambda/store/targets-table';
import { intercept } from './intercept';

const TableName = EMBEDDED_TABLES.targets;

let embedded: Embedded;
let targets: TargetsTable;
let waits: number[];

beforeEach(async () => {
  embedded = await openEmbedded(undefined);
  waits = [];
  targets = openTargets(embedded.client, TableName, { wait: async (milliseconds) => waits.push(milliseconds) });
});

afterEach(() => embedded.close());

describe('the rows of the Targets table', () => {
  test('an empty table has none', async () => {
    expect(await targets.rows()).toStrictEqual([]);
    await targets.put([]);
    expect(await targets.rows()).toStrictEqual([]);
  });

  test('what is put comes back as it was, absent values left out', async () => {
    const row = {
      target: 'dated:Büro 😀 # 1',
      owner: '',
      client: 'a\u0000b\u2028',
      ttl: 7,
      enabled: false,
      notes: null,
      names: ['a'],
      map: { b: 'c' },
    };
    await targets.put([{ ...row, service: undefined, map: { a: undefined, ...row.map } }]);
    expect(await targets.rows()).toStrictEqual([row]);
  });

  test('putting replaces the row with the same key, and of two in one import the last one is kept', async () => {
    await targets.put([{ target: 'a', owner: 'old', notes: 'old' }]);
    await targets.put([{ target: 'a', owner: 'first' }, { target: 'b' }, { target: 'a', owner: 'last' }]);
    expect(await sorted()).toStrictEqual([{ target: 'a', owner: 'last' }, { target: 'b' }]);
  });

  test('all pages are read of more than a megabyte', async () => {
    const rows = Array.from({ length: 150 }, (_, i) => ({ target: `host-${i}`, notes: 'x'.repeat(10_000) }));
    await targets.put(rows);
    let scans = 0;
    intercept(embedded.client, async ({ operation, pass }) => {
      if (operation === 'Scan') scans++;
      return pass();
    });
    expect(await targets.rows()).toHaveLength(150);
    expect(scans).toBeGreaterThan(1);
    scans = 0;
    expect((await targets.rows(10)).length).toBeGreaterThanOrEqual(10);
    expect(scans).toBe(1);
  });

  test('every row is handed on once, and it ends when all are done with', async () => {
    const rows = Array.from({ length: 150 }, (_, i) => ({ target: `host-${i}`, notes: 'x'.repeat(10_000) }));
    await targets.put(rows);
    const seen: unknown[] = [];
    let [pages, reading] = [0, 0];
    await targets.eachRow(async (some) => {
      pages++;
      reading += some.length;
      await setImmediate();
      seen.push(...some.map(({ target }) => target));
      reading -= some.length;
    });
    expect(seen.sort()).toStrictEqual(rows.map(({ target }) => target).sort());
    expect([pages > 1, reading]).toEqual([true, 0]);
  });

  test('those with certain keys are read as they stand now, as many as there are, those that are not there left out', async () => {
    const rows = Array.from({ length: 101 }, (_, i) => ({ target: `host-${i}` }));
    await targets.put(rows);
    const asked: unknown[] = [];
    intercept(embedded.client, async ({ operation, input, pass }) => {
      asked.push([operation, JSON.stringify(input).includes('"ConsistentRead":true')]);
      return pass();
    });
    expect(await targets.read([])).toStrictEqual([]);
    const read = await targets.read([...rows.map(({ target }) => target), 'host-x']);
    expect(read.map(({ target }) => target).sort()).toStrictEqual(rows.map(({ target }) => target).sort());
    expect(asked).toStrictEqual([
      ['BatchGetItem', true],
      ['BatchGetItem', true],
    ]);
  });

  test.each([
    ['of a number that JavaScript holds exactly, a number is read', 20261231n, 20261231],
    ['of a number with more digits than that, a text is read', 12345678901234567890n, '12345678901234567890'],
  ])('%s', async (_, typed, read) => {
    await documentClient(embedded.client).send(new PutCommand({ TableName, Item: { target: 'a', expires: typed } }));
    expect(await targets.rows()).toStrictEqual([{ target: 'a', expires: read }]);
  });
});

describe('rows that cannot be written', () => {
  const good = (count: number) => Array.from({ length: count }, (_, i): Row => ({ target: `host-${i}` }));

  test.each([
    ['without a target', { owner: 'Anna' }, /^1 of 31 rows were not written: row 11 \(it has no “target”\)$/],
    ['with an empty target', { target: '' }, /^1 of 31 rows were not written: row 11 \(it has no “target”\)$/],
    ['with a number for a target', { target: 7 }, /row 11 \(it has no “target”\)/],
    ['with too long a target', { target: 'x'.repeat(2_049) }, /^1 of 31 rows were not written: x+… \(.*2048 bytes/],
    ['that is too large', { target: 'big', notes: 'x'.repeat(410_000) }, /^1 of 31 .* big \(Item size has exceeded/],
  ])('a row %s is named in the error, and all others are written', async (_, bad, message) => {
    const rows = [...good(30).slice(0, 10), bad, ...good(30).slice(10)];
    await expect(targets.put(rows)).rejects.toThrow(message);
    expect(await targets.rows()).toHaveLength(30);
  });

  test('of many, the first five are named and the others are counted', async () => {
    const bad = Array.from({ length: 8 }, (): Row => ({}));
    await expect(targets.put([...bad, { target: 'a' }])).rejects.toThrow(
      /^8 of 9 rows .* row 5 \([^)]+\); and 3 more$/,
    );
    expect(await targets.rows()).toStrictEqual([{ target: 'a' }]);
  });

  test('rows refused before the table failed are counted among those not written', async () => {
    let batches = 0;
    intercept(embedded.client, async ({ pass }) => {
      // The first batch, its 25 rows one by one, and the second batch.
      if (++batches > 27) throw new Error('the network went away');
      return pass();
    });
    const rows = [{ target: '' }, { target: 'x'.repeat(2_049) }, ...good(59)];
    await expect(targets.put(rows)).rejects.toThrow('12 of 61 rows were not written: the network went away');
  });

  test('a table that is not there is an error that says how many were not written, and is asked once', async () => {
    let asked = 0;
    intercept(embedded.client, async ({ pass }) => {
      asked++;
      return pass();
    });
    const missing = openTargets(embedded.client, 'no-such-table').put(good(60));
    await expect(missing).rejects.toThrow(/^60 of 60 rows were not written: .*not found/);
    expect(asked).toBe(1);
  });
});

describe('when DynamoDB turns rows away', () => {
  const rows = Array.from({ length: 10_000 }, (_, i): Row => ({ target: `host-${i}` }));
  let batches: number[];
  let stored: Set<unknown>;

  /** @param taken how many of so many in a batch it takes. */
  function turnsAway(taken: (offered: number) => number): void {
    batches = [];
    stored = new Set();
    intercept(embedded.client, async ({ input }) => {
      const { RequestItems }: Partial<BatchWriteCommandInput> = input;
      const offered = RequestItems?.[TableName] ?? [];
      batches.push(offered.length);
      const some = taken(offered.length);
      for (const { PutRequest } of offered.slice(0, some)) stored.add(PutRequest?.Item?.target);
      return { UnprocessedItems: some === offered.length ? {} : { [TableName]: offered.slice(some) } };
    });
  }

  test('ten thousand rows are written 25 at a time, without a wait where none is needed', async () => {
    turnsAway((offered) => offered);
    await targets.put(rows);
    expect(stored.size).toBe(10_000);
    expect(batches).toStrictEqual(Array(400).fill(25));
    expect(waits).toStrictEqual([]);
  });

  test('what is left of each batch is offered again until all ten thousand are taken', async () => {
    turnsAway((offered) => Math.ceil(offered / 2));
    await targets.put(rows);
    expect(stored.size).toBe(10_000);
    expect(batches.slice(0, 5)).toStrictEqual([25, 12, 6, 3, 1]);
    expect(waits).toHaveLength(1_600);
    expect(Math.max(...waits)).toBeLessThanOrEqual(50);
  });

  test('when it takes nothing more, the waits grow within bounds and the error says how many were not written', async () => {
    turnsAway((offered) => (stored.size < 1_000 ? offered : stored.size === 1_000 ? 4 : 0));
    await expect(targets.put(rows)).rejects.toThrow(/^8996 of 10000 rows were not written: DynamoDB kept turning/);
    expect(stored.size).toBe(1_004);
    expect(waits).toHaveLength(9);
    for (const [i, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(Math.min(5_000, 50 * 2 ** i));
    expect(new Set(waits).size).toBe(waits.length);
  });
});

async function sorted(): Promise<Row[]> {
  return [...(await targets.rows())].sort((a, b) => String(a.target).localeCompare(String(b.target)));
}
