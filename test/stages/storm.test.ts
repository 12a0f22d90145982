import { createAws } from '../../lambda/aws/clients';
import { DAY } from '../../lambda/core/instant';
import type { Notice } from '../../lambda/core/notice';
import { notify } from '../../lambda/stages/notify';
import { MOST_AT_ONCE } from '../../lambda/stages/portions';
import type { World } from '../../lambda/stages/world';
import { type MemoryResults, memoryResults } from '../simulation/memory-tables';
import { notice, quiet } from '../store/results';

const NOW = Date.parse('2026-11-22T12:00:00Z');

/** A client of which so much is to be told is a portion by itself. */
const FULL = MOST_AT_ONCE;

let now: number;
let results: MemoryResults;
let told: string[];
/** How many targets were read at once, each time. */
let reads: number[];

beforeEach(() => {
  now = NOW;
  told = [];
  reads = [];
  const tables = memoryResults(() => undefined);
  const pending: MemoryResults['pending'] = async (targets) => {
    reads.push([...targets].length);
    return tables.pending(targets);
  };
  results = { ...tables, pending };
});

/** Puts something to tell of so many targets of each client into the outbox. */
async function outbox(counts: Record<string, number>, at = NOW): Promise<void> {
  for (const [client, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) {
      const target = `${client.toLowerCase()}-${i}`;
      await results.record(quiet(target, { client, pending: [notice(target, { client, at })] }), []);
    }
  }
}

/** How many targets of each client have something that is still to be told. */
async function left(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { client, pending } of (await results.latest()).values())
    if (pending.length > 0) counts[client] = (counts[client] ?? 0) + 1;
  return counts;
}

/** Notes who is told on which way: several messages in a row to the same are one. */
function note(to: string): void {
  if (told.at(-1) !== to) told.push(to);
}

const chat: World['chat'] = {
  publish: async ({ metadata }) => note(`${metadata.additionalContext.client} chat`),
};

function tell(changes: Partial<World> = {}) {
  return notify([], {
    results,
    channel: async ({ attributes: { client, audience } }) => note(`${client} ${audience}`),
    place: { targetsTable: 'Targets' },
    look: { now: () => now, timeout: 1_000, aws: createAws({ region: 'eu-west-1' }) },
    run: 'the storm',
    ...changes,
  });
}

test('a storm is told way by way, a portion of it at a time', async () => {
  await outbox({ A: FULL, B: FULL, C: 2, D: 1 });
  expect(await tell({ chat })).toEqual({ sent: 2 * FULL + 3, waiting: { notices: 0, oldest: 0 }, failures: [] });
  expect(told).toEqual(['A owner', 'B owner', 'C owner', 'D owner', 'A chat', 'B chat', 'C chat', 'D chat']);
  expect(reads).toEqual([FULL, FULL, 3, FULL, FULL, 3]);
  expect(await left()).toEqual({});
});

test('a client with more than a portion is told all of it', async () => {
  await outbox({ A: FULL + 7 });
  expect(await tell()).toMatchObject({ sent: FULL + 7, failures: [] });
  expect(reads).toEqual([FULL, 7]);
  expect(await left()).toEqual({});
});

describe('a way that hangs', () => {
  const slow: World['chat'] = {
    publish: async () => {
      now += 20_000;
    },
  };

  test('has half a minute in all portions together, and what it is not given any more is not read', async () => {
    await outbox({ A: FULL, B: FULL, C: 2 });
    const { failures, waiting } = await tell({ chat: slow });
    expect(failures).toEqual([expect.stringMatching(/^What C has to be told stays .* chat: it took too long/)]);
    expect(waiting).toEqual({ notices: 2, oldest: 40_000 });
    expect(reads).toEqual([FULL, FULL, 2, FULL, FULL]);
    expect(await left()).toEqual({ C: 2 });
  });

  test('loses for ever what it has not taken for three days, read or not', async () => {
    await outbox({ A: FULL, B: FULL });
    await outbox({ C: 1 }, NOW - 4 * DAY);
    const { failures, waiting } = await tell({ chat: slow });
    expect(failures).toEqual([expect.stringMatching(/^c-0: “due” is given up for chat: it took too long/)]);
    expect(waiting).toEqual({ notices: 0, oldest: 0 });
    expect(await left()).toEqual({});
  });
});

