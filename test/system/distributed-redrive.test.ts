import { setImmediate } from 'node:timers/promises';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { EMBEDDED_TABLES } from '../../cli/embedded-dynamo';
import { DAY, HOUR, type Instant, iso } from '../../lambda/core/instant';
import type { Row } from '../../lambda/core/row';
import type { Subscribers } from '../../lambda/notify/subscribers';
import { sweep } from '../../lambda/sweep';
import { NOW } from '../core/builders';
import { type S3Emulator, startS3 } from '../servers/s3-emulator';
import {
  type Around,
  type Distributed,
  daysInTheName,
  distributed,
  openSide,
  type Side,
  sweepAlone,
} from './distributed-world';

// Each takes several sweeps over emulated databases, which a busy machine takes its time for.
jest.setTimeout(120_000);

let now: Instant;
let s3: S3Emulator;
/** What it all has to come to: the same without a fault. */
let alone: Side;
let spread: Side;
let machine: Distributed;
let isDown: boolean;

async function open(): Promise<Side> {
  now = NOW;
  isDown = false;
  const side = await openSide({
    now: () => now,
    probe: daysInTheName(() => isDown),
    awsEndpoint: 'http://127.0.0.1:1',
  });
  await side.world.targets.put(ROWS);
  return side;
}

beforeAll(async () => {
  s3 = await startS3();
  alone = await open();
  expect(await sweepAlone(alone)).toEqual([]);
});
afterAll(() => Promise.all([s3.close(), alone.database.close()]));

beforeEach(async () => {
  spread = await open();
  machine = distributed(spread, s3);
});
afterEach(() => spread.database.close());

const BATCHES = ['a', 'b', 'c'];

/** More than half of what a batch may have, of one client, so that no two share one; a few of them are due. */
function batchOf(client: string, [first, ...others]: readonly number[]): Row[] {
  const calm = Array.from({ length: 51 - others.length }, () => 60);
  return [first, ...others, ...calm].map((days, i) => ({ target: `days-${days}.host${i}.${client}.example`, client }));
}

const ROWS: Row[] = [
  ...batchOf('a', [10, 2]),
  ...batchOf('b', [9]),
  ...batchOf('c', [2]),
  { target: 'client:a', owner: 'anna', ownr: 'slip' },
];

/** The client whose batch it is. */
function batchIn(event: object): string {
  return /\.(\w)\.example/.exec(JSON.stringify(event))?.[1] ?? '';
}

/** These batches fail at every attempt; where they are done all the same, nobody hears of it. */
function failing(batches: readonly string[], isDone = false): Around {
  return (task) => async (event) => {
    if (!batches.includes(batchIn(event))) return task(event);
    if (isDone) await task(event);
    throw new Error('Runtime exited');
  };
}

/** Writes down which batches are looked at. */
function counting(calls: string[]): Around {
  return (task) => async (event) => {
    calls.push(batchIn(event));
    return task(event);
  };
}

const TOO_MANY = { error: 'States.ExceedToleratedFailureThreshold' };
const WELL = { output: expect.objectContaining({ failures: 0 }) };

function matters({ messages }: Side): string[] {
  return messages
    .map(({ attributes: { client, event, severity } }) => `${client} ${severity}: ${event.join(', ')}`)
    .sort();
}

/** What has come of it so far is what a sweep without a fault comes to. */
async function expectTheSame(): Promise<void> {
  const states = async (side: Side) =>
    [...(await side.results())].map(([id, { version, ...result }]) => [id, result]).sort();
  expect(await states(spread)).toEqual(await states(alone));
  await expectToldOnce();
}

/** Everything was told, nothing twice, and the next sweep has nothing to add. */
async function expectToldOnce(): Promise<void> {
  expect(matters(spread)).toEqual(matters(alone));
  expect(matters(alone).length).toBeGreaterThan(3);
  now += HOUR;
  expect(await machine.run()).toEqual(WELL);
  expect(matters(spread)).toEqual(matters(alone));
}

