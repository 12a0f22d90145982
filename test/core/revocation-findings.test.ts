import { assess } from '../../lambda/core/assess';
import type { Revocation } from '../../lambda/core/ca-answer';
import { DAY } from '../../lambda/core/instant';
import type { Handshake } from '../../lambda/core/observation';
import { certificate, endpoint, NOW, said, serving, target } from './builders';

function saidOf(seen: Partial<Handshake>, mustStaple = false, trust = 'public'): string[] {
  const leaf = certificate(60, { mustStaple });
  return said(assess(target({ trust }), endpoint(serving(leaf, seen)), undefined, NOW));
}

test.each<[string, Revocation | undefined, string[]]>([
  ['not looked up', undefined, []],
  ['good', { status: 'good', by: 'crl', until: NOW + DAY }, []],
  [
    'revoked, with a reason',
    { status: 'revoked', by: 'crl', at: NOW - DAY, reason: 'keyCompromise' },
    [
      'critical revoked: The certificate “www.example.com” with the serial number 0A has been revoked since Sat 21 Nov 2026, 12:00 UTC (keyCompromise), says the CRL of its CA.',
    ],
  ],
  [
    'revoked, without a reason, by the staple',
    { status: 'revoked', by: 'staple', at: NOW - DAY },
    [
      'critical revoked: The certificate “www.example.com” with the serial number 0A has been revoked since Sat 21 Nov 2026, 12:00 UTC, says the OCSP response that the server staples.',
    ],
  ],
  [
    'not known, in words of bounded length on one line',
    { status: 'unknown', sentence: `The CRL\n${'x'.repeat(9_000)}` },
    [expect.stringMatching(/^info revocation-unknown: The CRL x{391}…$/)],
  ],
])('a revocation that is %s', (_, revocation, expected) => {
  expect(saidOf(revocation === undefined ? {} : { revocation })).toEqual(expected);
});

test.each<[string, boolean, Partial<Handshake>, string, string[]]>([
  ['must-staple and stapled', true, { stapled: true }, 'public', []],
  ['must-staple where the look could not see it', true, {}, 'public', []],
  ['no must-staple and no staple', false, { stapled: false }, 'public', []],
  ['must-staple and no staple', true, { stapled: false }, 'public', ['critical must-staple-missing']],
  ['must-staple and no staple where any is trusted', true, { stapled: false }, 'any', ['info must-staple-missing']],
])('%s', (_, mustStaple, seen, trust, expected) => {
  const found = saidOf(seen, mustStaple, trust);
  expect(found).toEqual(expected.map((start) => expect.stringMatching(new RegExp(`^${start}: `))));
});