test('what another run has told while this one waited for the lease is not told again', async () => {
  await outbox({ A: 1, B: 2, C: 1 });
  const takeLease: World['results']['takeLease'] = async (lease) => {
    await results.strike('b-0', [{ event: 'due', at: NOW }]);
    await results.strike('c-0', [], { notices: [{ event: 'due', at: NOW }], by: 'sns:owner' });
    return lease;
  };
  const done = await tell({ results: { ...results, takeLease }, chat });
  expect(told).toEqual(['A owner', 'B owner', 'A chat', 'B chat', 'C chat']);
  expect(done).toEqual({ sent: 3, waiting: { notices: 0, oldest: 0 }, failures: [] });
});

describe('what an edit has superseded since the outbox was read', () => {
  /** Takes the place of what is pending, as a result does that an edit's look has led to. */
  async function supersede(target: string, more: Partial<Notice>): Promise<void> {
    const before = await results.read(target);
    if (before === undefined) throw new Error(`${target} has no result`);
    const { client } = before;
    const pending = [notice(target, { client, at: NOW + 1, ...more })];
    await results.record({ ...before, version: before.version + 1, pending }, []);
  }

  test('while this run waited for the lease is told as it is now, and struck', async () => {
    await outbox({ A: 1, B: 1 });
    const texts: string[] = [];
    const channel: World['channel'] = async ({ text }) => void texts.push(text);
    const takeLease: World['results']['takeLease'] = async (lease) => {
      await supersede('a-0', { service: 'the newer one' });
      return lease;
    };
    const done = await tell({ results: { ...results, takeLease }, channel });
    expect(done).toEqual({ sent: 2, waiting: { notices: 0, oldest: 0 }, failures: [] });
    expect(texts.filter((text) => text.includes('the newer one'))).toHaveLength(1);
    expect(await left()).toEqual({});
  });

  test('while another way was told is still owed to that one', async () => {
    const both = { audience: ['owner', 'escalation'] } as const;
    const pending = [notice('a', { client: 'A', at: NOW, ...both })];
    await results.record(quiet('a', { client: 'A', pending }), []);
    const channel: World['channel'] = async ({ attributes: { audience } }) => {
      note(audience);
      if (told.length === 1) await supersede('a', both);
    };
    expect(await tell({ channel })).toMatchObject({ sent: 1, waiting: { notices: 1 }, failures: [] });
    expect((await tell({ channel })).waiting).toEqual({ notices: 0, oldest: 0 });
    expect(told).toEqual(['escalation', 'owner', 'escalation']);
  });

  test('and is another client’s now is not told to the one whose it was, and waits for the next sweep', async () => {
    await outbox({ A: 1, B: 1 });
    const takeLease: World['results']['takeLease'] = async (lease) => {
      if (told.length === 0) await supersede('a-0', { client: 'C' });
      return lease;
    };
    const world = { results: { ...results, takeLease }, chat };
    expect(await tell(world)).toMatchObject({ sent: 1, waiting: { notices: 1 }, failures: [] });
    expect(told).toEqual(['B owner', 'B chat']);
    expect(await tell(world)).toMatchObject({ sent: 1, waiting: { notices: 0 }, failures: [] });
    expect(told).toEqual(['B owner', 'B chat', 'C owner', 'C chat']);
  });
});

