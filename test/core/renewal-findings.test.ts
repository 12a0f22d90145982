import { assess } from '../../lambda/core/assess';
import type { RenewalInfo } from '../../lambda/core/ca-answer';
import { DAY, HOUR } from '../../lambda/core/instant';
import { certificate, endpoint, NOW, said, serving, target } from './builders';

/** What is said of a certificate of 90 days with so many left, whose window is these many days before or after now. */
function saidOf(daysLeft: number, from: number, until: number, explanation?: string): string[] {
  const renewalInfo: RenewalInfo = {
    from: NOW + from * DAY,
    until: NOW + until * DAY,
    ...(explanation !== undefined && { explanation }),
  };
  const seen = serving(certificate(daysLeft), { renewalInfo });
  return said(assess(target(), endpoint(seen), undefined, NOW)).filter((sentence) => sentence.includes('renew-now'));
}

const PAGE = 'https://ca.example/incident';

test.each<[string, string[], RegExp[]]>([
  ['the usual window ahead', saidOf(45, 14, 16), []],
  ['a window moved up, but still ahead', saidOf(80, 1, 2, PAGE), []],
  [
    'the usual window begun: renewal programs choose a moment within it',
    saidOf(30, -1, 1),
    [
      /^info renew-now: The CA wants “www\.example\.com” renewed, between Sat 21 Nov 2026, 12:00 UTC and Mon 23 Nov 2026, 12:00 UTC\.$/,
    ],
  ],
  [
    'the usual window begun, with a page that explains it',
    saidOf(30, -1, 1, PAGE),
    [/^info .*; its reasons: https:\/\/ca\.example\/incident$/],
  ],
  ['the usual window just over', saidOf(29, -3, -1), [/^info .*, but it is still served\.$/]],
  [
    'the usual window just over, with a page that explains it',
    saidOf(29, -3, -1, PAGE),
    [/^warning .*still served; its reasons: https:/],
  ],
  ['the usual window over for almost a tenth of the lifetime', saidOf(21.1, -10.8, -8.9), [/^info /]],
  ['the usual window over for a tenth of the lifetime', saidOf(21, -11, -9), [/^warning /]],
  [
    'a window that was moved up and has begun',
    saidOf(70, -HOUR / DAY, HOUR / DAY),
    [/^warning .* renewed well before its usual time, between/],
  ],
  [
    'a window that was moved up and is over',
    saidOf(70, -2 / 24, -1 / 24, PAGE),
    [/^critical .*well before.*still served; its reasons: https:/],
  ],
  ['any window of what has expired: there the date is what is said', saidOf(-1, -30, -28), []],
])('%s', (_, found, expected) => {
  expect(found).toEqual(expected.map((sentence) => expect.stringMatching(sentence)));
});

test('the usual window of a certificate of six days, at half of its life, is not taken for one moved up', () => {
  const leaf = certificate(3, { notBefore: NOW - 3.6 * DAY });
  const seen = serving(leaf, { renewalInfo: { from: NOW - 0.4 * DAY, until: NOW - 0.26 * DAY } });
  const found = said(assess(target(), endpoint(seen), undefined, NOW));
  expect(found).toEqual([expect.stringMatching(/^info renew-now: The CA wants “www.example.com” renewed, between/)]);
});
