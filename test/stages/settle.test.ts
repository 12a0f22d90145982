import { DAY, HOUR, type Instant } from '../../lambda/core/instant';
import type { Observation } from '../../lambda/core/observation';
import { probe } from '../../lambda/probes';
import { certificate, endpoint, serving } from '../core/builders';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const MINUTE = 60_000;
const [OLD, NEW] = [certificate(10), certificate(80)];

let here: TestWorld;
beforeEach(async () => {
  here = await openWorld(NOW);
  await here.put({ target: 'www.example.com' });
  await here.sweep({ probe: showing(OLD) });
});
afterEach(() => here.close());

function showing(leaf: typeof OLD): typeof probe {
  const observation: Observation = endpoint(serving(leaf));
  return async (target) => [{ target, observation }];
}

async function shown() {
  const result = await here.world.results.read('www.example.com');
  return [result?.expiry?.expires, result?.checkedAt];
}

/** A look that takes so long that others come in between. */
function meanwhile(leaf: typeof OLD, others: () => Promise<unknown>): typeof probe {
  return async (target, look, remembered) => {
    const seen = await showing(leaf)(target, look, remembered);
    await others();
    return seen;
  };
}

test('a result is of the time at which the look began', async () => {
  await here.sweep({ probe: meanwhile(NEW, async () => (here.now += MINUTE)) });
  expect(await shown()).toEqual([NEW.notAfter, NOW]);
});

describe('what another sweep has looked at meanwhile', () => {
  test('stays, and no older look takes its place', async () => {
    const slow = meanwhile(OLD, async () => {
      here.now += MINUTE;
      await here.sweep({ probe: showing(NEW) });
      here.now += MINUTE;
    });
    here.now += HOUR;
    // Something to write, so that it is not left alone for want of news.
    await here.put({ target: 'www.example.com', owner: 'anna' });
    expect(await here.sweep({ probe: slow })).toEqual([]);
    expect(await shown()).toEqual([NEW.notAfter, NOW + HOUR + MINUTE]);
    here.now += DAY;
    expect(await here.sweep({ probe: showing(NEW) })).toEqual(['-: replaced']);
  });

  test('stays though the clock that it was seen by is minutes fast', async () => {
    const slow = meanwhile(OLD, async () => {
      here.now += 5 * MINUTE;
      await here.sweep({ probe: showing(NEW) });
      here.now -= 5 * MINUTE;
    });
    here.now += DAY;
    expect(await here.sweep({ probe: slow })).toEqual([]);
    expect((await shown())[0]).toBe(NEW.notAfter);
    here.now += DAY;
    expect(await here.sweep({ probe: showing(NEW) })).toEqual(['-: replaced']);
  });

  test('by a row that has been edited stays, though the sweep looks later, by the row as it was', async () => {
    await here.put({ target: 'dated:licence', expires: '2026-12-01T12:00:00Z' });
    const kindly: typeof probe = (target, ...rest) =>
      target.kind === 'dated' ? probe(target, ...rest) : showing(OLD)(target, ...rest);
    const dated = async () => (await here.world.results.read('dated:licence'))?.expiry?.expires;
    await here.sweep({ probe: kindly });
    here.now += DAY;
    await here.sweep({
      concurrency: 1,
      probe: async (target, look, remembered) => {
        if (target.kind === 'tls') {
          here.now += MINUTE;
          await here.put({ target: 'dated:licence', expires: '2027-12-01T12:00:00Z' });
          await here.sweep({ probe: kindly });
          here.now += MINUTE;
        }
        return kindly(target, look, remembered);
      },
    });
    expect(await dated()).toBe(Date.parse('2027-12-01T12:00:00Z'));
  });
});

describe('a clock that is wrong', () => {
  async function writtenAhead(by: number, leaf = OLD): Promise<void> {
    here.now += by;
    await here.sweep({ probe: showing(leaf) });
    here.now -= by;
  }

  test.each<[string, number, Instant]>([
    ['minutes fast keeps the others out for no longer than that', 5 * MINUTE, 6 * MINUTE],
    ['a month fast keeps nobody out', 30 * DAY, MINUTE],
  ])('and is %s', async (_, ahead, later) => {
    here.now += 2 * DAY;
    await writtenAhead(ahead);
    here.now += later;
    await here.sweep({ probe: showing(NEW) });
    expect(await shown()).toEqual([NEW.notAfter, here.now]);
  });

  test('a month fast does not pass for proof of life when it is right again', async () => {
    await writtenAhead(30 * DAY, NEW);
    here.now += HOUR;
    await here.sweep({ probe: showing(NEW) });
    expect((await shown())[1]).toBe(NOW + HOUR);
  });
});
