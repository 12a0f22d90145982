import { iso } from '../../lambda/core/instant';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');

let here: TestWorld;

beforeEach(async () => {
  here = await openWorld(NOW);
});
afterEach(() => here.close());

function dated(name: string, days: number) {
  return { target: `dated:${name}`, expires: iso(NOW + days * 86_400_000), client: 'Contoso' };
}

const said = (name: string) => here.world.results.said(`dated:${name}`, 10);

const broken = async () => {
  throw new Error('broken');
};

describe('what was said', () => {
  test('is the whole message where it tells of one target', async () => {
    await here.put(dated('a', 10));
    await here.sweep();
    const [message] = here.messages;
    expect(await said('a')).toEqual([
      {
        target: 'dated:a',
        at: NOW,
        audience: 'owner',
        client: 'Contoso',
        event: 'due',
        severity: 'warning',
        subject: message?.subject,
        text: message?.text.trimEnd(),
      },
    ]);
  });

  test('is its own part of a message of many, in full or in its line, word for word', async () => {
    await here.put(...Array.from({ length: 15 }, (_, i) => dated(`${i}`, 10 + i)));
    await here.sweep();
    const [{ text } = { text: '' }] = here.messages;
    for (let i = 0; i < 15; i++) {
      const [line, ...more] = await said(`${i}`);
      expect(more).toEqual([]);
      expect(line?.text).toContain(`“${i}” expires in ${10 + i} days`);
      expect(line?.text).not.toContain(`“${(i + 1) % 15}”`);
      expect(text).toContain(line?.text);
    }
    expect((await said('0'))[0]?.text).toMatch(/How we know/);
    expect((await said('14'))[0]?.text).not.toMatch(/\n/);
  });

  test('is kept of each message, the newest first', async () => {
    await here.put(dated('a', 10));
    await here.sweep();
    here.now += 4 * 86_400_000;
    await here.sweep();
    await here.put(dated('a', 200));
    for (const later of [1_000, 86_400_000]) {
      here.now += later;
      await here.sweep();
    }
    // The second rung passes without a promise: those above hear of it, and of its end.
    const heard = (await said('a')).map(({ event, audience }) => `${event} ${audience}`);
    expect(heard).toEqual(['replaced owner', 'replaced escalation', 'due owner', 'due escalation', 'due owner']);
  });

  test('is nothing while the message has not been accepted', async () => {
    await here.put(dated('a', 10));
    await here.sweep({ channel: broken });
    expect(await said('a')).toEqual([]);
  });

  test('is a failure where it cannot be kept, and is not sent again for that', async () => {
    await here.put(dated('a', 10));
    const results = { ...here.world.results, keep: broken };
    expect(await here.sweep({ results })).toEqual([
      'Contoso: due',
      expect.stringMatching(/^What was sent about 1 target is missing in their history: .*broken/),
    ]);
    expect(await here.sweep()).toEqual([]);
  });

  test('is kept before it is struck, since a crash in between must not lose it', async () => {
    await here.put(dated('a', 10));
    const { results } = here.world;
    const keptAtStrike: number[] = [];
    const strike: typeof results.strike = async (target, sent) => {
      keptAtStrike.push((await results.said(target, 10)).length);
      await results.strike(target, sent);
    };
    await here.sweep({ results: { ...results, strike } });
    expect(keptAtStrike).toEqual([1]);
  });

  test('is kept twice where it was sent twice', async () => {
    await here.put(dated('a', 10));
    await here.sweep({ results: { ...here.world.results, strike: broken } });
    here.now += 1_000;
    await here.sweep();
    expect(await said('a')).toHaveLength(2);
  });
});