describe('more batches fail than are tolerated', () => {
  test('what was recorded is told at once; a redrive does the rest, and nothing twice', async () => {
    expect(await machine.run({ around: failing(['b', 'c']) })).toMatchObject(TOO_MANY);
    expect(spread.messages).toEqual([]);
    expect(await machine.announce('FAILED')).toEqual({ failures: 1, noticesSent: 2 });
    expect(matters(spread)).toEqual(['a critical: due', 'a warning: due']);
    const calls: string[] = [];
    expect(await machine.redrive({ around: counting(calls) })).toEqual(WELL);
    expect(calls.sort()).toEqual(['b', 'c']);
    await expectTheSame();
  });

  test('so it is where they had done all before they died', async () => {
    expect(await machine.run({ around: failing(['b', 'c'], true) })).toMatchObject(TOO_MANY);
    await machine.announce('FAILED');
    expect(await machine.redrive()).toEqual(WELL);
    await expectTheSame();
  });

  test('the others do not begin, until a redrive runs them too', async () => {
    machine = distributed(spread, s3, s3.s3, { distributedConcurrency: 1 });
    const calls: string[] = [];
    const none: Around = (task) => counting(calls)(failing(BATCHES)(task));
    expect(await machine.run({ around: none })).toMatchObject(TOO_MANY);
    expect(new Set(calls).size).toBe(2);
    const [manifest = ''] = (await s3.list(`sweeps/${machine.last()}/checked/`)).filter((key) =>
      key.includes('manifest'),
    );
    const { ResultFiles } = JSON.parse(await s3.get(manifest));
    expect((await s3.get(ResultFiles.PENDING[0].Key)).split('\n')).toHaveLength(1);
    const again: string[] = [];
    expect(await machine.redrive({ around: counting(again) })).toEqual(WELL);
    expect(again.sort()).toEqual(BATCHES);
    await expectTheSame();
  });

  test('in the redrive too: the next one runs what is left', async () => {
    await machine.run({ around: failing(BATCHES) });
    expect(await machine.redrive({ around: failing(['a', 'b']) })).toMatchObject(TOO_MANY);
    await machine.announce('FAILED');
    const calls: string[] = [];
    expect(await machine.redrive({ around: counting(calls) })).toEqual(WELL);
    expect(calls.sort()).toEqual(['a', 'b']);
    await expectTheSame();
  });

  test('in the redrive no more than are tolerated: the execution succeeds, and the failures are counted', async () => {
    await machine.run({ around: failing(['b', 'c']) });
    const outcome = await machine.redrive({ around: failing(['b']) });
    expect(outcome).toEqual({ output: expect.objectContaining({ failures: 1, targets: 105 }) });
  });

  test('of those that settle what was not reached', async () => {
    await machine.run();
    isDown = true;
    spread.messages.length = 0;
    for (const hours of [1, 2]) {
      now = NOW + hours * HOUR;
      const dying: Around = (task) => async (event) => {
        if (event.task === 'settle') throw new Error('Runtime exited');
        return task(event);
      };
      expect(await machine.run({ around: dying })).toMatchObject(TOO_MANY);
      await machine.announce('FAILED');
      expect(await machine.redrive()).toEqual(WELL);
    }
    expect(matters(spread)).toEqual(['- critical: monitor-blind']);
  });

  test('nothing is lost should the engine list those alone that the redrive has run', async () => {
    await machine.run({ around: failing(['b', 'c']) });
    const outcome = await machine.redrive({ forgetful: true });
    expect(outcome).toEqual({ output: expect.objectContaining({ failures: 0, targets: 105 }) });
    await expectTheSame();
  });
});

