import fc from 'fast-check';
import { DAY, HOUR } from '../../lambda/core/instant';
import type { Notice } from '../../lambda/core/notice';
import type { ChatMessage } from '../../lambda/notify/chat-message';
import type { EventBus, Posting } from '../../lambda/notify/event-bus';
import { notify } from '../../lambda/stages/notify';
import type { World } from '../../lambda/stages/world';
import { inOutbox, notice, quiet } from '../store/results';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');

let here: TestWorld;
let chat: ChatMessage[];
let events: Posting[];

beforeEach(async () => {
  here = await openWorld(NOW);
  chat = [];
  events = [];
});
afterEach(() => here.close());

async function outbox(...notices: Notice[]): Promise<void> {
  for (const target of new Set(notices.map(({ target }) => target))) {
    const pending = notices.filter((one) => one.target === target);
    await here.world.results.record(quiet(target, { client: pending[0]?.client ?? '', pending }), []);
  }
}

/** Which of the three ways fail, and what they do before. */
interface Weather {
  readonly sns?: (text: string) => boolean;
  readonly chat?: (message: ChatMessage) => boolean;
  readonly events?: (target: string) => boolean;
  readonly before?: (way: 'sns' | 'chat' | 'events') => void;
}

function waysIn({ sns, chat: noChat, events: noEvents, before }: Weather) {
  const refuse = (refused: boolean | undefined) => {
    if (refused) throw new Error('refused');
  };
  return {
    channel: async (message) => {
      before?.('sns');
      refuse(sns?.(message.text));
      await here.world.channel(message);
    },
    chat: {
      publish: async (message: ChatMessage) => {
        before?.('chat');
        refuse(noChat?.(message));
        chat.push(message);
      },
    },
    events: async function* (postings) {
      before?.('events');
      const failure = ({ event: { target } }: Posting) => (noEvents?.(target) ? 'InternalFailure' : undefined);
      events.push(...postings.filter((posting) => failure(posting) === undefined));
      yield new Map(postings.map((posting) => [posting, failure(posting)]));
    },
  } satisfies Pick<World, 'channel' | 'chat' | 'events'>;
}

/** Tells what is in the outbox, and answers with what each way accepted. */
async function tell(weather: Weather = {}) {
  const before = [here.messages.length, chat.length, events.length];
  const { failures } = await notify([], { ...here.world, ...waysIn(weather) });
  const [sns = 0, talk = 0, bus = 0] = before;
  return {
    sns: here.messages
      .slice(sns)
      .map(({ attributes: { client } }) => client)
      .sort(),
    chat: chat
      .slice(talk)
      .map(({ metadata }) => metadata.additionalContext.target)
      .sort(),
    events: events
      .slice(bus)
      .map(({ event: { target } }) => target)
      .sort(),
    failures: [...failures].sort(),
  };
}

async function pendingOf(target: string) {
  return (await here.world.results.read(target))?.pending;
}

const always = () => true;

test('each way is told once, in its own words, and the notice is struck', async () => {
  await outbox(notice('a'), notice('b', { client: 'Fabrikam' }));
  const told = await tell();
  expect(told).toEqual({
    sns: ['Contoso', 'Fabrikam'],
    chat: ['a', 'b'],
    events: ['a', 'b'],
    failures: [],
  });
  expect([await pendingOf('a'), await pendingOf('b')]).toEqual([[], []]);
  expect(await tell()).toEqual({ sns: [], chat: [], events: [], failures: [] });
});

test('without a channel and a bus nothing waits for them', async () => {
  await outbox(notice('a'));
  expect(await notify([], here.world)).toMatchObject({ sent: 1, failures: [] });
  expect(await pendingOf('a')).toEqual([]);
});

