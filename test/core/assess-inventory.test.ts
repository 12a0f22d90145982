import { assess } from '../../lambda/core/assess';
import { decide } from '../../lambda/core/decide';
import type { Gap } from '../../lambda/core/observation';
import { NOW, said, target } from './builders';

const ROW = target({ target: 'acm:*', account: 'organization' });
const CLOSED = { reason: 'access-denied', sentence: 'Account 2 cannot be entered.' } as const;
const SILENT = { reason: 'timed-out', sentence: 'ACM in eu-west-1 did not answer.' } as const;
const OFF = { reason: 'region-disabled', sentence: 'The region me-south-1 is left out.' } as const;

function judged(...gaps: Gap[]) {
  return assess(ROW, { saw: 'inventory', count: 7, gaps }, undefined, NOW);
}

test('an inventory that was read whole says how much it found', () => {
  expect(assess(ROW, { saw: 'inventory', count: 0 }, undefined, NOW).summary).toBe('Nothing found.');
  expect(judged().summary).toBe('7 found; each has a result of its own.');
});

test('an account that cannot be entered is a finding about that account', () => {
  const assessment = judged({ account: '222222222222', failure: CLOSED }, { account: '333333333333', failure: CLOSED });
  expect(assessment.findings.map(({ reason, about }) => [reason, about])).toEqual([
    ['access-denied', '222222222222'],
    ['access-denied', '333333333333'],
  ]);
  expect(decide(ROW, assessment, {}, NOW).notices.map(({ event }) => event)).toEqual(['broken']);
});

test('another account that cannot be entered is news', () => {
  const before = decide(ROW, judged({ account: '222222222222', failure: CLOSED }), {}, NOW);
  const both = judged({ account: '222222222222', failure: CLOSED }, { account: '333333333333', failure: CLOSED });
  expect(decide(ROW, judged({ account: '222222222222', failure: CLOSED }), before, NOW).notices).toEqual([]);
  expect(decide(ROW, both, before, NOW).notices).toHaveLength(1);
});

test('regions that could not be read for one reason are said once', () => {
  expect(
    said(
      judged(
        { region: 'eu-west-1', failure: SILENT },
        { region: 'us-west-2', failure: SILENT },
        { region: 'me-south-1', failure: OFF },
      ),
    ),
  ).toEqual([
    'warning unreachable: ACM in eu-west-1 did not answer. So it is in us-west-2.',
    'info region-skipped: The region me-south-1 is left out.',
  ]);
});

test('what could not be reached is no recovery of anything', () => {
  expect(judged({ region: 'eu-west-1', failure: SILENT }).seen).toBe('some');
  expect(judged({ region: 'me-south-1', failure: OFF }).seen).toBe('all');
});

test('more accounts than a result has room for are one finding, the same in whatever order they answer', () => {
  const closed = Array.from({ length: 60 }, (_, i) => ({ account: String(500000000000 + i), failure: CLOSED }));
  const assessment = judged(...closed);
  expect(assessment.findings).toEqual([
    {
      reason: 'access-denied',
      severity: 'warning',
      about: 'many accounts',
      sentence: expect.stringMatching(/^Account 2 cannot be entered\. So it is in 500000000001, .* and 39 more\.$/),
    },
  ]);
  const first = decide(ROW, assessment, {}, NOW);
  expect(first.notices).toHaveLength(1);
  expect(decide(ROW, judged(...closed.toReversed()), first, NOW).notices).toEqual([]);
});

test('regions are told in one order, in whatever order they answer', () => {
  const regions = ['us-west-2', 'eu-west-1', 'eu-north-1'].map((region) => ({ region, failure: SILENT }));
  expect(said(judged(...regions))).toEqual(said(judged(...regions.toReversed())));
});
