import { assess } from '../../lambda/core/assess';
import type { Certificate } from '../../lambda/core/certificate';
import { DAY } from '../../lambda/core/instant';
import type { Handshake } from '../../lambda/core/observation';
import { authority, certificate, endpoint, NOW, said, serving, target } from './builders';

const NEVER = '(nothing)';

/** The findings of a leaf that is sound but for what is given, on a path to a root. */
function saidOf(leaf: Partial<Certificate>, seen: Partial<Handshake> = {}, trust = 'public', now = NOW): string[] {
  const served = certificate(60, leaf);
  const chain = [served, authority('R3', 'X1'), authority('X1', 'X1')] as const;
  return said(assess(target({ trust }), endpoint(serving(served, { chain, ...seen })), undefined, now));
}

function one(found: readonly string[]): string {
  return found.length === 0 ? NEVER : found.join(' & ');
}

describe('a signature', () => {
  test.each([
    ['SHA256-ECDSA', NEVER],
    ['RSASSA-PSS', NEVER],
    ['SHA256-RSASSA-PSS', NEVER],
    ['Ed25519', NEVER],
    ['1.2.3.4', NEVER],
    ['SHA1-RSA', 'warning weak-signature: The certificate “www.example.com” is signed with SHA1-RSA, which'],
    ['SHA1-ECDSA', 'warning weak-signature'],
    ['SHA1-DSA', 'warning weak-signature'],
    ['SHA1-RSASSA-PSS', 'warning weak-signature'],
    ['MD5-RSA', 'warning weak-signature'],
    ['MD2-RSA', 'warning weak-signature'],
  ])('%s of the leaf', (signature, expected) => {
    expect(one(saidOf({ signature }))).toContain(expected);
  });

  const [weak, leaf] = [{ signature: 'SHA1-RSA' }, certificate(60)];
  test.each<[string, Handshake['chain'], string]>([
    ['of an intermediate counts', [leaf, authority('R3', 'X1', weak)], 'warning weak-signature: The certificate “R3”'],
    ['of a root does not', [leaf, authority('R3', 'X1'), authority('X1', 'X1', weak)], NEVER],
    ['of a certificate that signed itself does not', [certificate(60, { ...weak, selfIssued: true })], NEVER],
  ])('%s', (_, chain, expected) => {
    expect(one(saidOf({}, { chain }))).toContain(expected);
  });

  test('is no news to whoever goes by a fingerprint or by nothing', () => {
    expect(saidOf({ signature: 'SHA1-RSA' }, {}, 'any')).toEqual([expect.stringMatching(/^info weak-signature/)]);
    const pin = `sha256:${'ab'.repeat(32)}`;
    expect(saidOf({ signature: 'SHA1-RSA' }, {}, pin)).toEqual([expect.stringMatching(/^info weak-signature/)]);
    expect(saidOf({ signature: 'SHA1-RSA' }, {}, 'private')).toEqual([expect.stringMatching(/^warning/)]);
  });
});

describe('a key', () => {
  test.each([
    ['RSA', 2048, NEVER],
    ['RSA', 2047, 'warning weak-key: The certificate “www.example.com” has an RSA key of 2047 bits, which'],
    ['RSA', 1024, 'warning weak-key'],
    ['RSA', 512, 'warning weak-key'],
    ['RSA', 0, NEVER],
    ['EC', 256, NEVER],
    ['EC', 224, NEVER],
    ['EC', 192, 'warning weak-key: The certificate “www.example.com” has an EC key of 192 bits'],
    ['EC', 0, NEVER],
    ['DSA', 0, 'warning weak-key: The certificate “www.example.com” has a DSA key, which'],
    ['Ed25519', 256, NEVER],
    ['ML-DSA-65', 0, NEVER],
  ])('%s of %d bits', (keyType, keyBits, expected) => {
    expect(one(saidOf({ keyType, keyBits }))).toContain(expected);
  });

  const old = { keyType: 'RSA', keyBits: 1024 };
  test.each<[string, Handshake['chain'], string]>([
    [
      'of an intermediate counts',
      [certificate(60), authority('R3', 'X1', old)],
      'warning weak-key: The certificate “R3”',
    ],
    ['of a root does not', [certificate(60), authority('R3', 'X1'), authority('X1', 'X1', old)], NEVER],
    ['of a certificate that signed itself counts', [certificate(60, { ...old, selfIssued: true })], 'warning weak-key'],
  ])('%s', (_, chain, expected) => {
    expect(one(saidOf({}, { chain }))).toContain(expected);
  });
});

