import {
  type BatchGetCommandInput,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import type { Finding } from '../../lambda/core/finding';
import { NOTHING_TOLD } from '../../lambda/core/memory';
import { documentClient } from '../../lambda/store/document-client';
import { openResults } from '../../lambda/store/dynamo-results';
import type { ResultsTable } from '../../lambda/store/results-table';
import { intercept } from './intercept';
import { entry, inOutbox, NOW, notice, quiet, rich } from './results';
import { keepsThePromisesOfAResultsTable } from './results-contract';

const TableName = EMBEDDED_TABLES.results;

let embedded: Embedded;
let documents: DynamoDBDocumentClient;
let poison: string[];
let results: ResultsTable;

async function open(): Promise<ResultsTable> {
  embedded = await openEmbedded(undefined);
  documents = documentClient(embedded.client);
  poison = [];
  results = openResults(embedded.client, TableName, {
    onPoison: (sentence) => poison.push(sentence),
    wait: async () => {},
  });
  return results;
}

afterEach(() => embedded.close());

describe('the Results table in DynamoDB', () => {
  keepsThePromisesOfAResultsTable(open);
});

describe('items of the Results table', () => {
  beforeEach(open);

  test('a latest item is read by people and found by both indexes', async () => {
    await results.record(rich('mail'), []);
    expect(await item('mail', 'latest')).toMatchObject({
      kind: 'tls',
      client: 'Contoso',
      outbox: 'Contoso',
      severity: 'critical',
      what: 'Contoso “Web” CA 😀\u0007\u2028',
      expires: '2026-11-23T10:00:00.124Z',
      expiryMonth: '2026-11',
      notBefore: '1906-08-16T20:26:39.999Z',
      since: '2026-11-22T10:00:00.122Z',
      checkedAt: '2026-11-22T10:00:00.130Z',
      findings: [{ reason: 'unreachable', sentence: 'Nobody answers.' }, {}],
    });
  });

  test('a result with nothing pending is not in the outbox index, one without a date is in the byExpiry index', async () => {
    const { expiry, ...dateless } = quiet('mail');
    await results.record(dateless, []);
    const stored = await item('mail', 'latest');
    expect(stored).toMatchObject({ expires: 'none', expiryMonth: 'none' });
    expect(stored).not.toHaveProperty('outbox');
  });

  test('a result of a client without a name is in the outbox index all the same', async () => {
    await results.record(quiet('mail', { client: '', pending: [notice('mail')] }), []);
    expect(await item('mail', 'latest')).toMatchObject({ client: '', outbox: '-' });
  });

  test('a line of history says what happened, and goes away after the days that were asked for', async () => {
    const expiry = rich('mail').expiry;
    await openResults(embedded.client, TableName, { historyDays: 10 }).record(quiet('mail'), [
      entry('mail', { ...(expiry && { expiry }) }),
    ]);
    expect(await item('mail', '2026-11-22T10:00:00.123Z#due')).toStrictEqual({
      target: 'mail',
      record: '2026-11-22T10:00:00.123Z#due',
      event: 'due',
      severity: 'warning',
      summary: 'It expires.',
      findings: [],
      expiryOf: 'intermediate',
      what: 'Contoso “Web” CA 😀\u0007\u2028',
      expires: '2026-11-23T10:00:00.124Z',
      notBefore: '1906-08-16T20:26:39.999Z',
      issuer: 'CN=Contoso Root, O=Contoso',
      serial: '00FF',
      sha256: 'ab'.repeat(32),
      unused: true,
      served: true,
      renewsBy: '2026-11-23T10:00:00.126Z',
      ttl: Date.parse('2026-12-02T10:00:00Z') / 1000,
    });
  });

  test('history is kept for 400 days unless asked otherwise', async () => {
    await results.record(quiet('mail'), [entry('mail')]);
    expect(await item('mail', '2026-11-22T10:00:00.123Z#due')).toMatchObject({
      ttl: Math.floor(NOW / 1000) + 400 * 86_400,
    });
  });

  test('retiring leaves the history and adds a line to it', async () => {
    await results.record(quiet('mail'), [entry('mail')]);
    await results.retire(quiet('mail'), entry('mail', { event: 'removed', at: NOW + 1 }));
    const { Items = [] } = await documents.send(new ScanCommand({ TableName }));
    expect(Items.map(({ record }) => record).sort()).toStrictEqual([
      '2026-11-22T10:00:00.123Z#due',
      '2026-11-22T10:00:00.124Z#removed',
    ]);
  });

  test('a result that is too large for DynamoDB is recorded with what matters of it', async () => {
    const finding: Finding = { reason: 'unreachable', severity: 'warning', sentence: '😀'.repeat(3_000) };
    const findings = Array<Finding>(200).fill(finding);
    const events = ['expired', 'overdue', 'due', 'broken', 'unreachable', 'replaced', 'recovered'] as const;
    const pending = events.map((event) => notice('mail', { event, findings, notes: '😀'.repeat(500) }));
    const addresses = Array.from({ length: 500 }, (_, i) => ({ address: `a${i}`, failure: '😀'.repeat(3_000) }));
    const huge = quiet('mail', { findings, pending, addresses, summary: 'x'.repeat(100_000) });
    expect(await results.record(huge, [entry('mail', { findings, summary: huge.summary })])).toBe('recorded');
    const read = await results.read('mail');
    expect(read?.findings).toHaveLength(50);
    expect(read?.addresses).toHaveLength(32);
    expect(read?.pending.map(({ event }) => event)).toStrictEqual(events);
    expect(read?.memory).toStrictEqual(huge.memory);
    expect(poison).toStrictEqual([]);
  });
});

describe('many results', () => {
  beforeEach(open);

  test('latest reads every page of more than a megabyte, with history around', async () => {
    const long = Array.from({ length: 10 }, (_, i): Finding => {
      return { reason: 'expiring', severity: 'info', sentence: `${i} ${'x'.repeat(800)}` };
    });
    const targets = Array.from({ length: 300 }, (_, i) => `host-${i}`);
    await Promise.all(
      targets.map((target) => results.record(quiet(target, { findings: long }), [entry(target, { findings: long })])),
    );
    const asked = countOperations();
    const latest = await results.latest();
    expect(asked.get('Scan')).toBeGreaterThan(1);
    expect([...latest.keys()].sort()).toStrictEqual([...targets].sort());
    expect(latest.get('host-7')).toStrictEqual(quiet('host-7', { findings: long }));
    const askedFor = countOperations();
    expect((await results.latest(10)).size).toBeGreaterThanOrEqual(10);
    expect(askedFor.get('Scan')).toBe(1);
    const handedOn: string[] = [];
    await results.eachResult(({ target }) => handedOn.push(target));
    expect(handedOn.sort()).toStrictEqual([...targets].sort());
  });

  test('the outbox holds more than fit into one answer', async () => {
    const findings = Array<Finding>(50).fill({ reason: 'expiring', severity: 'info', sentence: 'x'.repeat(500) });
    const targets = Array.from({ length: 130 }, (_, i) => `host-${i}`);
    await Promise.all(
      targets.map((target) => results.record(quiet(target, { findings, pending: [notice(target)] }), [])),
    );
    const asked = countOperations();
    const outbox = await inOutbox(results, targets.slice(0, 50));
    expect(asked.get('BatchGetItem')).toBeGreaterThan(2);
    expect(outbox.map(({ target }) => target).sort()).toStrictEqual([...targets].sort());
  });

  test('the outbox is read some batches at a time, and handed over by the batch', async () => {
    await Promise.all(
      Array.from({ length: 130 }, (_, i) => results.record(quiet(`${i}`, { pending: [notice(`${i}`)] }), [])),
    );
    const [sizes, underWay] = [[] as number[], [] as number[]];
    let now = 0;
    intercept(embedded.client, async ({ operation, pass }) => {
      if (operation !== 'BatchGetItem') return pass();
      underWay.push(++now);
      return pass().finally(() => now--);
    });
    await results.outbox(
      Array.from({ length: 3_000 }, (_, i) => `${i}`),
      ({ length }) => sizes.push(length),
    );
    expect([Math.max(...sizes), sizes.reduce((sum, size) => sum + size, 0)]).toEqual([100, 130]);
    expect([underWay.length, Math.max(...underWay)]).toEqual([30, 8]);
  });

  test('what DynamoDB keeps not reading is an error and not an empty outbox', async () => {
    intercept(embedded.client, async ({ operation, input, pass }) =>
      operation === 'BatchGetItem' ? { Responses: {}, UnprocessedKeys: input.RequestItems } : pass(),
    );
    await expect(inOutbox(results, ['a', 'b'])).rejects.toThrow('2 of 2 items of results could not be read');
  });
});

describe('crashes and races', () => {
  beforeEach(open);

  const crash = (operation: string) =>
    intercept(embedded.client, async (asked) => {
      if (asked.operation === operation) throw new Error('the power went out');
      return asked.pass();
    });

  test('a crash before the result is written leaves a spare line of history', async () => {
    crash('PutItem');
    await expect(results.record(quiet('a'), [entry('a')])).rejects.toThrow('the power went out');
    expect(await results.read('a')).toBeUndefined();
    expect(await item('a', '2026-11-22T10:00:00.123Z#due')).toBeDefined();
  });

  test('a crash before the history is written leaves nothing', async () => {
    crash('BatchWriteItem');
    await expect(results.record(quiet('a'), [entry('a')])).rejects.toThrow('the power went out');
    expect(await results.read('a')).toBeUndefined();
  });

  test('history that DynamoDB keeps turning away is an error, and the result is not written without it', async () => {
    intercept(embedded.client, async ({ operation, input, pass }) =>
      operation === 'BatchWriteItem' ? { UnprocessedItems: input.RequestItems } : pass(),
    );
    await expect(results.record(quiet('a'), [entry('a')])).rejects.toThrow('1 lines of history were not written');
    expect(await results.read('a')).toBeUndefined();
  });

  test('a crash while retiring leaves the result to be retired again', async () => {
    await results.record(quiet('a'), []);
    crash('DeleteItem');
    await expect(results.retire(quiet('a'), entry('a', { event: 'removed' }))).rejects.toThrow('the power went out');
    expect(await results.read('a')).toStrictEqual(quiet('a'));
  });

  describe('the line that a target is no longer watched', () => {
    const line = () => item('a', '2026-11-22T10:00:00.123Z#removed');
    const retire = () => results.retire(quiet('a'), entry('a', { event: 'removed' }));
    /** Comes between the line and the deletion of the result. */
    const first = (act: () => Promise<unknown>) => {
      let done = false;
      intercept(embedded.client, async ({ operation, pass }) => {
        if (operation === 'DeleteItem' && !done) {
          done = true;
          await act();
        }
        return pass();
      });
    };

    test('is taken back where the target was recorded since it was read', async () => {
      await results.record(quiet('a'), []);
      first(() => results.record(quiet('a', { version: 2 }), []));
      await retire();
      expect([await line(), await results.read('a')]).toStrictEqual([undefined, quiet('a', { version: 2 })]);
    });

    test('stays where the answer was lost that the result is deleted, and where another sweep has deleted it', async () => {
      await results.record(quiet('a'), []);
      first(() => documents.send(new DeleteCommand({ TableName, Key: { target: 'a', record: 'latest' } })));
      await retire();
      expect([await line(), await results.read('a')]).toStrictEqual([expect.anything(), undefined]);
    });

    test('that cannot be taken back is an error', async () => {
      await results.record(quiet('a', { version: 1 }), []);
      await results.record(quiet('a', { version: 2 }), []);
      crash('GetItem');
      await expect(retire()).rejects.toThrow('the power went out');
    });
  });

  test('what was just recorded is told although the index does not show it yet', async () => {
    await results.record(quiet('a', { pending: [notice('a')] }), []);
    intercept(embedded.client, async ({ operation, pass }) => (operation === 'Scan' ? { Items: [] } : pass()));
    expect((await inOutbox(results, ['a'])).map(({ target }) => target)).toStrictEqual(['a']);
  });

  test('what was struck is not told again although the index still shows it', async () => {
    await results.record(quiet('a', { pending: [notice('a')] }), []);
    await results.strike('a', [notice('a')]);
    const stale = { Items: [{ target: 'a', record: 'latest', outbox: 'Contoso' }] };
    intercept(embedded.client, async ({ operation, pass }) => (operation === 'Scan' ? stale : pass()));
    expect(await inOutbox(results, [])).toStrictEqual([]);
  });

  test('a notice that is recorded in the midst of striking another one stays', async () => {
    const [sent, later] = [notice('a'), notice('a', { event: 'broken', at: NOW + 1 })];
    await results.record(quiet('a', { pending: [sent] }), []);
    let raced = false;
    intercept(embedded.client, async ({ operation, pass }) => {
      if (operation === 'UpdateItem' && !raced) {
        raced = true;
        await results.record(quiet('a', { pending: [sent, later], version: 2 }), []);
      }
      return pass();
    });
    await results.strike('a', [sent]);
    expect(await results.read('a')).toStrictEqual(quiet('a', { pending: [later], version: 3 }));
    expect(await item('a', 'latest')).toHaveProperty('outbox', 'Contoso');
  });

  test('two that strike at the same time strike both', async () => {
    const [one, other] = [notice('a'), notice('a', { event: 'broken' })];
    await results.record(quiet('a', { pending: [one, other] }), []);
    await Promise.all([results.strike('a', [one]), results.strike('a', [other])]);
    expect(await results.read('a')).toStrictEqual(quiet('a', { version: 3 }));
    expect(await item('a', 'latest')).not.toHaveProperty('outbox');
  });

  test('striking gives up with an error when others never stop writing', async () => {
    await results.record(quiet('a', { pending: [notice('a')] }), []);
    let updates = 0;
    intercept(embedded.client, async ({ operation, pass }) => {
      if (operation !== 'UpdateItem') return pass();
      updates++;
      throw Object.assign(new Error('no'), { name: 'ConditionalCheckFailedException' });
    });
    await expect(results.strike('a', [notice('a')])).rejects.toThrow('what was sent about a could not be struck');
    expect(updates).toBe(5);
  });

  test('whatever is decided by a read is decided by the table as it stands now', async () => {
    await results.record(quiet('a', { pending: [notice('a')] }), []);
    const consistent: unknown[] = [];
    intercept(embedded.client, async ({ operation, input, pass }) => {
      const { RequestItems }: Partial<BatchGetCommandInput> = input;
      if (operation === 'GetItem') consistent.push(input.ConsistentRead);
      if (operation === 'BatchGetItem') consistent.push(RequestItems?.[TableName]?.ConsistentRead);
      return pass();
    });
    await results.read('a');
    await inOutbox(results, ['a']);
    await results.strike('a', [notice('a')]);
    expect(consistent).toStrictEqual([true, true, true]);
  });

  test('another error than a lost race is not taken for one', async () => {
    crash('PutItem');
    await expect(results.record(quiet('a'), [])).rejects.toThrow('the power went out');
  });
});

describe('items that cannot be understood', () => {
  beforeEach(open);

  /** What a person, or another version of the program, made of the item. */
  async function spoil(target: string, change: Record<string, unknown>): Promise<void> {
    await documents.send(new PutCommand({ TableName, Item: { ...(await item(target, 'latest')), ...change } }));
  }

  test.each([
    ['an attribute is missing', { summary: undefined }, '“summary” is missing'],
    ['a text is a number', { client: 7 }, '“client” is not text'],
    ['a number is a text', { version: 'two' }, '“version” is not a number'],
    ['a truth is a text', { seen: 'yes' }, '“seen” is not true or false'],
    ['what is either true or absent is false', { unused: false }, '“unused” is not true'],
    ['a time is none', { checkedAt: 'yesterday' }, '“checkedAt” is not a time'],
    ['the date is none', { expires: 'soon' }, '“expires” is not a time'],
    ['the kind is of another version', { kind: 'carrier-pigeon' }, '“kind” is not a word that is known'],
    ['a finding is a text', { findings: ['expired'] }, '“findings” is not a map'],
    ['the findings are a set', { findings: new Set(['a']) }, '“findings” is not a list'],
    ['the memory is a list', { memory: [] }, '“memory” is not a map'],
    [
      'what is remembered lacks its time',
      { memory: { ...NOTHING_TOLD, told: { unreachable: {} } } },
      '“at” is missing',
    ],
    [
      'a reason is unknown',
      { findings: [{ reason: 'bad', severity: 'ok', sentence: 'x' }] },
      '“reason” is not a word that is known',
    ],
    [
      'what was told is another version’s',
      { memory: { ...NOTHING_TOLD, told: { faults: { at: 1 } } } },
      '“keys” is missing',
    ],
    ['a notice is not one', { pending: [{}], outbox: 'Contoso' }, '“event” is missing'],
  ])('when %s, the others are read, it is said, and the next look writes it anew', async (_, change, why) => {
    await results.record(quiet('good'), []);
    for (const version of [1, 2]) await results.record(quiet('bad', { version }), []);
    await spoil('bad', change);

    expect([...(await results.latest()).keys()]).toStrictEqual(['good']);
    const handedOn: string[] = [];
    await results.eachResult(({ target }) => handedOn.push(target));
    expect(handedOn).toStrictEqual(['good']);
    expect(poison).toHaveLength(2);
    expect(poison[1]).toBe(poison[0]);
    expect(poison[0]).toContain('The result of bad cannot be understood');
    expect(poison[0]).toContain(why);
    expect(await results.read('bad')).toBeUndefined();
    expect(await inOutbox(results, ['bad'])).toStrictEqual([]);
    await results.strike('bad', [notice('bad')]);

    expect(await results.record(quiet('bad'), [])).toBe('recorded');
    expect(await results.read('bad')).toStrictEqual(quiet('bad'));
  });

  test('a result that was read before its item was spoilt is written over it', async () => {
    await results.record(quiet('bad'), []);
    await spoil('bad', { kind: 'carrier-pigeon', version: 9 });
    expect(await results.record(quiet('bad', { version: 2 }), [])).toBe('recorded');
    expect(await results.read('bad')).toStrictEqual(quiet('bad', { version: 2 }));
  });

  test('when it lost its place in the index, it is found at the write and decided anew', async () => {
    for (const version of [1, 2]) await results.record(quiet('bad', { version }), []);
    await spoil('bad', { expiryMonth: undefined });
    expect(await results.latest()).toStrictEqual(new Map());
    expect(await results.record(quiet('bad'), [])).toBe('outdated');
    expect(await results.read('bad')).toStrictEqual(quiet('bad', { version: 2 }));
  });

  test('an item that somebody mended in the midst of writing it anew is left as it is', async () => {
    for (const version of [1, 2]) await results.record(quiet('bad', { version }), []);
    const good = await item('bad', 'latest');
    await spoil('bad', { kind: 'carrier-pigeon' });
    let puts = 0;
    intercept(embedded.client, async ({ operation, input, pass }) => {
      if (operation === 'PutItem' && 'ConditionExpression' in input && ++puts === 2)
        await spoil('bad', { ...good, version: 3 });
      return pass();
    });
    expect(await results.record(quiet('bad'), [])).toBe('outdated');
    expect(await results.read('bad')).toStrictEqual(quiet('bad', { version: 3 }));
  });

  test('an item that lost its version in the midst of writing it anew is left to the next try', async () => {
    for (const version of [1, 2]) await results.record(quiet('bad', { version }), []);
    await spoil('bad', { kind: 'carrier-pigeon' });
    let spoilt = false;
    intercept(embedded.client, async ({ operation, pass }) => {
      if (operation === 'GetItem' && !spoilt) {
        spoilt = true;
        await spoil('bad', { version: undefined });
      }
      return pass();
    });
    expect(await results.record(quiet('bad'), [])).toBe('outdated');
    expect(await results.record(quiet('bad'), [])).toBe('recorded');
  });

  test('attributes that this version does not know are left out', async () => {
    await results.record(quiet('a'), []);
    await spoil('a', { colour: 'red' });
    expect(await results.read('a')).toStrictEqual(quiet('a'));
  });
});

function countOperations(): Map<string, number> {
  const asked = new Map<string, number>();
  intercept(embedded.client, async ({ operation, pass }) => {
    asked.set(operation, (asked.get(operation) ?? 0) + 1);
    return pass();
  });
  return asked;
}

async function item(target: string, record: string): Promise<Record<string, unknown> | undefined> {
  return (await documents.send(new GetCommand({ TableName, Key: { target, record } }))).Item;
}
