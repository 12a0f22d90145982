import { DAY, iso } from '../../lambda/core/instant';
import type { Result } from '../../lambda/core/result';
import type { Row } from '../../lambda/core/row';
import type { Message } from '../../lambda/notify/channel';
import { digest, digestsNow, type Occasion } from '../../lambda/stages/digest';
import { inOutbox, quiet } from '../store/results';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-23T06:00:00Z');
const MONDAY: Occasion = { turn: '2026-11-23', next: NOW + 7 * DAY };

let here: TestWorld;

beforeEach(async () => {
  here = await openWorld(NOW);
});
afterEach(() => here.close());

function dated(name: string, days: number, client = 'Contoso') {
  return { target: `dated:${name}`, expires: iso(NOW + days * DAY), client, owner: 'Anna' };
}

/** What was sent: `Contoso owner`. */
async function sending(occasion: Occasion, changes: Partial<TestWorld['world']> = {}) {
  const before = here.messages.length;
  const report = await digest({ ...here.world, ...changes }, occasion);
  const sent = here.messages.slice(before).map(({ attributes: { client, audience } }) => `${client} ${audience}`);
  return { ...report, to: sent.sort() };
}

/** A channel that refuses the digests of one client. */
function refusing(client: string, audience = 'owner') {
  return async (message: Message) => {
    if (message.attributes.client === client && message.attributes.audience === audience) throw new Error('refused');
    await here.world.channel(message);
  };
}

test('each client gets one, and operations the last', async () => {
  await here.put(dated('a', 10), dated('b', 300, 'Fabrikam'), { ...dated('c', 300), client: '' });
  await here.sweep();
  expect(await sending(MONDAY)).toEqual({
    sent: 4,
    before: 0,
    failures: [],
    to: ['- operations', '- owner', 'Contoso owner', 'Fabrikam owner'],
  });
  expect(here.messages.at(-1)?.attributes.audience).toBe('operations');
});

test('rows that no sweep from here looks at are told of, and nothing is looked at', async () => {
  await here.put(dated('a', 10), { ...dated('b', 10), location: 'hq' });
  await sending(MONDAY);
  const [{ text } = { text: '' }] = here.messages;
  expect(text).toMatch(/2 targets are watched, 1 of them from “hq” \(never\s+seen\)/);
  expect(text).toMatch(/“a” has never been looked at/);
});

describe('read in pieces', () => {
  const rows = [
    { target: 'client:Contoso', timezone: 'Asia/Tokyo', owner: 'Carla' },
    { target: 'dated:a', expires: '2026-12-01', client: 'contoso' },
    { target: 'dated:b', expires: '2026-11-20', client: 'Contoso', owner: 'Bert' },
    { target: 'dated:c', expires: '2026-12-01', client: 'Fabrikam' },
  ];
  const inventory = { target: 'acm:eu-west-1', client: 'Contoso', muted: '2027-01-01' };
  const found = ['1', '2'].map((id) =>
    quiet(`arn:aws:acm:eu-west-1:123456789012:certificate/${id}`, { kind: 'acm', foundBy: 'acm:eu-west-1' }),
  );

  /** Tables whose pages are of one item and come in the order that is given; neither may be read as a whole. */
  function inPieces(order: <T>(all: T[]) => T[]): Pick<TestWorld['world'], 'targets' | 'results'> {
    const { targets, results } = here.world;
    const whole = () => Promise.reject(new Error('it was read as a whole'));
    const eachRow: typeof targets.eachRow = async (see) => {
      const all: Row[] = [];
      await targets.eachRow(async (some) => void all.push(...some));
      for (const row of order(all)) await see([row]);
    };
    const eachResult: typeof results.eachResult = async (see) => {
      const all: Result[] = [];
      await results.eachResult((result) => all.push(result));
      for (const result of order(all)) see(result);
    };
    return { targets: { ...targets, rows: whole, eachRow }, results: { ...results, latest: whole, eachResult } };
  }
  const texts = async (order: <T>(all: T[]) => T[]) => {
    const messages = await digestsNow({ ...here.world, ...inPieces(order) });
    return messages.map(({ text }) => text);
  };

  beforeEach(async () => {
    await here.put(...rows);
    await here.sweep();
    await here.put(inventory);
    const findings = [{ reason: 'prober-silent', severity: 'warning', sentence: 'It is silent.' }] as const;
    const monitor = quiet('monitor:hq', { kind: 'monitor', findings });
    for (const result of [...found, monitor]) await here.world.results.record(result, []);
  });

  test('whatever order they come in, digests read the same, and the row of a client counts for those before it', async () => {
    const forth = await texts((all) => all);
    expect(await texts((all) => all.reverse())).toEqual(forth);
    expect(forth[0]).toMatch(/ 5\s+targets are watched/);
    expect(forth[0]).toMatch(/Tue 1 Dec 2026, in \d+ days: “a”; owner: Carla$/m);
    expect(forth[0]).toMatch(/acm:eu-west-1, with the 2 targets that it found, is muted/);
    expect(forth).toHaveLength(3);
  });

  test('what is handed on twice since it moved meanwhile is told of once', async () => {
    expect(await texts((all) => [...all, ...all])).toEqual(await texts((all) => all));
  });
});