test.each([
  ['TLSv1.3', NEVER],
  ['TLSv1.2', NEVER],
  ['unknown', NEVER],
  ['TLSv1.1', 'warning legacy-protocol: The server speaks no newer protocol than TLSv1.1, which'],
  ['TLSv1', 'warning legacy-protocol'],
  ['TLSv1.0', 'warning legacy-protocol'],
  ['SSLv3', 'warning legacy-protocol'],
  ['SSLv2', 'warning legacy-protocol'],
])('a server that answers with %s', (protocol, expected) => {
  expect(one(saidOf({}, { protocol }))).toContain(expected);
});

describe('how long a publicly trusted certificate may be valid', () => {
  const SECOND = 1_000;
  test.each([
    ['825 days before September 2020', '2020-08-31T23:59:59Z', 825],
    ['398 days from September 2020', '2020-09-01T00:00:00Z', 398],
    ['398 days until 14 March 2026', '2026-03-14T23:59:59Z', 398],
    ['200 days from 15 March 2026', '2026-03-15T00:00:00Z', 200],
    ['200 days until 14 March 2027', '2027-03-14T23:59:59Z', 200],
    ['100 days from 15 March 2027', '2027-03-15T00:00:00Z', 100],
    ['100 days until 14 March 2029', '2029-03-14T23:59:59Z', 100],
    ['47 days from 15 March 2029', '2029-03-15T00:00:00Z', 47],
  ])('%s, the last second included', (_, issued, days) => {
    const notBefore = Date.parse(issued);
    const longest = notBefore + days * DAY - SECOND;
    const now = notBefore + DAY;
    const found = (notAfter: number) => saidOf({ notBefore, notAfter }, {}, 'public', now).join('; ');
    expect(found(longest)).not.toContain('validity-too-long');
    expect(found(longest + SECOND)).toContain(
      `is valid for ${days + 1} days, but a publicly trusted one of that day may be valid for ${days} at most.`,
    );
  });

  const long = { notBefore: NOW - DAY, notAfter: NOW + 3_650 * DAY };
  const distrusted = { trusted: false, reason: 'untrusted', sentence: 'No.' } as const;
  test.each([
    [
      'a warning for public trust',
      'public',
      { trusted: true } as const,
      /^warning validity-too-long: .* of Sat 21 Nov 2026 is valid for 3652 days/,
    ],
    ['the business of a private CA', 'private', { trusted: true } as const, /^\(nothing\)$/],
    ['nobody’s business where any is trusted', 'any', { trusted: true } as const, /^\(nothing\)$/],
    ['not the trouble of one that is not trusted', 'public', distrusted, /^critical untrusted: No\.$/],
  ])('ten years are %s', (_, trust, verdict, expected) => {
    expect(one(saidOf(long, { verdict }, trust))).toMatch(expected);
  });
});

test.each([
  ['requested', /^info client-certificate-required: The server asks its clients for a certificate of their own\.$/],
  ['required', /^info client-certificate-required: The server turns away clients without a certificate/],
] as const)('a client certificate that is %s is worth reading', (clientCertificate, expected) => {
  expect(one(saidOf({}, { clientCertificate }))).toMatch(expected);
});

describe('a hand-shake that broke off after the certificates', () => {
  const incomplete = { reason: 'handshake-refused', sentence: 'It breaks off.' } as const;
  const verdict = { trusted: false, reason: 'unjudged', sentence: 'It breaks off.' } as const;

  test('for want of a client certificate is as it is meant to be', () => {
    const seen = endpoint(serving(certificate(60), { incomplete, verdict, clientCertificate: 'required' }));
    expect(assess(target(), seen, undefined, NOW)).toMatchObject({
      severity: 'info',
      seen: 'all',
      findings: [{ reason: 'client-certificate-required' }],
    });
  });

  test('for any other reason is a service that nobody can use, and its date counts', () => {
    const seen = endpoint(serving(certificate(2), { incomplete, verdict }));
    expect(assess(target(), seen, undefined, NOW).findings).toMatchObject([
      { reason: 'expiring', severity: 'critical' },
      { reason: 'unreachable', severity: 'warning', sentence: 'It breaks off.' },
    ]);
  });
});

test('addresses beyond the most that are looked at are named', () => {
  const seen = { ...endpoint(serving(certificate(60))), left: ['192.0.2.17', '192.0.2.18'] } as const;
  expect(assess(target(), seen, undefined, NOW).findings).toMatchObject([
    {
      reason: 'addresses-left',
      severity: 'info',
      sentence: expect.stringMatching(/left out are 192\.0\.2\.17, 192\.0\.2\.18\.$/),
    },
  ]);
});
