import type { Gap } from '../../lambda/core/observation';
import { retirable } from '../../lambda/stages/retire';
import { rich } from '../store/results';

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
  const known = { watched: new Set(['acm:*']), seen: new Set<string>(), gaps, unread: () => false };
  expect(retirable(new Map([[ARN, result]]), known, result.location, 0)).toHaveLength(gone ? 1 : 0);
});