describe('a redrive and the next sweep', () => {
  beforeEach(async () => {
    expect(await machine.run({ around: failing(['b', 'c']) })).toMatchObject(TOO_MANY);
  });

  test('which has come before it: nothing is told again, and no look goes back', async () => {
    const failed = machine.last();
    now += HOUR;
    expect(await machine.run()).toEqual(WELL);
    const before = await spread.results();
    expect(await machine.redrive({}, failed)).toEqual(WELL);
    await machine.announce('FAILED', {}, failed);
    expect(await spread.results()).toEqual(before);
    await expectToldOnce();
  });

  test('before which a row was deleted: it is looked at once more, and forgotten by the sweep after', async () => {
    const failed = machine.last();
    const target = 'days-60.host50.c.example';
    await spread.database.client.send(
      new DeleteItemCommand({ TableName: EMBEDDED_TABLES.targets, Key: { target: { S: target } } }),
    );
    now += HOUR;
    await machine.run();
    expect((await spread.results()).has(target)).toBe(false);
    await machine.redrive({}, failed);
    expect((await spread.results()).has(target)).toBe(true);
    await expectToldOnce();
    expect((await spread.results()).has(target)).toBe(false);
  });

  test('at the same time: each tells what the other has not', async () => {
    const failed = machine.last();
    const world = { wait: () => setImmediate() };
    expect(await Promise.all([machine.redrive({ world }, failed), machine.run({ world })])).toEqual([WELL, WELL]);
    await expectTheSame();
  });

  test('that is due while it is under way: the sweep leaves it to the redrive', async () => {
    const redriven = `arn:${machine.last()}`;
    const outcome = await machine.run({ running: [machine.next(), redriven] });
    expect(outcome).toEqual({ output: expect.not.objectContaining({ targets: expect.anything() }) });
  });
});

describe.each(['gather', 'weigh', 'finish'])('the part %s fails at every attempt', (part) => {
  test.each([
    ['before it has done anything', false],
    ['when it has done all', true],
  ])('%s: what was recorded is told, and a redrive does the rest', async (_, isDone) => {
    const dying: Around = (task) => async (event) => {
      if (event.task !== part) return task(event);
      if (isDone) await task(event);
      throw new Error('Runtime exited');
    };
    expect(await machine.run({ aroundOthers: dying })).toEqual({ error: 'Error', cause: 'Runtime exited' });
    await machine.announce('FAILED');
    expect(matters(spread).length > 2).toBe(part !== 'gather');
    const calls: string[] = [];
    expect(await machine.redrive({ around: counting(calls) })).toEqual(WELL);
    expect(calls.sort()).toEqual(part === 'gather' ? BATCHES : []);
    await expectTheSame();
  });
});

describe('there is more to tell than one call has time for', () => {
  /** One message is all that a call begins. */
  const slow: Side['world']['channel'] = async (message) => {
    now += 60_000;
    return spread.world.channel(message);
  };

  function telling(calls: string[]): Around {
    return (task) => async (event) => {
      calls.push(String(event.task));
      return task(event);
    };
  }

  test('the same execution tells all, and nothing has failed', async () => {
    const calls: string[] = [];
    const outcome = await machine.run({ world: { channel: slow }, aroundOthers: telling(calls) });
    const told = { isOutOfTime: false, failures: 0, noticesSent: 1 };
    expect(outcome).toEqual({ output: expect.objectContaining({ targets: 157, failures: 0, told }) });
    expect(calls).toEqual(['gather', 'weigh', 'finish', 'tell', 'tell', 'tell']);
    await expectToldOnce();
  });

  test('where that fails in the midst, a redrive tells the rest', async () => {
    let tells = 0;
    const dying: Around = (task) => async (event) => {
      if (event.task === 'tell' && ++tells > 1) throw new Error('Runtime exited');
      return task(event);
    };
    const failed = await machine.run({ world: { channel: slow }, aroundOthers: dying });
    expect(failed).toEqual({ error: 'Error', cause: 'Runtime exited' });
    expect(matters(spread)).toHaveLength(2);
    const calls: string[] = [];
    expect(await machine.redrive({ aroundOthers: telling(calls) })).toEqual(WELL);
    expect(calls).toEqual(['tell']);
    await expectToldOnce();
  });

  test('where nobody accepts anything the execution ends, and the next sweep tells it', async () => {
    const calls: string[] = [];
    const channel = async () => {
      now += 60_000;
      throw new Error('SNS is down');
    };
    const outcome = await machine.run({ world: { channel }, aroundOthers: telling(calls) });
    const told = { isOutOfTime: false, failures: 2, noticesSent: 0 };
    expect(outcome).toEqual({ output: expect.objectContaining({ failures: 1, told }) });
    expect(calls).toEqual(['gather', 'weigh', 'finish', 'tell']);
    now += HOUR;
    expect(await machine.run()).toEqual(WELL);
    await expectToldOnce();
  });
});

