import { DAY, HOUR } from '../../lambda/core/instant';
import type { Left, Overrun } from '../../lambda/core/noticed';
import { overrunOf, roundOf } from '../../lambda/core/overrun';
import { NOW } from './builders';

const LEFT: Left = { left: 950, all: 1_000 };
const FIRST: Overrun = { ...LEFT, since: NOW - DAY, at: NOW - DAY };
const SECOND: Overrun = { ...LEFT, since: NOW - DAY, at: NOW, every: DAY };

test.each<[string, Left | undefined, Overrun | undefined, number, Overrun | undefined]>([
  ['had time for all, it is over', undefined, SECOND, NOW + DAY, undefined],
  ['is the first to have none, it is known since then', LEFT, undefined, NOW - DAY, FIRST],
  ['is the next, it is known how often they come', LEFT, FIRST, NOW, SECOND],
  [
    'is the third, it is the gap between the last two',
    LEFT,
    SECOND,
    NOW + HOUR,
    { ...SECOND, at: NOW + HOUR, every: HOUR },
  ],
  ['is counted again, the first stays the first', LEFT, FIRST, NOW - DAY, FIRST],
  ['is counted again, the gap stays', { left: 940, all: 1_000 }, SECOND, NOW, { ...SECOND, left: 940 }],
  ['is counted again, the next one begins where it says now', LEFT, { ...SECOND, next: 'm' }, NOW, SECOND],
  ['is older than the last, the gap stays', LEFT, SECOND, NOW - HOUR, SECOND],
])('where a sweep %s', (_, left, before, at, after) => {
  expect(overrunOf(left, before, at)).toEqual(after);
});

test('of 950 left of 1,000 each day, each is looked at once in 480 hours', () => {
  expect(roundOf(SECOND)).toBe(480 * HOUR);
});
