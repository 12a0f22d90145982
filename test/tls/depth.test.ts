import { HOUR } from '../../lambda/core/instant';
import type { KnownChain } from '../../lambda/core/known-chain';
import { depthFor, firstDayOf, type Occasion } from '../../lambda/tls/depth';

const NOW = Date.parse('2026-03-01T06:00:00Z');
const KNOWN: KnownChain = {
  chainHash: 'aa',
  trustKey: 'public',
  verifiedAt: NOW - HOUR,
  trusted: true,
  tls13Only: false,
  path: ['leaf'],
};
const QUIET: Occasion = { known: KNOWN, trustKey: 'public', near: false, wrong: false, now: NOW };
const but = (known: Partial<KnownChain>): Partial<Occasion> => ({ known: { ...KNOWN, ...known } });

describe('a look is', () => {
  it.each<[string, Partial<Occasion>, 'reader' | 'full']>([
    ['a reading where all was well an hour ago', {}, 'reader'],
    ['a reading where all was well this very moment', but({ verifiedAt: NOW }), 'reader'],
    ['a reading just before the day is over', but({ verifiedAt: NOW - 23.5 * HOUR + 1 }), 'reader'],
    ['full at first sight', { known: undefined }, 'full'],
    ['full once a day, a little early', but({ verifiedAt: NOW - 23.5 * HOUR }), 'full'],
    ['a reading just before it is to be checked again', but({ checkAgainAt: NOW + 1 }), 'reader'],
    ['full as soon as it is to be checked again', but({ checkAgainAt: NOW }), 'full'],
    ['full after a week', but({ verifiedAt: NOW - 168 * HOUR }), 'full'],
    ['full where the last look lies in the future', but({ verifiedAt: NOW + 1 }), 'full'],
    ['full where the time of the last look is none', but({ verifiedAt: Number.NaN }), 'full'],
    ['full where anything was wrong', { wrong: true }, 'full'],
    ['full where the date is near', { near: true }, 'full'],
    ['full where the reader did not see the chain', but({ chainHash: '' }), 'full'],
    ['full where the chain was not trusted', but({ trusted: false }), 'full'],
    ['full where the row trusts others than before', { trustKey: 'private:1' }, 'full'],
    ['a reading also where there is TLS 1.3 alone', but({ tls13Only: true }), 'reader'],
    ['full where no reader had seen TLS 1.3 alone', but({ tls13Only: true, chainHash: '' }), 'full'],
  ])('%s', (_, occasion, depth) => {
    expect(depthFor({ ...QUIET, ...occasion })).toBe(depth);
  });
});

test('of what one sweep has seen first, no hour of the day has much more than its share to check in full', () => {
  const due = new Map<number, number>();
  for (let i = 0; i < 10_000; i++) {
    const hour = Math.ceil(firstDayOf(`host${i}.example`) / HOUR);
    due.set(hour, (due.get(hour) ?? 0) + 1);
  }
  expect(due.size).toBe(24);
  expect(Math.max(...due.values())).toBeLessThan(10_000 / 20);
});