test('the monitor is no client’s, whatever its row says', async () => {
  await here.put({ target: 'monitor:cloud', client: 'Contoso' });
  expect(await sending(MONDAY)).toMatchObject({ sent: 1, to: ['- operations'] });
});

test('an empty table is a digest for operations all the same', async () => {
  expect(await sending(MONDAY)).toMatchObject({ sent: 1, to: ['- operations'] });
});

describe('another attempt', () => {
  beforeEach(async () => {
    await here.put(dated('a', 300), dated('b', 300, 'Fabrikam'));
    await here.sweep();
  });

  test('at what was all sent sends nothing', async () => {
    await sending(MONDAY);
    expect(await sending(MONDAY)).toEqual({ sent: 0, before: 3, failures: [], to: [] });
  });

  test('sends what is missing, and no more; operations have heard of it', async () => {
    const first = await sending(MONDAY, { channel: refusing('Fabrikam') });
    expect(first).toMatchObject({ sent: 2, to: ['- operations', 'Contoso owner'] });
    expect(first.failures).toEqual([expect.stringMatching(/^The digest of Fabrikam was not sent.*refused/)]);
    expect(here.messages.at(-1)?.text).toMatch(/^Not sent \(1\):\n {2}- The digest of Fabrikam was not sent/m);
    expect(await sending(MONDAY)).toEqual({ sent: 1, before: 2, failures: [], to: ['Fabrikam owner'] });
  });

  test('sends again what was sent and could not be marked', async () => {
    const markDigest = async () => {
      throw new Error('throttled');
    };
    const { failures, to } = await sending(MONDAY, { results: { ...here.world.results, markDigest } });
    expect(failures).toHaveLength(3);
    expect((await sending(MONDAY)).to).toEqual(to);
    expect((await sending(MONDAY)).to).toEqual([]);
  });

  test('is made though the mark of one client cannot be read', async () => {
    const lastDigest: TestWorld['world']['results']['lastDigest'] = async (whose) => {
      if (whose !== 'operations' && whose.client === 'Contoso') throw new Error('throttled');
      return here.world.results.lastDigest(whose);
    };
    const { to, failures } = await sending(MONDAY, { results: { ...here.world.results, lastDigest } });
    expect(to).toEqual(['- operations', 'Fabrikam owner']);
    expect(failures).toEqual([expect.stringMatching(/^The digest of Contoso .*throttled/)]);
  });
});

test('two rounds at once send each digest once', async () => {
  await here.put(dated('a', 300), dated('b', 300, 'Fabrikam'));
  await here.sweep();
  const rounds = await Promise.all(['a', 'b'].map((run) => digest({ ...here.world, run }, MONDAY)));
  expect(here.messages).toHaveLength(3);
  expect(rounds.map(({ sent, before }) => sent + before)).toEqual([3, 3]);
});

test('each tells of the time since the one before, and none of it twice', async () => {
  await here.put(dated('a', 10));
  await here.sweep();
  await sending(MONDAY);
  here.now = NOW + DAY;
  await here.put(dated('a', 200));
  await here.sweep();
  const renewed = async (turn: string, at: number) => {
    here.now = at;
    await here.sweep();
    await sending({ turn });
    return here.messages.find((message) => message.text.includes('Renewed (1)') && message === here.messages.at(-2));
  };
  expect((await renewed('second', NOW + 7 * DAY))?.text).toMatch(/“a” on Tue 24 Nov 2026, with 9 days left/);
  expect(await renewed('third', NOW + 14 * DAY)).toBeUndefined();
});

test('what a sweep sees while digests are written is told of in the next ones, and once', async () => {
  await here.put(dated('a', 10));
  await here.sweep();
  here.now = NOW + DAY;
  await here.put(dated('a', 200));
  await here.sweep();
  const told = async (turn: string, at: number) => {
    here.now = at;
    await sending({ turn });
    return /^Renewed \(1\):$/m.test(here.messages.at(-2)?.text ?? '');
  };
  const times = [here.now + 1_000, here.now + 7 * DAY, here.now + 14 * DAY];
  expect([await told('1', times[0] ?? 0), await told('2', times[1] ?? 0), await told('3', times[2] ?? 0)]).toEqual([
    false,
    true,
    false,
  ]);
});

test('the marks are no targets, even beside results with such names: nobody tells of them or takes them away', async () => {
  const results = [quiet('operations'), quiet('client:Contoso')];
  for (const result of results) await here.world.results.record(result, []);
  await here.put(dated('a', 300));
  await sending(MONDAY);
  expect(await here.world.results.latest()).toEqual(new Map(results.map((result) => [result.target, result])));
  expect(await inOutbox(here.world.results, ['operations', 'client:Contoso'])).toEqual([]);
  expect(await here.sweep()).toEqual([]);
  expect([...(await here.world.results.latest()).keys()]).toEqual(['dated:a']);
  expect((await sending(MONDAY)).to).toEqual([]);
});

test('what would be sent is what is sent, and showing it sends and marks nothing', async () => {
  await here.put(dated('a', 10), dated('b', 10, 'Fabrikam'));
  await here.sweep();
  here.messages.length = 0;
  const shown = await digestsNow(here.world);
  expect(here.messages).toEqual([]);
  await sending({ turn: 'by hand' });
  expect(shown.map(({ text }) => text).sort()).toEqual(here.messages.map(({ text }) => text).sort());
});
