import { assess } from '../../lambda/core/assess';
import type { Certificate } from '../../lambda/core/certificate';
import { DAY } from '../../lambda/core/instant';
import type { Handshake } from '../../lambda/core/observation';
import { authority, certificate, endpoint, NOW, said, serving, target } from './builders';

const [FIRST, R3, X1] = [certificate(60), authority('R3', 'X1'), authority('X1', 'X1')];
const SHA256 = '0123456789abcdef';
const CALLED = 'The server’s other certificate (“www.example.com” 01234567…)';

/** What is said where the reader is given this leaf, and the full check another one that is in order. */
function saidOf(second: Partial<Certificate>, seen: Partial<Handshake> = {}, trust = 'public'): string[] {
  const other = certificate(60, { sha256: SHA256, issuer: 'CN=R3', ...second });
  const both = { chain: [FIRST, R3, X1] as const, sent: [other, R3], sentNameMatches: true, ...seen };
  const observation = endpoint(serving(FIRST, both));
  return said(assess(target({ trust }), observation, undefined, NOW)).filter((one) => !one.includes('mixed-addresses'));
}

const MISMATCH = { sentNameMatches: false };

describe('of a second leaf at the same address', () => {
  test.each<[string, Partial<Certificate>, Partial<Handshake>, string[]]>([
    ['nothing is said that is in order', {}, {}, []],
    [
      'its name counts',
      { names: ['old.example.com'] },
      MISMATCH,
      [`critical name-mismatch: ${CALLED} is not for www.example.com; it is for old.example.com.`],
    ],
    [
      'its name counts where it is the common name alone',
      { names: [] },
      MISMATCH,
      [
        `critical name-mismatch: ${CALLED} is not for www.example.com; it is for no name at all.`,
        `info common-name-only: ${CALLED} has “www.example.com” only as its common name, which clients do not go by any more (RFC 9525); it has to stand in subjectAltName.`,
      ],
    ],
    [
      'its key counts',
      { keyType: 'RSA', keyBits: 1024 },
      {},
      [`warning weak-key: ${CALLED} has an RSA key of 1024 bits, which current clients refuse.`],
    ],
    [
      'its signature counts',
      { signature: 'SHA1-RSA' },
      {},
      [`warning weak-signature: ${CALLED} is signed with SHA1-RSA, which browsers and current TLS libraries refuse.`],
    ],
    [
      'its validity counts',
      { notBefore: NOW - 300 * DAY, notAfter: NOW + 200 * DAY },
      {},
      [
        `warning validity-too-long: ${CALLED} of Mon 26 Jan 2026 is valid for 501 days, but a publicly trusted one of that day may be valid for 398 at most.`,
      ],
    ],
    [
      'its beginning counts',
      { notBefore: NOW + DAY },
      {},
      [`critical not-yet-valid: ${CALLED} becomes valid only in 24 hours, on Mon 23 Nov 2026, 12:00 UTC.`],
    ],
    ['that it signed itself is not said, since nobody has judged it', { selfIssued: true }, {}, []],
    [
      'neither its signature nor its validity counts where it signed itself',
      { selfIssued: true, signature: 'SHA1-RSA', notBefore: NOW - 5_000 * DAY },
      {},
      [],
    ],
    [
      'that it insists on a staple does not count, since the staple was the other’s',
      { mustStaple: true },
      { stapled: false },
      [],
    ],
  ])('%s', (_, second, seen, expected) => {
    expect(saidOf(second, seen)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ['is judged by its name', 'private', ['critical name-mismatch', 'warning weak-key']],
    ['is taken as it is where any is', 'any', ['info name-mismatch', 'info weak-key']],
    [
      'is taken as it is where one is named by its fingerprint',
      `sha256:${'ab'.repeat(32)}`,
      ['info name-mismatch', 'info weak-key'],
    ],
  ])('it %s', (_, trust, expected) => {
    const found = saidOf({ keyType: 'RSA', keyBits: 1024, names: ['x'] }, MISMATCH, trust);
    expect(found.map((sentence) => sentence.replace(/:.*/, ''))).toEqual(expected);
  });

  test('the names of the first are its own', () => {
    expect(saidOf({}, { nameMatches: false })).toEqual([
      'critical name-mismatch: The certificate is not for www.example.com; it is for www.example.com.',
    ]);
  });

  test('its validity is not judged where the first is not trusted', () => {
    const verdict = { trusted: false, reason: 'untrusted', sentence: 'No.' } as const;
    expect(saidOf({ notBefore: NOW - 500 * DAY }, { verdict })).toEqual(['critical untrusted: No.']);
  });

  test('it is said at which of several addresses', () => {
    const other = certificate(60, { sha256: SHA256, keyType: 'RSA', keyBits: 1024 });
    const two = endpoint(serving(FIRST, { sent: [FIRST] }), serving(FIRST, { sent: [other] }, '192.0.2.2'));
    expect(said(assess(target(), two, undefined, NOW))).toEqual([
      `warning weak-key: ${CALLED} has an RSA key of 1024 bits, which current clients refuse. [192.0.2.2]`,
      expect.stringMatching(/^info mixed-addresses/),
    ]);
  });
});