describe('what one way refuses', () => {
  test.each<[keyof Weather & ('sns' | 'chat' | 'events'), Weather]>([
    ['sns', { sns: always }],
    ['chat', { chat: always }],
    ['events', { events: always }],
  ])('waits for %s alone, and the others are not told again', async (way, weather) => {
    await outbox(notice('a'));
    const first = await tell(weather);
    expect(first).toMatchObject({ sns: ['Contoso'], chat: ['a'], events: ['a'], [way]: [] });
    expect(first.failures).toEqual([expect.stringMatching(/^What Contoso has to be told stays in the outbox for /)]);
    expect(await pendingOf('a')).toHaveLength(1);
    expect(await tell(weather)).toMatchObject({ sns: [], chat: [], events: [] });
    const last = await tell();
    const expected = { sns: [], chat: [], events: [], [way]: first[way].length === 0 ? expect.anything() : [] };
    expect(last).toMatchObject(expected);
    expect(last[way]).toHaveLength(1);
    expect(await pendingOf('a')).toEqual([]);
  });

  test('keeps nobody else from being told, nor its own other messages', async () => {
    await outbox(notice('a'), notice('b'), notice('c', { client: 'Fabrikam' }));
    const told = await tell({
      chat: ({ metadata }) => metadata.additionalContext.target === 'a',
      events: (target) => target === 'b',
    });
    expect(told).toMatchObject({ sns: ['Contoso', 'Fabrikam'], chat: ['b', 'c'], events: ['a', 'c'] });
    expect(await pendingOf('a')).toMatchObject([{ sent: ['sns:owner', 'events'] }]);
    expect(await pendingOf('b')).toMatchObject([{ sent: ['sns:owner', 'chat'] }]);
    expect(await pendingOf('c')).toEqual([]);
    expect(await tell()).toMatchObject({ sns: [], chat: ['a'], events: ['b'], failures: [] });
  });
});

test('a way that fails after all was accepted fails aloud', async () => {
  await outbox(notice('a'));
  const events: EventBus = async function* (postings) {
    yield new Map(postings.map((posting) => [posting, undefined]));
    throw new Error('too late');
  };
  const { failures } = await notify([], { ...here.world, events });
  expect(failures).toEqual([expect.stringMatching(/for events: Error: too late/)]);
  expect(await pendingOf('a')).toEqual([]);
});

describe('what is refused for three days', () => {
  test.each(['chat', 'events'] as const)('is given up for %s with a failure that names it', async (way) => {
    await outbox(notice('a', { at: NOW }));
    here.now = NOW + 3 * DAY;
    expect((await tell({ [way]: always })).failures).toEqual([expect.stringMatching(/stays in the outbox/)]);
    here.now = NOW + 3 * DAY + HOUR;
    const last = await tell({ [way]: always });
    expect(last.failures).toEqual([
      expect.stringMatching(new RegExp(`^a: “due” is given up for ${way}: .*(refused|Failure)`)),
    ]);
    expect(await pendingOf('a')).toEqual([]);
    expect(await tell()).toEqual({ sns: [], chat: [], events: [], failures: [] });
  });

  test('is not given up before it has been tried once more', async () => {
    await outbox(notice('a', { at: NOW - 10 * DAY }));
    expect(await tell()).toMatchObject({ chat: ['a'], events: ['a'], failures: [] });
  });

  test('is never given up for e-mail and SMS', async () => {
    await outbox(notice('a', { at: NOW - 300 * DAY }));
    await tell({ sns: always });
    expect(await pendingOf('a')).toMatchObject([{ sent: ['chat', 'events'] }]);
    expect((await tell()).sns).toEqual(['Contoso']);
  });

  test('stays for the others of its message that are younger', async () => {
    await outbox(notice('a', { at: NOW - 4 * DAY }), notice('b', { at: NOW }));
    await tell({ events: always });
    expect(await pendingOf('a')).toEqual([]);
    expect(await pendingOf('b')).toMatchObject([{ sent: ['sns:owner', 'chat'] }]);
  });
});

describe('a way that hangs', () => {
  const clients = ['A', 'B', 'C', 'D'];
  const hung = (slow: 'sns' | 'chat' | 'events'): Weather => ({
    before: (way) => {
      if (way === slow) here.now += 20_000;
    },
  });

  test('comes after everybody has been told by e-mail and SMS', async () => {
    const order: string[] = [];
    await outbox(...clients.map((client) => notice(client, { client })));
    await tell({ before: (way) => order.push(way) });
    expect(order).toEqual([...clients.map(() => 'sns'), ...clients.map(() => 'chat'), ...clients.map(() => 'events')]);
  });

  test('is given what is worst first', async () => {
    await outbox(
      ...clients.map((client) => notice(client, { client, severity: client === 'C' ? 'critical' : 'warning' })),
    );
    expect((await tell(hung('chat'))).chat).toContain('C');
    expect(chat[0]?.metadata.additionalContext.target).toBe('C');
  });

  test.each(['chat', 'events'] as const)('keeps a sweep no longer than half a minute when it is %s', async (way) => {
    await outbox(...clients.map((client) => notice(client, { client })));
    const told = await tell(hung(way));
    const later = clients.filter((client) => !told[way].includes(client));
    expect(later).toHaveLength(2);
    expect(told).toMatchObject({ sns: clients, chat: clients, events: clients, [way]: expect.anything() });
    expect(told.failures).toEqual(later.map((client) => expect.stringMatching(`What ${client} .* ${way}: .*too long`)));
    expect(await tell()).toMatchObject({ sns: [], chat: [], events: [], [way]: later, failures: [] });
  });

  test('is left in the middle of a client', async () => {
    await outbox(...['a', 'b', 'c'].map((target) => notice(target)));
    const told = await tell(hung('chat'));
    expect(told.chat).toHaveLength(2);
    expect(told.failures).toEqual([expect.stringMatching(/Contoso .* chat: .*too long/)]);
    expect((await tell()).chat).toHaveLength(1);
  });

  test('is waited for as long as it takes when it is SNS', async () => {
    await outbox(...clients.map((client) => notice(client, { client })));
    expect((await tell(hung('sns'))).sns).toEqual(clients);
  });
});

