import { DAY, HOUR, type Instant, iso } from '../../lambda/core/instant';
import type { Observation, Sighting } from '../../lambda/core/observation';
import type { Row } from '../../lambda/core/row';
import type { Target } from '../../lambda/core/target';
import type { Message } from '../../lambda/notify/channel';
import { probe } from '../../lambda/probes';
import { noticesNow } from '../../lambda/stages/notify';
import type { World } from '../../lambda/stages/world';
import { certificate, endpoint, healthy, managed, serving, unseen } from '../core/builders';
import { notice, quiet } from '../store/results';
import { openWorld, type TestWorld } from './world';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const WWW = { target: 'www.example.com', client: 'Contoso', owner: 'Anna', escalate: 'Bert' };
const LICENCE = { target: 'dated:Licence', client: 'Contoso', expires: iso(NOW + 9 * DAY) };
const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';

let here: TestWorld;
beforeEach(async () => {
  here = await openWorld(NOW);
});
afterEach(() => here.close());

/** A world of which nothing but reading is allowed. */
function readOnly({ targets, results, place, look, maintenance }: World): Parameters<typeof noticesNow>[0] {
  const readable = <T extends object>(table: T, methods: readonly (keyof T)[]): T =>
    new Proxy(table, {
      get(of, name) {
        if (!methods.some((method) => method === name)) throw new Error(`${String(name)} is not for a preview`);
        return Reflect.get(of, name);
      },
    });
  const looking = readable(look, ['now']);
  const tables = { targets: readable(targets, ['rows']), results: readable(results, ['latest']) };
  return { ...tables, place, look: looking, ...(maintenance && { maintenance }) };
}

function words({ subject, text, sms, attributes }: Message): string {
  return `${JSON.stringify(attributes)}\n${subject}\n${text}\n${sms}`;
}

async function previewed(changes?: Partial<World>): Promise<string[]> {
  const { messages } = await noticesNow(readOnly({ ...here.world, ...changes }));
  return messages.map(({ message }) => words(message));
}

/** What is seen from a day on. */
type Scene = readonly (readonly [from: number, ...seen: Observation[]])[];

/** Looks that see what the scene shows: of a row, and of what its inventory finds. */
function looking(scene: Scene, now: Instant): typeof probe {
  return async (target: Target, look, remembered) => {
    if (target.kind === 'dated' || target.kind === 'unreadable') return probe(target, look, remembered);
    const [own, held] = seenAt(scene, now);
    const found: Sighting[] = held
      ? [{ target: { ...target, id: ARN, problems: [] }, observation: held, tags: {} }]
      : [];
    return own ? [{ target, observation: own }, ...found] : probe(target, look, remembered);
  };
}

function seenAt(scene: Scene, now: Instant): readonly Observation[] {
  const [, ...seen] = scene.findLast(([from]) => NOW + from * DAY <= now) ?? [0];
  return seen;
}

const UNTRUSTED = { trusted: false, reason: 'self-signed', sentence: 'It is signed by itself.' } as const;
const DENIED = { account: '1', failure: { reason: 'access-denied', sentence: 'AWS does not let it.' } } as const;
const [BLUE, GREEN] = ['192.0.2.1', '192.0.2.2'] as const;
const inventory = (count: number, gaps?: [typeof DENIED]): Observation => ({
  saw: 'inventory',
  count,
  ...(gaps && { gaps }),
});

const WEAK = certificate(50, { keyType: 'RSA', keyBits: 512 });

const STORIES: readonly (readonly [name: string, tells: string, rows: readonly Row[], scene: Scene])[] = [
  ['the rungs and the daily reminders of a date that somebody wrote down', 'due', [LICENCE], []],
  ['those of a certificate', 'due', [WWW], [[0, healthy(20)]]],
  ['a promise that is broken', 'overdue', [{ ...WWW, promised: iso(NOW + 3 * DAY) }], [[0, healthy(6)]]],
  ['what expires while it is muted', 'expired', [{ ...WWW, muted: iso(NOW + 20 * DAY) }], [[0, healthy(4)]]],
  ['that muting has ended', 'due', [{ ...WWW, muted: iso(NOW + 3 * DAY) }], [[0, healthy(5)]]],
  [
    'the daily reminder of what is broken',
    'broken',
    [WWW],
    [[0, endpoint(serving(certificate(80), { verdict: UNTRUSTED }))]],
  ],
  ['that it cannot be reached at the second look either', 'unreachable', [WWW], [[0, endpoint(unseen())]]],
  [
    'dates that go on counting while nothing can be reached',
    'due',
    [WWW],
    [
      [0, healthy(9)],
      [1, endpoint(unseen())],
    ],
  ],
  [
    'that a renewal has lasted for a day',
    'replaced',
    [WWW],
    [
      [0, healthy(5)],
      [2, healthy(88)],
    ],
  ],
  [
    'two addresses of which one serves the old certificate, and one that is dark',
    'not-applied',
    [WWW],
    [
      [0, endpoint(serving(certificate(8), {}, BLUE), serving(certificate(8), {}, GREEN))],
      [1, endpoint(serving(certificate(8), {}, BLUE), serving(certificate(90), {}, GREEN))],
      [3, endpoint(unseen(undefined, BLUE), serving(certificate(90), {}, GREEN))],
    ],
  ],
  [
    'what an inventory has found, and that a part of it cannot be read',
    'due',
    [{ target: 'acm:eu-west-1', client: 'Contoso' }],
    [
      [0, inventory(1), managed(9, { type: 'imported' })],
      [4, inventory(1, [DENIED]), managed(9, { type: 'imported' })],
    ],
  ],
  [
    'that what was renewed and handed out is served nowhere',
    'not-applied',
    [{ target: 'acm:eu-west-1', client: 'Contoso' }],
    [
      [0, inventory(1), managed(30, { exported: true, serial: '0A' })],
      [2, inventory(1), managed(200, { exported: true, serial: '0B' })],
    ],
  ],
  [
    'a second certificate at an address, which later looks cannot see',
    'due',
    [WWW],
    [
      [0, endpoint(serving(certificate(9), { sent: [WEAK] }))],
      [1, endpoint(serving(certificate(9)))],
    ],
  ],
  ['a row that cannot be understood', 'broken', [{ target: 'nonsense::x', client: 'Contoso' }, LICENCE], []],
];