describe('somebody stops it', () => {
  test('while it looks: what runs is done, what was recorded is told, and a redrive does the rest', async () => {
    machine = distributed(spread, s3, s3.s3, { distributedConcurrency: 1 });
    const calls: string[] = [];
    const stopping: Around = (task) => async (event) => {
      calls.push(batchIn(event));
      machine.stop();
      return task(event);
    };
    expect(await machine.run({ around: stopping })).toMatchObject({ error: 'Aborted' });
    expect(calls).toHaveLength(1);
    await machine.announce('ABORTED');
    expect(await machine.redrive({ around: counting(calls) })).toEqual(WELL);
    expect(calls.sort()).toEqual(BATCHES);
    await expectTheSame();
  });

  test('while it tells: that goes on, and a redrive tells nothing again', async () => {
    const stopping: Around = (task) => async (event) => {
      if (event.task === 'finish') machine.stop();
      return task(event);
    };
    expect(await machine.run({ aroundOthers: stopping })).toMatchObject({ error: 'Aborted' });
    await machine.announce('ABORTED');
    expect(await machine.redrive()).toEqual(WELL);
    await expectTheSame();
  });
});

describe('that a sweep was given up', () => {
  beforeEach(async () => {
    expect(await machine.run({ around: failing(['b', 'c'], true) })).toMatchObject(TOO_MANY);
  });

  test.each(['SUCCEEDED', 'RUNNING'])('is not what %s says', async (status) => {
    expect(await machine.announce(status)).toBeUndefined();
  });

  test('is delivered twice, one after the other', async () => {
    await machine.announce('TIMED_OUT');
    const once = matters(spread);
    expect(once).toEqual(matters(alone));
    expect(await machine.announce('TIMED_OUT')).toEqual({ failures: 1, noticesSent: 0 });
    expect(matters(spread)).toEqual(once);
  });

  test('is delivered twice at once', async () => {
    const world = { wait: () => setImmediate() };
    const both = await Promise.all([machine.announce('FAILED', world), machine.announce('FAILED', world)]);
    expect(both).toEqual(expect.arrayContaining([{ failures: 1, noticesSent: 0 }]));
    await machine.redrive();
    await expectTheSame();
  });

  test('is delivered while a redrive is under way', async () => {
    const world = { wait: () => setImmediate() };
    const [told, redriven] = await Promise.all([machine.announce('FAILED', world), machine.redrive({ world })]);
    expect([told, redriven]).toEqual([expect.objectContaining({ failures: 1 }), WELL]);
    await expectTheSame();
  });

  test('is delivered while the redrive tells: it waits, and tells nothing again', async () => {
    const announced: Promise<unknown>[] = [];
    const channel: Side['world']['channel'] = async (message) => {
      if (announced.length === 0) announced.push(machine.announce('FAILED', { wait: () => setImmediate() }));
      // As long as it takes the other to find the lease taken.
      for (let turn = 0; turn < 50; turn++) await setImmediate();
      return spread.world.channel(message);
    };
    expect(await machine.redrive({ world: { channel } })).toEqual(WELL);
    expect(await Promise.all(announced)).toEqual([{ failures: 1, noticesSent: 0 }]);
    await expectTheSame();
  });

  test('is delivered when a redrive has finished', async () => {
    await machine.redrive();
    const before = await spread.results();
    expect(await machine.announce('FAILED')).toEqual({ failures: 1, noticesSent: 0 });
    expect(await spread.results()).toEqual(before);
    await expectTheSame();
  });

  describe('is delivered, and SNS is down', () => {
    beforeEach(async () => {
      const channel = async () => Promise.reject(new Error('SNS is down'));
      await expect(machine.announce('FAILED', { channel })).rejects.toThrow(/^4 things failed in telling what /);
      expect(matters(spread)).toEqual([]);
    });

    test('what is to be told stays for the redrive', async () => {
      await machine.redrive();
      await expectTheSame();
    });

    test('Lambda’s next attempt tells it', async () => {
      expect(await machine.announce('FAILED')).toMatchObject({ failures: 1 });
      expect(matters(spread)).toEqual(matters(alone));
    });
  });
});

