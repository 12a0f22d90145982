import { standing } from '../../lambda/core/expiry';
import { DAY } from '../../lambda/core/instant';
import { NOW } from './builders';

function reached(lifetime: number | undefined, daysLeft: number, ladder?: number[]): string {
  const expires = NOW + daysLeft * DAY;
  const expiry = {
    of: 'certificate',
    what: 'x',
    expires,
    ...(lifetime && { notBefore: expires - lifetime * DAY }),
  } as const;
  const { rung, severity } = standing(expiry, ladder, NOW);
  return `${rung ?? 'none'} ${severity}`;
}

describe('the default ladder is scaled to the lifetime', () => {
  test.each([
    ['398 days', 398, 30.1, 'none ok'],
    ['398 days', 398, 30, '30 warning'],
    ['398 days', 398, 14, '14 warning'],
    ['398 days', 398, 7.1, '14 warning'],
    ['398 days', 398, 7, '7 critical'],
    ['398 days', 398, 2.9, '3 critical'],
    ['398 days', 398, 1, '1 critical'],
    ['398 days', 398, 0, '0 critical'],
    ['398 days', 398, -100, '0 critical'],
    ['90 days, renewed at 30 days left', 90, 30, 'none ok'],
    ['90 days', 90, 18, '30 warning'],
    ['90 days', 90, 4.2, '7 critical'],
    ['47 days, renewed at 15.6 days left', 47, 15.6, 'none ok'],
    ['47 days', 47, 9.4, '30 warning'],
    ['6 days, renewed at 3 days left', 6, 3, 'none ok'],
    ['6 days', 6, 1.2, '30 warning'],
    ['6 days', 6, 0.28, '7 critical'],
    ['an unknown time', undefined, 30, '30 warning'],
  ])('a certificate of %s', (_, lifetime, daysLeft, expected) => {
    expect(reached(lifetime, daysLeft)).toBe(expected);
  });

  test('so that every lifetime from 1 to 150 days gives the same share of warning', () => {
    for (let lifetime = 1; lifetime <= 150; lifetime++) {
      expect(reached(lifetime, lifetime * 0.201)).toBe('none ok');
      expect(reached(lifetime, lifetime * 0.199)).toBe('30 warning');
    }
  });
});

describe("a row's own ladder is taken as it is", () => {
  test.each([
    [6, 5, [30, 7], '7 critical'],
    [398, 59, [60, 30, 14, 7, 1], '60 warning'],
    [398, 14, [60, 30, 14, 7, 1], '14 critical'],
    [398, 20, [30], '30 warning'],
    [398, -1, [30], '0 critical'],
    [398, 23, [90, 60, 30], '30 warning'],
    [398, 22, [90, 60, 30], '30 critical'],
  ])('lifetime %d, %d days left, ladder %p', (lifetime, daysLeft, ladder, expected) => {
    expect(reached(lifetime, daysLeft, ladder)).toBe(expected);
  });
});
