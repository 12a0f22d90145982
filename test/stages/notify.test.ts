import fc from 'fast-check';
import { AUDIENCES, type Notice } from '../../lambda/core/notice';
import type { Message } from '../../lambda/notify/channel';
import { notify } from '../../lambda/stages/notify';
import { inOutbox, notice, quiet } from '../store/results';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');

let here: TestWorld;
beforeEach(async () => {
  here = await openWorld(NOW);
});
afterEach(() => here.close());

const BOTH = { audience: ['owner', 'escalation'] } as const;

/** Puts what is to be told into the outbox, as earlier sweeps have left it there. */
async function outbox(...notices: Notice[]): Promise<void> {
  const targets = new Set(notices.map(({ target }) => target));
  for (const target of targets) {
    const pending = notices.filter((one) => one.target === target);
    await here.world.results.record(quiet(target, { client: pending[0]?.client ?? '', pending }), []);
  }
}

function toWhom({ attributes: { client, audience, severity } }: Message): string {
  return `${client} ${audience} ${severity}`;
}

/** Tells what is in the outbox, and answers with the messages that were accepted. */
async function tell(refuses: (message: Message) => boolean = () => false) {
  const before = here.messages.length;
  const channel = async (message: Message) => {
    if (refuses(message)) throw new Error('refused');
    await here.world.channel(message);
  };
  const { sent, failures } = await notify([], { ...here.world, channel });
  return { told: here.messages.slice(before).map(toWhom), sent, failures };
}

async function pendingOf(target: string) {
  return (await here.world.results.read(target))?.pending;
}

test('each audience of a notice has a message of its own, and the notice counts once', async () => {
  await outbox(notice('a', BOTH), notice('b'));
  expect(await tell()).toEqual({
    told: ['Contoso escalation warning', 'Contoso owner warning'],
    sent: 2,
    failures: [],
  });
  expect(here.messages.map(({ text }) => text.includes('b expires'))).toEqual([false, true]);
  expect(await tell()).toEqual({ told: [], sent: 0, failures: [] });
});

describe('when one audience’s message is refused', () => {
  test.each([
    ['owner', 'escalation'],
    ['escalation', 'owner'],
  ])('%s is told in the next sweep, and %s is not told again', async (refused, other) => {
    await outbox(notice('a', BOTH));
    const first = await tell(({ attributes }) => attributes.audience === refused);
    expect(first).toEqual({
      told: [`Contoso ${other} warning`],
      sent: 1,
      failures: [
        expect.stringMatching(new RegExp(`Contoso .* stays in the outbox for sns:${refused}: Error: refused`)),
      ],
    });
    expect(await pendingOf('a')).toMatchObject([{ sent: [`sns:${other}`] }]);
    expect((await tell()).told).toEqual([`Contoso ${refused} warning`]);
    expect(await pendingOf('a')).toEqual([]);
  });

  test('it goes on being refused for as long as it likes, and the other is told once', async () => {
    await outbox(notice('a', BOTH));
    const refuses = ({ attributes }: Message) => attributes.audience === 'owner';
    const sweeps = [await tell(refuses), await tell(refuses), await tell(refuses)];
    expect(sweeps.map(({ told }) => told.length)).toEqual([1, 0, 0]);
    expect(await pendingOf('a')).toHaveLength(1);
  });

  test('the other clients and what one of its targets has besides is told and struck', async () => {
    await outbox(notice('a', BOTH), notice('a', { event: 'unreachable' }), notice('b', { client: 'Fabrikam' }));
    const { told } = await tell(({ attributes }) => attributes.audience === 'escalation');
    expect(told.sort()).toEqual(['Contoso owner warning', 'Fabrikam owner warning']);
    expect(await pendingOf('a')).toMatchObject([{ event: 'due', sent: ['sns:owner'] }]);
    expect(await pendingOf('b')).toEqual([]);
  });
});

test('what every delivery has accepted that there is now is struck, and not sent', async () => {
  await outbox({ ...notice('a', BOTH), sent: ['sns:owner', 'chat', 'sns:escalation'] } as Notice);
  expect(await tell()).toEqual({ told: [], sent: 0, failures: [] });
  expect(await pendingOf('a')).toEqual([]);
});

describe('a sweep that dies', () => {
  /** The world of a process that dies right after its nth call that sends or strikes: no further call is made, or answered. */
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
    const { channel, results } = here.world;
    const strike = guarded(results.strike);
    return { world: { ...here.world, channel: guarded(channel), results: { ...results, strike } }, death };
  }

  const pending = fc.uniqueArray(
    fc.record({
      target: fc.constantFrom('a', 'b', 'c'),
      event: fc.constantFrom('due', 'broken', 'unreachable'),
      severity: fc.constantFrom('warning', 'critical'),
      audience: fc.subarray([...AUDIENCES], { minLength: 1 }),
    }),
    { minLength: 1, maxLength: 8, selector: ({ target, event }) => `${target} ${event}` },
  );
  const nameOf = ({ target, event }: { target: string; event: string }) => `the ${event} of ${target}`;
  const tells = ({ text, attributes }: Message, one: Pick<Notice, 'target' | 'event'>, audience: string) =>
    attributes.audience === audience && text.includes(nameOf(one));

  test('loses nothing, and repeats no more than the last message, wherever it dies', async () => {
    await fc.assert(
      fc.asyncProperty(pending, fc.integer({ min: 1, max: 14 }), async (drawn, nth) => {
        await here.close();
        here = await openWorld(NOW);
        await outbox(...drawn.map((one) => notice(one.target, { ...one, service: nameOf(one) })));
        const { world, death } = mortal(nth);
        await Promise.race([death, notify([], world)]);
        const before = [...here.messages];
        await tell();
        const repeats = here.messages.slice(before.length).filter((message) => {
          const { audience } = message.attributes;
          return drawn.some((one) => [...before, message].filter((it) => tells(it, one, audience)).length > 1);
        });
        expect(repeats.length).toBeLessThanOrEqual(1);
        for (const one of drawn)
          for (const audience of one.audience)
            expect(here.messages.some((message) => tells(message, one, audience))).toBe(true);
        expect(await inOutbox(here.world.results, ['a', 'b', 'c'])).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
