import { type Alone, alone, type MayGoOn } from '../../lambda/stages/alone';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const SECOND = 1_000;

let here: TestWorld;
beforeEach(async () => {
  here = await openWorld(NOW);
});
afterEach(() => here.close());

const NOTHING = { told: 0, failures: [] as string[] };

/** A run whose waiting turns the clock. */
function as(run: string, more: Partial<Alone> = {}) {
  const wait = async (milliseconds: number) => (here.now += milliseconds);
  const world = { ...here.world, run, wait, ...more };
  return (work: (mayGoOn: MayGoOn) => Promise<typeof NOTHING>) => alone('telling', world, work, NOTHING);
}

const tells = async () => ({ told: 1, failures: [] });

/** Dies in the midst of its work, and so never gives back what it holds. */
async function dies(run: string): Promise<void> {
  await new Promise<void>((resolve) => {
    as(run)(() => {
      resolve();
      return new Promise(() => {});
    });
  });
}

const secondsGone = () => (here.now - NOW) / SECOND;

test('one after the other has it, without waiting', async () => {
  for (const run of ['a', 'b']) expect(await as(run)(tells)).toEqual({ told: 1, failures: [] });
  expect(secondsGone()).toBe(0);
});

test('what fails gives it back all the same', async () => {
  await expect(as('a')(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await as('b')(tells)).toMatchObject({ told: 1 });
  expect(secondsGone()).toBe(0);
});

test('another attempt of the run that died begins at once, another run when it has shown no life for two minutes', async () => {
  await dies('a');
  expect(await as('a')(tells)).toMatchObject({ told: 1 });
  expect(secondsGone()).toBe(0);
  await dies('a');
  expect(await as('b')(tells)).toMatchObject({ told: 1 });
  expect(secondsGone()).toBe(120);
});

test('a holder that lives is waited for, however long it takes', async () => {
  const [order, long]: [string[], number] = [[], 600];
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = as('a')(async (mayGoOn) => {
    begun();
    while (secondsGone() < long) {
      await new Promise(setImmediate);
      expect(await mayGoOn()).toBe(true);
    }
    order.push('a');
    return NOTHING;
  });
  await hasBegun;
  const second = as('b', {
    wait: async (milliseconds) => {
      here.now += milliseconds;
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    },
  })(async () => {
    order.push('b');
    return NOTHING;
  });
  await Promise.all([first, second]);
  expect(order).toEqual(['a', 'b']);
  expect(secondsGone()).toBeGreaterThanOrEqual(long);
});

test('a run whose time is over does nothing and says so', async () => {
  await dies('a');
  const { told, failures } = await as('b', { waitUntil: NOW + 10 * SECOND })(tells);
  expect([told, failures]).toEqual([
    0,
    ['Another run held the lease of “telling” for all of 10 s; what was to be told then stays for the next'],
  ]);
});

describe('a run that was taken for dead', () => {
  test('does not go on, and says so once', async () => {
    const { failures } = await as('a')(async (mayGoOn) => {
      expect(await mayGoOn()).toBe(true);
      await as('b')(tells);
      expect([await mayGoOn(), await mayGoOn()]).toEqual([false, false]);
      return NOTHING;
    });
    expect(failures).toEqual([
      'The lease of “telling” was lost in the midst: another run has taken it over, and goes on',
    ]);
  });

  test('by another attempt of its own does not go on either, though no time has passed', async () => {
    await as('a')(async (mayGoOn) => {
      expect(await mayGoOn()).toBe(true);
      await as('a')(tells);
      expect([await mayGoOn(), secondsGone()]).toEqual([false, 0]);
      return NOTHING;
    });
  });

  test('does not take from the next what that holds', async () => {
    await as('a')(async () => {
      await dies('b');
      return NOTHING;
    });
    const before = here.now;
    await as('c')(tells);
    expect(here.now - before).toBe(120 * SECOND);
  });
});

describe('when the database fails', () => {
  const broken = async () => Promise.reject(new Error('broken'));

  test('in the midst, it does not go on, since it may have lost it', async () => {
    const results = { ...here.world.results, renewLease: broken };
    const { failures } = await as('a', { results })(async (mayGoOn) => {
      here.now += 30 * SECOND;
      expect([await mayGoOn(), await mayGoOn()]).toEqual([false, false]);
      return NOTHING;
    });
    expect(failures).toEqual(['The lease of “telling” was lost in the midst: it could not be renewed: Error: broken']);
  });

  test('at the end, what was done counts, and that the next may wait is said', async () => {
    const results = { ...here.world.results, releaseLease: broken };
    expect(await as('a', { results })(tells)).toEqual({
      told: 1,
      failures: [expect.stringMatching(/^The lease of “telling” could not be given back, .* Error: broken$/)],
    });
  });
});