describe('What is previewed is, word for word, what a sweep tells that finds everything as it was', () => {
  test.each(STORIES)('%s', async (_, tells, rows, scene) => {
    await here.put(...rows);
    const foretold: string[] = [];
    for (let hours = 0; hours <= 12 * 24; hours += 12) {
      here.now = NOW + hours * HOUR;
      const isNew =
        seenAt(scene, here.now) !== seenAt(scene, here.now - 12 * HOUR) && scene.some(([from]) => from * 24 === hours);
      const expected = await previewed();
      const before = here.messages.length;
      await here.sweep({ probe: looking(scene, here.now) });
      if (isNew) continue;
      expect([hours, ...expected]).toEqual([hours, ...here.messages.slice(before).map(words)]);
      foretold.push(...here.messages.slice(before).flatMap(({ attributes }) => attributes.event));
    }
    expect(foretold).toContain(tells);
  });
});

test('what waits in the outbox is in the same message as what falls due', async () => {
  await here.put(LICENCE);
  await here.world.results.record(quiet('gone.example', { pending: [notice('gone.example')] }), []);
  here.now = NOW + 3 * DAY;
  const subjects = (await noticesNow(readOnly(here.world))).messages.map(({ message }) => message.attributes);
  expect(subjects).toMatchObject([{ severity: 'critical' }, { severity: 'warning' }]);
});

test('what waits is superseded by what is due now, as a sweep does it', async () => {
  await here.put(LICENCE);
  const refusing = async () => {
    throw new Error('refused');
  };
  await here.sweep({ channel: refusing });
  here.now += 5 * DAY;
  const expected = await previewed();
  expect(expected).toHaveLength(2);
  await here.sweep();
  expect(here.messages.map(words)).toEqual(expected);
});

test('a maintenance window keeps quiet what it keeps quiet in a sweep', async () => {
  await here.put(LICENCE);
  const maintenance = [{ from: 0, to: 7 * 24 * 60, timezone: 'UTC' }];
  expect(await previewed({ maintenance })).toEqual([]);
  expect(await previewed()).toHaveLength(1);
});

test('of a row at which nobody has looked nothing is said but that', async () => {
  await here.put(WWW, LICENCE, { target: 'acm:eu-west-1' });
  const { messages, unlooked } = await noticesNow(readOnly(here.world));
  expect(messages.map(({ message }) => message.subject)).toEqual([expect.stringContaining('Licence')]);
  expect([...unlooked].sort()).toEqual(['acm:eu-west-1', 'www.example.com']);
});

test('what no row watches any more is not told of', async () => {
  await here.put(WWW, { target: 'acm:eu-west-1', client: 'Contoso' });
  const scene: Scene = [[0, inventory(1), managed(40, { type: 'imported' })]];
  await here.sweep({ probe: looking(scene, NOW) });
  here.now += 36 * DAY;
  expect((await previewed()).length).toBeGreaterThan(0);
  await here.remove('acm:eu-west-1');
  await here.remove('www.example.com');
  expect(await previewed()).toEqual([]);
});

test('a prober elsewhere falls silent in the preview too', async () => {
  await here.put({ ...LICENCE, expires: iso(NOW + 300 * DAY), location: 'hq' });
  for (let i = 0; i < 4; i++) {
    here.now += HOUR;
    await here.sweep({ location: 'hq' });
  }
  here.now += 4 * HOUR;
  const expected = await previewed();
  expect(expected).toEqual([expect.stringContaining('does not look any more')]);
  await here.sweep();
  expect(here.messages.map(words)).toEqual(expected);
});
