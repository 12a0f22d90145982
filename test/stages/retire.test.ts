import type { Gap } from '../../lambda/core/observation';
import { lookAtEdits } from '../../lambda/stages/edits';
import { retirable } from '../../lambda/stages/retire';
import { rich } from '../store/results';
import { openWorld, type TestWorld } from './world';

const ARN = 'arn:aws:acm:eu-west-1:222222222222:certificate/1';
const failure = { reason: 'timed-out', sentence: 'x' } as const;

test.each<[string, ReadonlyMap<string, readonly Gap[]>, boolean]>([
  ['was not read', new Map(), false],
  ['was read whole', new Map([['acm:*', []]]), true],
  ['could not be read in its account', new Map([['acm:*', [{ account: '222222222222', failure }]]]), false],
  ['could not be read in its region', new Map([['acm:*', [{ region: 'eu-west-1', failure }]]]), false],
  [
    'could not be read in another',
    new Map([
      [
        'acm:*',
        [
          { account: '333333333333', failure },
          { region: 'us-east-1', failure },
        ],
      ],
    ]),
    true,
  ],
])('what an inventory has no more, where it %s', (_, gaps, gone) => {
  const result = { ...rich(ARN), foundBy: 'acm:*', pending: [] };
  const known = {
    readAt: result.checkedAt,
    watched: new Set(['acm:*']),
    seen: new Set<string>(),
    gaps,
    unread: () => false,
  };
  expect(retirable(new Map([[ARN, result]]), known, result.location, result.checkedAt)).toHaveLength(gone ? 1 : 0);
});

describe('what was looked at after a sweep had read the rows', () => {
  let here: TestWorld;
  beforeEach(async () => {
    here = await openWorld(Date.parse('2026-11-22T12:00:00Z'));
  });
  afterEach(() => here.close());

  test('is not taken for gone because that sweep does not know its row', async () => {
    const after = { target: 'dated:new', expires: '2027-12-01' };
    const { targets, results } = here.world;
    const meanwhile = async () => {
      here.now += 10_000;
      await here.put(after);
      await lookAtEdits([{ target: after.target, at: here.now, after }], here.world);
      return results.latest();
    };
    const before = await targets.rows();
    await here.sweep({ targets: { ...targets, rows: async () => before }, results: { ...results, latest: meanwhile } });
    expect(await results.read(after.target)).toBeDefined();
    await here.remove(after.target);
    here.now += 10_000;
    await here.sweep();
    expect(await results.read(after.target)).toBeUndefined();
  });
});
