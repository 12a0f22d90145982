import { DAY } from '../../lambda/core/instant';
import type { Result } from '../../lambda/core/result';
import type { Row } from '../../lambda/core/row';
import { digestOf, finding, known, row } from './digests';
import { certificate, NOW } from './notices';

// Of each row and result a digest keeps what it may tell. That is told of here which letters-of-digests.test.ts does not show.

const { sha256: _none, ...BY_SERIAL } = certificate(1, { what: 'shared.example', expires: NOW + 20 * DAY });
const ALONE = { ...BY_SERIAL, sha256: 'aa' };
const OVER = finding('expired', 'Over.');

/** What Contoso reads of a.example, b.example, an inventory and what that found, without breaks within a point. */
function told(own: Row, more: Partial<Result>): string {
  const results = [
    known('a.example', more),
    known('b.example', { expiry: BY_SERIAL }),
    known('acm:*', { kind: 'acm' }),
    known('arn:aws:acm:eu-west-1:1:certificate/1', { kind: 'acm', foundBy: 'acm:*', ...more }),
  ];
  return digestOf('Contoso', [row('a.example', own), row('b.example'), row('acm:*')], results).text.replace(
    /\n +/g,
    ' ',
  );
}

test.each([
  ['of what has no fingerprint, the serial number', {}, { expiry: BY_SERIAL }, /: shared\.example on 3 targets;/],
  [
    'that whoever holds it renews it',
    {},
    { expiry: ALONE, holds: held(true) },
    /Besides, 2 are expected to renew themselves/,
  ],
  ['that nobody does', {}, { expiry: ALONE, holds: held(false) }, /Coming in the next 90 days \(3\)/],
  [
    'who looks at what was found',
    { location: 'hq' },
    { location: 'hq', checkedAt: NOW - DAY },
    /4 targets are watched, 2 of them from “hq” \(last seen Sat 21 Nov 2026\)/,
  ],
  ['whose the tags say it is', {}, { owner: 'Bert', findings: [OVER] }, /certificate\/1 has expired [^-]*owner: Bert/],
  [
    'whose it was seen to be, where its row is silent',
    { owner: '' },
    { owner: 'Bert', findings: [OVER] },
    /- a\.example has expired [^-]*owner: Bert/,
  ],
  [
    'first of all whose its row says it is',
    {},
    { owner: 'Bert', findings: [OVER] },
    /- a\.example has expired [^-]*owner: Anna/,
  ],
  [
    'the time zone of its row',
    { timezone: 'Asia/Tokyo' },
    { expiry: { ...ALONE, expires: Date.parse('2026-12-01T20:00:00Z') } },
    /Wed 2 Dec 2026, in 9 days: /,
  ],
  [
    'an address that cannot be looked at from here at all, where no other is',
    {},
    { seen: false, findings: [finding('unreachable', 'No IPv6.', { severity: 'info' })] },
    /a\.example cannot be reached, since Fri 20 Nov 2026: No IPv6\./,
  ],
  [
    'that what was met speaks no TLS, however little that matters',
    {},
    { seen: false, summary: 'Odd.', findings: [finding('no-tls', 'Plain.', { severity: 'info' })] },
    /^(?!.*Odd)/s,
  ],
] as const)('a digest knows %s', (_, own, more, says) => {
  expect(told(own, more)).toMatch(says);
});

test('a row that nobody can read any more is one, whatever was seen of it before', () => {
  const { text } = digestOf(
    'Contoso',
    [row('dated:a', { expires: 'never' })],
    [known('dated:a', { kind: 'dated', findings: [OVER] })],
  );
  expect(text).toMatch(/Row dated:a has expired/);
});

test('what an inventory found and a row is about is one, and is whose the row says', () => {
  const arn = 'arn:aws:acm:eu-west-1:1:certificate/1';
  const found = known(arn, { kind: 'acm', foundBy: 'acm:*', findings: [OVER] });
  const { text } = digestOf('Contoso', [row('acm:*'), row(arn, { owner: 'Carla' })], [found]);
  expect(text).toMatch(/2 targets are watched/);
  expect(text.match(/certificate\/1 has expired .*\n.*owner: Carla/g)).toHaveLength(1);
});

function held(renewsItself: boolean): NonNullable<Result['holds']> {
  const dates = { notBefore: NOW - DAY, notAfter: NOW + DAY };
  const facts = { renewsItself, isPrivate: false, exported: false, formerly: [] };
  return { id: 'arn:aws:acm:eu-west-1:1:certificate/1', client: 'Contoso', names: [], ...dates, ...facts };
}
