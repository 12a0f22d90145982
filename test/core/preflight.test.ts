import { DAY } from '../../lambda/core/instant';
import { isNearRenewal } from '../../lambda/core/preflight';
import { NOW } from './builders';

test.each<[string, number, number, number]>([
  ['a year', 398, 60, 61],
  ['198 days', 198, 60, 61],
  ['150 days', 150, 60, 61],
  ['90 days', 90, 36, 37],
  ['45 days', 45, 18, 19],
  ['six days', 6, 2, 3],
])('of a lifetime of %s, renewal is near from so many days before the end', (_, lifetime, near, far) => {
  const until = (left: number) => ({ notBefore: NOW + (left - lifetime) * DAY, notAfter: NOW + left * DAY });
  expect(isNearRenewal(until(near), NOW)).toBe(true);
  expect(isNearRenewal(until(far), NOW)).toBe(false);
  expect(isNearRenewal(until(0), NOW)).toBe(false);
  expect(isNearRenewal(until(-1), NOW)).toBe(false);
});