describe('the lease is renewed before each message and at no other time', () => {
  let renewals: number;
  const counted = (more: Partial<World['results']> = {}) => {
    renewals = 0;
    const renewLease = async () => {
      renewals++;
      return true;
    };
    return { results: { ...results, renewLease, ...more } };
  };

  test('where a client has one message on each way', async () => {
    await outbox({ A: 1, B: 2 });
    // A chat channel has a message of its own for each of B's two.
    expect(await tell({ ...counted(), chat })).toMatchObject({ sent: 3, failures: [] });
    expect(renewals).toBe(2 + 3);
  });

  test('where a way is given no more in this sweep', async () => {
    await outbox({ A: 1, B: 1, C: 1, D: 1 });
    const slow = async () => {
      now += 20_000;
    };
    expect((await tell({ ...counted(), chat: { publish: slow } })).failures).toHaveLength(2);
    expect(renewals).toBe(4 + 2);
  });

  test('where another run has told everything meanwhile', async () => {
    await outbox({ A: 1, B: 1 });
    const takeLease: World['results']['takeLease'] = async (lease) => {
      for (const target of ['a-0', 'b-0']) await results.strike(target, [{ event: 'due', at: NOW }]);
      return lease;
    };
    expect(await tell({ ...counted({ takeLease }), chat })).toMatchObject({ sent: 0, failures: [] });
    expect(renewals).toBe(0);
  });
});

test('a run that has lost its lease reads and sends nothing more', async () => {
  await outbox({ A: FULL, B: FULL });
  const renewLease = async () => told.length === 0;
  const { failures } = await tell({ results: { ...results, renewLease } });
  expect([told, reads]).toEqual([['A owner'], [FULL]]);
  expect(failures).toEqual([expect.stringMatching(/^The lease of “notify” was lost/)]);
});

test('when the time is over no message is begun, and what is left stays for the next sweep', async () => {
  await outbox({ A: 1, B: 1, C: 1 });
  const channel: World['channel'] = async ({ attributes }) => {
    note(attributes.client);
    now += 100_000;
  };
  const { sent, waiting, failures, outOfTime } = await tell({ channel, waitUntil: NOW + 150_000 });
  expect([told, sent, waiting]).toEqual([['A', 'B'], 2, { notices: 1, oldest: 200_000 }]);
  expect([failures, outOfTime]).toEqual([[], 'There was no time to tell everybody: 1 notice stays in the outbox']);
  expect(await tell()).toEqual({ sent: 1, waiting: { notices: 0, oldest: 0 }, failures: [] });
  expect(told).toEqual(['A', 'B', 'C owner']);
});

test('when the time is over, operations and escalation have everything, and what is left is for owners and chat', async () => {
  for (const client of ['A', 'B', 'C']) {
    const pending = [
      notice(client, { client, at: NOW }),
      notice(client, { client, at: NOW, event: 'overdue', audience: ['owner', 'escalation'] }),
      notice(client, { client, at: NOW, event: 'monitor-blind', audience: ['operations'] }),
    ];
    await results.record(quiet(client, { client, pending }), []);
  }
  const channel: World['channel'] = async ({ attributes: { client, audience } }) => {
    note(`${client} ${audience}`);
    now += 10_000;
  };
  const { waiting, outOfTime } = await tell({ channel, chat, waitUntil: NOW + 65_000 });
  const first = ['A operations', 'B operations', 'C operations', 'A escalation', 'B escalation', 'C escalation'];
  expect(told).toEqual([...first, 'A owner']);
  expect(waiting?.notices).toBe(9);
  expect(outOfTime).toMatch(/^There was no time to tell everybody: 9 notices stay/);
  told = [];
  expect((await tell({ chat })).failures).toEqual([]);
  expect(told).toEqual(['B owner', 'C owner', 'A chat', 'B chat', 'C chat']);
});

test('a portion that cannot be read stays, and what was told before it counts', async () => {
  await outbox({ A: FULL, B: 1 });
  const pending: World['results']['pending'] = (targets) => {
    return [...targets].length === 1 ? Promise.reject(new Error('throttled')) : results.pending(targets);
  };
  const { sent, waiting, failures } = await tell({ results: { ...results, pending } });
  expect([sent, waiting?.notices]).toEqual([FULL, 1]);
  expect(failures).toEqual([expect.stringMatching(/could not be read again for sns:owner: Error: throttled$/)]);
});

test('when nobody can be told, no more failures are named than are read', async () => {
  await outbox(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`Client ${i}`, 1])));
  const { sent, waiting, failures } = await tell({ channel: () => Promise.reject(new Error('SNS is down')) });
  expect([sent, waiting?.notices]).toEqual([0, 100]);
  expect(failures).toHaveLength(21);
  expect(failures.at(-1)).toBe('There are more failures like these.');
});