describe('what the monitor says of itself, while sweeps fail', () => {
  /** There is time for no look, and for all else. */
  const SHORT = { remaining: 0, remainingToOthers: 60_000 };

  async function fail(): Promise<void> {
    now += HOUR;
    spread.messages.length = 0;
    expect(await machine.run({ around: failing(BATCHES) })).toMatchObject(TOO_MANY);
    await machine.announce('FAILED');
  }

  test('it stays blind until a whole sweep says otherwise', async () => {
    await machine.run();
    isDown = true;
    now += HOUR;
    await machine.run();
    expect(matters(spread)).toContain('- critical: monitor-blind');
    await fail();
    expect(matters(spread)).toEqual([]);
    isDown = false;
    now += HOUR;
    await machine.run();
    expect(matters(spread)).toEqual(['- ok: recovered']);
  });

  test('it has no time for all, until a whole sweep says otherwise', async () => {
    const about = () => matters(spread).filter((line) => line.startsWith('-'));
    for (const hours of [0, 1]) {
      now = NOW + hours * HOUR;
      await machine.run(SHORT);
    }
    expect(about()).toEqual(['- critical: broken']);
    await fail();
    expect(about()).toEqual([]);
    now += HOUR;
    await machine.run();
    expect(about()).toEqual(['- ok: recovered']);
  });

  describe('that it has no time for most', () => {
    const overrun = async () => (await spread.results()).get('monitor:cloud')?.noticed?.overrun;
    async function failLater(): Promise<void> {
      expect(await machine.run({ ...SHORT, around: failing(BATCHES) })).toMatchObject(TOO_MANY);
      for (const minutes of [20, 21]) {
        now += minutes * 60_000;
        await machine.announce('FAILED');
      }
    }

    test('once is once, whatever fails after it', async () => {
      await machine.run(SHORT);
      const before = await overrun();
      expect(before).toEqual(expect.not.objectContaining({ every: expect.anything() }));
      now += DAY;
      await failLater();
      expect(await overrun()).toEqual(before);
      expect((await spread.results()).get('monitor:cloud')?.findings).toEqual([]);
    });

    test('every day stays every day', async () => {
      await machine.run(SHORT);
      now += DAY;
      await machine.run(SHORT);
      const before = await overrun();
      expect(before).toMatchObject({ since: NOW, at: NOW + DAY, every: DAY });
      now += DAY;
      await failLater();
      expect(await overrun()).toEqual(before);
    });

    test('is counted once, however often its last part is done', async () => {
      let attempts = 0;
      const twice: Around = (task) => async (event) => {
        const done = await task(event);
        if (event.task !== 'finish' || ++attempts > 2) return done;
        now += 20 * 60_000;
        throw new Error('Runtime exited');
      };
      expect(await machine.run({ ...SHORT, aroundOthers: twice })).toEqual({ output: expect.anything() });
      expect(attempts).toBe(3);
      expect(await overrun()).toEqual({ left: expect.any(Number), all: expect.any(Number), since: NOW, at: NOW });
    });
  });

  test('of a client for whom nobody would hear nothing is called recovered', async () => {
    const filter = { policy: { client: ['a', 'b'] }, of: 'attributes' } as const;
    const one = { protocol: 'email', endpoint: 'it@example.com', confirmed: true, filter } as const;
    const subscribers: Subscribers = {
      read: async () => ({ all: [one], more: false }),
      sendCanary: async () => undefined,
    };
    const world = { ...spread.world, subscribers };
    machine = distributed({ ...spread, world }, s3);
    await machine.run();
    const about = () => matters(spread).filter((line) => line.startsWith('-'));
    expect(about()).toEqual(['- warning: broken']);
    expect(spread.messages.map(({ text }) => text).join()).toContain('for the client “c”');
    await fail();
    expect(about()).toEqual([]);
  });

  test('that another prober has fallen silent is told', async () => {
    await spread.world.targets.put([{ target: 'dated:Lift', location: 'hq', expires: iso(NOW + 300 * DAY) }]);
    await sweep({ ...spread.world, location: 'hq' });
    await machine.run();
    now += 4 * DAY;
    await fail();
    expect(matters(spread)).toContain('- critical: broken');
    expect(spread.messages.map(({ text }) => text).join()).toContain('“hq”');
  });
});