describe('a chat channel', () => {
  const all = [
    notice('a', { client: 'Contoso', severity: 'critical' }),
    notice('b', { client: 'Contoso', severity: 'warning' }),
    notice('c', { client: 'Fabrikam', severity: 'critical' }),
  ];

  test.each([
    ['some severities', { severities: ['critical'] as const }, ['a', 'c']],
    ['some clients', { clients: ['Contoso'] }, ['a', 'b']],
    ['both', { severities: ['critical'] as const, clients: ['Contoso'] }, ['a']],
  ])('may be told of %s alone, and the rest does not wait for it', async (_, filter, told) => {
    await outbox(...all);
    const ways = waysIn({});
    await notify([], { ...here.world, ...ways, chat: { ...ways.chat, ...filter } });
    expect(chat.map(({ metadata }) => metadata.additionalContext.target).sort()).toEqual(told);
    expect(await inOutbox(here.world.results, ['a', 'b', 'c'])).toEqual([]);
  });
});

describe('a sweep that dies', () => {
  /** The world of a process that dies right after its nth call that sends or strikes. */
  function mortal(nth: number) {
    let calls = 0;
    let die = () => {};
    const death = new Promise<void>((resolve) => {
      die = resolve;
    });
    const guarded = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => {
      return async (...args: A): Promise<T> => {
        const nowIs = ++calls;
        if (nowIs > nth) return new Promise(() => {});
        const answer = await call(...args);
        if (nowIs < nth) return answer;
        die();
        return new Promise(() => {});
      };
    };
    const ways = waysIn({});
    const put = guarded(async (postings: readonly Posting[]) => {
      for await (const verdicts of ways.events(postings)) return verdicts;
      return new Map<Posting, undefined>();
    });
    const events: EventBus = async function* (postings) {
      yield await put(postings);
    };
    const world = {
      ...here.world,
      channel: guarded(ways.channel),
      chat: { publish: guarded(ways.chat.publish) },
      events,
      results: { ...here.world.results, strike: guarded(here.world.results.strike) },
    };
    return { world, death };
  }

  test('loses nothing on any way, and repeats no more than its last message', async () => {
    const drawn = fc.uniqueArray(
      fc.record({ target: fc.constantFrom('a', 'b', 'c', 'd'), client: fc.constantFrom('Contoso', 'Fabrikam') }),
      { minLength: 1, maxLength: 4, selector: ({ target }) => target },
    );
    await fc.assert(
      fc.asyncProperty(drawn, fc.integer({ min: 1, max: 24 }), async (drawn, nth) => {
        await here.close();
        here = await openWorld(NOW);
        [chat, events] = [[], []];
        await outbox(...drawn.map(({ target, client }) => notice(target, { client, service: `the one of ${target}` })));
        const { world, death } = mortal(nth);
        await Promise.race([death, notify([], world)]);
        await tell();
        const twice = (count: number) => Math.max(0, count - 1);
        const sns = drawn.map(
          ({ target }) => here.messages.filter(({ text }) => text.includes(`the one of ${target}`)).length,
        );
        const talk = drawn.map(
          ({ target }) => chat.filter(({ metadata }) => metadata.additionalContext.target === target).length,
        );
        const bus = drawn.map(({ target }) => events.filter(({ event }) => event.target === target).length);
        for (const count of [...sns, ...talk, ...bus]) expect(count).toBeGreaterThanOrEqual(1);
        const repeated = [sns, talk, bus].filter((counts) => counts.some((count) => twice(count) > 0));
        expect(repeated.length).toBeLessThanOrEqual(1);
        for (const count of [...sns, ...talk, ...bus]) expect(count).toBeLessThanOrEqual(2);
        expect(talk.reduce((sum, count) => sum + twice(count), 0)).toBeLessThanOrEqual(1);
        expect(await inOutbox(here.world.results, ['a', 'b', 'c', 'd'])).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
