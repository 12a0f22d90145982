import fc from 'fast-check';
import { readLatestItem } from '../../lambda/store/read-result-item';
import { latestItem } from '../../lambda/store/result-item';
import { quiet } from './results';

const LAST_INSTANT = 8_640_000_000_000_000;
const instant = fc.integer({ min: -LAST_INSTANT, max: LAST_INSTANT });

test('every instant that JavaScript knows comes back to the millisecond', () => {
  const property = fc.property(instant, instant, instant, (expires, notBefore, checkedAt) => {
    const expiry = { of: 'certificate', what: 'x', expires, notBefore } as const;
    const result = quiet('x', { expiry, checkedAt });
    expect(readLatestItem(latestItem(result))).toStrictEqual(result);
  });
  fc.assert(property, { seed: 1, numRuns: 500 });
});

test('the month of the index is that of the date in UTC, in the order of time', () => {
  const at = (text: string) => latestItem(quiet('x', { expiry: { of: 'date', what: 'x', expires: Date.parse(text) } }));
  expect(at('2026-12-31T23:59:59.999Z')).toMatchObject({ expiryMonth: '2026-12', expires: '2026-12-31T23:59:59.999Z' });
  expect(at('2026-12-31T23:59:59-01:00')).toMatchObject({ expiryMonth: '2027-01' });
  expect(at('+010000-01-01T04:59:59Z')).toMatchObject({ expiryMonth: '+010000-01' });
});

test('what is not a map at all has a problem and throws nothing', () => {
  expect(readLatestItem({})).toStrictEqual({ problem: 'its attribute “of” is missing' });
});

test('an item of a version that kept no chains has none', () => {
  const { chains, ...older } = latestItem(quiet('x', { chains: [] }));
  expect(chains).toEqual([]);
  expect(readLatestItem(older)).toStrictEqual(quiet('x', { chains: [] }));
  expect(readLatestItem({ ...older, chains: 'x' })).toStrictEqual({ problem: 'its attribute “chains” is not a list' });
});
