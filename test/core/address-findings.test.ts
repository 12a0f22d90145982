import { assess } from '../../lambda/core/assess';
import { DAY } from '../../lambda/core/instant';
import type { AddressObservation } from '../../lambda/core/observation';
import { certificate, endpoint, NOW, said, serving, story, target, unseen } from './builders';

const at = (daysLeft: number, address: string, changes = {}) => serving(certificate(daysLeft), changes, address);

function judged(...addresses: AddressObservation[]): string[] {
  return said(assess(target(), endpoint(...addresses), undefined, NOW));
}

describe('addresses that serve different certificates', () => {
  test.each<[string, AddressObservation[], RegExp[]]>([
    ['do not where they serve the same', [at(60, '192.0.2.1'), at(60, '192.0.2.2')], []],
    [
      'are worth reading where all are far from their date, the earliest first',
      [at(70, '192.0.2.1'), at(60, '192.0.2.2'), at(70, '192.0.2.3')],
      [
        /^info mixed-addresses: Different certificates are served: “www\.example\.com” leaf-60… until Thu 21 Jan 2027 at 192\.0\.2\.2, “www\.example\.com” leaf-70… until Sun 31 Jan 2027 at 192\.0\.2\.1, 192\.0\.2\.3\.$/,
      ],
    ],
    [
      'are a renewal half done where one is due and another is not',
      [at(70, '192.0.2.1'), at(5, '192.0.2.2')],
      [
        /^warning not-applied: A newer certificate is in use at 192\.0\.2\.1 \(valid from .* until .*\), but the old one is still served at 192\.0\.2\.2\.$/,
        /^warning expiring/,
        /^info mixed-addresses/,
      ],
    ],
    [
      'are worth reading where the one that is not due is no newer, as one of another lifetime',
      [at(70, '192.0.2.1'), serving(certificate(1, { notBefore: NOW - 5 * DAY }), {}, '192.0.2.2')],
      [/^warning expiring/, /^info mixed-addresses: .* at 192\.0\.2\.1\.$/],
    ],
    [
      'are worth reading where all of them are due',
      [at(5, '192.0.2.1'), at(6, '192.0.2.2')],
      [/^warning expiring/, /^warning expiring/, /^info mixed-addresses/],
    ],
    [
      'are worth reading though each is well, also at one address that was looked at twice',
      [at(60, '192.0.2.1', { sent: [certificate(70)] })],
      [/^info mixed-addresses: .* at 192\.0\.2\.1, .* at 192\.0\.2\.1\.$/],
    ],
    [
      'are named with three addresses each, and four of them',
      Array.from({ length: 16 }, (_, i) => at(60 + (i % 6), `192.0.2.${i}`)).concat(
        Array.from({ length: 9 }, (_, i) => at(60, `198.51.100.${i}`)),
      ),
      [/at 192\.0\.2\.0, 192\.0\.2\.6, 192\.0\.2\.12 and 9 more, .* and 2 more\.$/],
    ],
  ])('%s', (_, addresses, expected) => {
    expect(judged(...addresses)).toEqual(expected.map((sentence) => expect.stringMatching(sentence)));
  });
});

test.each([
  ['refused', 'warning unreachable'],
  ['port-blocked', 'warning unreachable'],
  ['handshake-refused', 'warning unreachable'],
  ['not-tls', 'critical not-tls'],
  ['no-tls', 'critical no-tls'],
  ['address-refused', 'warning address-refused'],
] as const)('an address that fails because of %s is %s, and the others count', (reason, expected) => {
  expect(judged(at(60, '192.0.2.1'), unseen({ reason, sentence: 'Why.' }, '192.0.2.2'))).toEqual([
    `${expected}: Why. [192.0.2.2]`,
  ]);
});

test('that a port is closed to this prober is told once, after two looks, and no more', () => {
  const blocked = endpoint(unseen({ reason: 'port-blocked', sentence: 'Port 25 is closed here.' }));
  const looks = [0, 1, 2, 3].map((day) => [day, blocked] as const);
  expect(story(looks)).toEqual(['', 'unreachable warning', '', '']);
});
