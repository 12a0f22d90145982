import type { Certificate } from '../../lambda/core/certificate';
import { DAY } from '../../lambda/core/instant';
import type { Handshake } from '../../lambda/core/observation';
import type { Endpoint } from '../../lambda/tls/handshake';
import { verdictOf } from '../../lambda/tls/verdict';
import { type Authority, createAuthority, type Issued, selfSigned } from '../servers/certificates';
import { read } from './read';
import { distrusted, NAMES, NOW, type Scene, shown } from './scene';

let ca: Authority;
let otherCa: Authority;

beforeAll(async () => {
  ca = await createAuthority({ name: 'Test CA' });
  otherCa = await createAuthority({ name: 'Other CA' });
});

const healthy = () => ca.issue({ name: 'service', names: NAMES });

describe('a hand-shake judges', () => {
  it.each<[string, Scene, Partial<Record<keyof Handshake, unknown>>]>([
    ['a certificate of the private CA is trusted', { has: healthy }, { verdict: { trusted: true }, nameMatches: true }],
    [
      'the date of one that has expired',
      { has: () => ca.issue({ name: 'service', names: NAMES, notBefore: NOW - 90 * DAY, notAfter: NOW - 9 * DAY }) },
      {
        ...distrusted('date', 'The certificate “service” has expired.'),
        chain: [expect.objectContaining({ notAfter: Math.floor((NOW - 9 * DAY) / 1000) * 1000 }), expect.anything()],
        nameMatches: true,
      },
    ],
    [
      'one that is not valid yet',
      { has: () => ca.issue({ name: 'service', names: NAMES, notBefore: NOW + DAY }) },
      distrusted('date', 'The certificate “service” is not valid yet.'),
    ],
    [
      'that one that has expired is not trusted besides',
      { has: () => otherCa.issue({ name: 'service', names: NAMES, notBefore: NOW - 90 * DAY, notAfter: NOW - DAY }) },
      { verdict: expect.objectContaining({ reason: 'chain-incomplete' }) },
    ],
    [
      'that a self-signed one that has expired is self-signed besides',
      { has: () => selfSigned({ name: 'service', names: NAMES, notBefore: NOW - 90 * DAY, notAfter: NOW - DAY }) },
      { verdict: expect.objectContaining({ reason: 'self-signed' }) },
    ],
    [
      'a self-signed certificate',
      { has: () => selfSigned({ name: 'service', names: NAMES }) },
      distrusted(
        'self-signed',
        'The certificate “service” is signed by itself and by no CA, and it is not in the private CA bundle.',
      ),
    ],
    [
      'a self-signed certificate that is in the bundle',
      {
        has: () => selfSigned({ name: 'service', names: NAMES }),
        asks: ({ certificate }) => ({ privateCa: certificate }),
      },
      { verdict: { trusted: true } },
    ],
    [
      'a missing intermediate',
      {
        has: async () =>
          (await ca.issue({ name: 'Issuing CA', intermediate: true })).issue({ name: 'service', names: NAMES }),
        sends: ({ certificate }) => certificate,
      },
      {
        ...distrusted(
          'chain-incomplete',
          'The server does not send the certificate of “CN=Issuing CA”, which issued “service”, and it is not in the private CA bundle: if it is an intermediate, it has to be installed on the server together with the certificate; if it is a root, it is not trusted.',
        ),
        chain: [expect.objectContaining({ subject: 'CN=service' })],
      },
    ],
    [
      'a CA that is not trusted and sent along',
      {
        has: () => otherCa.issue({ name: 'service', names: NAMES }),
        sends: ({ certificate }) => `${certificate}${otherCa.certificate}`,
      },
      distrusted('untrusted', 'The path ends at the root “CN=Other CA”, which is not in the private CA bundle.'),
    ],
    [
      'an intermediate of a CA that is not trusted',
      {
        has: async () =>
          (await otherCa.issue({ name: 'Issuing CA', intermediate: true })).issue({ name: 'service', names: NAMES }),
      },
      distrusted(
        'untrusted',
        'The path ends at “CN=Issuing CA”; its issuer “CN=Other CA” is neither sent by the server nor in the private CA bundle.',
      ),
    ],
    [
      'that the private CA is none of the public roots',
      {
        has: healthy,
        sends: ({ certificate }) => `${certificate}${ca.certificate}`,
        asks: () => ({ trust: { by: 'public' } }),
      },
      distrusted('untrusted', 'The path ends at the root “CN=Test CA”, which is not among the public roots.'),
    ],
    [
      'that an intermediate in the bundle is trusted without its root',
      {
        has: async () =>
          (await otherCa.issue({ name: 'Issuing CA', intermediate: true })).issue({ name: 'service', names: NAMES }),
        asks: ({ fullChain }) => ({ privateCa: fullChain.slice(fullChain.lastIndexOf('-----BEGIN')) }),
      },
      { verdict: { trusted: true } },
    ],
    [
      'that one certificate of a bundle with text around is enough',
      { has: healthy, asks: () => ({ privateCa: `# ours\r\n${otherCa.certificate}\n# theirs\n${ca.certificate}` }) },
      { verdict: { trusted: true } },
    ],
    [
      'that any certificate will do for those who trust any',
      { has: () => selfSigned({ name: 'service' }), asks: () => ({ trust: { by: 'any' } }) },
      { verdict: { trusted: true }, nameMatches: false },
    ],
  ])('%s', async (_, scene, expected) => {
    const { outcome } = await shown(scene, ca);
    expect(outcome).toMatchObject(expected);
  });
});

it('an expired root is named, though its own date does not count', async () => {
  const expired = await createAuthority({ name: 'Old CA', notBefore: NOW - 90 * DAY, notAfter: NOW - DAY });
  const has = () => expired.issue({ name: 'service', names: NAMES });
  const { outcome } = await shown({ has, asks: () => ({ privateCa: expired.certificate }) }, ca);
  expect(outcome).toMatchObject(distrusted('date', 'The certificate “Old CA” has expired.'));
});

it('a certificate that may not issue others makes its path untrusted', async () => {
  const has = async () => (await ca.issue({ name: 'no CA' })).issue({ name: 'service', names: NAMES });
  const { outcome } = await shown({ has }, ca);
  expect(outcome.verdict).toMatchObject({
    reason: 'untrusted',
    sentence: expect.stringMatching(/\(INVALID_(CA|PURPOSE)\)\.$/),
  });
});

describe('a pin', () => {
  const pinnedTo = (sha256: string): Partial<Endpoint> => ({ trust: { by: 'pin', sha256 } });
  const has = () => selfSigned({ name: 'service' });

  it.each<[string, (leaf: Certificate) => string]>([
    ['its hash', ({ sha256 }) => sha256],
    ['the hash of its key', ({ keySha256 }) => keySha256],
  ])('by %s trusts a certificate, whoever issued it', async (_, pinOf) => {
    const asks = ({ der }: Issued) => pinnedTo(pinOf(read(der)));
    expect((await shown({ has, asks }, ca)).outcome.verdict).toEqual({ trusted: true });
  });

  it('of another certificate or key is answered with both', async () => {
    const pin = 'ab'.repeat(32);
    const { outcome, issued } = await shown({ has, asks: () => pinnedTo(pin) }, ca);
    const { sha256, keySha256 } = read(issued.der);
    const sentence = `The certificate is not the expected one: the row expects the SHA-256 ${pin}, but the certificate has ${sha256} and its key has ${keySha256}.`;
    expect(outcome).toMatchObject(distrusted('unexpected-certificate', sentence));
  });

  it('of the CA is none of the certificate', async () => {
    const sends = ({ certificate }: Issued) => `${certificate}${ca.certificate}`;
    const { outcome } = await shown({ has: healthy, sends, asks: () => pinnedTo(read(ca.der).sha256) }, ca);
    expect(outcome.verdict).toMatchObject({ reason: 'unexpected-certificate' });
  });
});

const LEAF: Certificate = {
  subject: 'CN=www.example.com',
  issuer: 'CN=Issuing CA',
  serial: '01',
  sha256: 'aa'.repeat(32),
  keySha256: 'bb'.repeat(32),
  notBefore: 0,
  notAfter: 1,
  names: ['www.example.com'],
  keyType: 'EC',
  keyBits: 256,
  signature: 'SHA256-ECDSA',
  selfIssued: false,
};

it.each([
  ['INVALID_PURPOSE', 'a certificate on its path is not meant for this purpose (INVALID_PURPOSE).'],
  ['CERT_SIGNATURE_FAILURE', 'a signature on its path is wrong (CERT_SIGNATURE_FAILURE).'],
  ['SOME_NEW_WORD', 'OpenSSL refuses its path (SOME_NEW_WORD).'],
])('OpenSSL’s %s is distrust that keeps the word', (code, why) => {
  expect(verdictOf(code, [LEAF], { trust: { by: 'public' }, now: 0 })).toEqual({
    trusted: false,
    reason: 'untrusted',
    sentence: `The certificate “www.example.com” is not trusted: ${why}`,
  });
});

it('whatever OpenSSL says, any certificate will do for those who trust any', () => {
  expect(verdictOf('SOME_NEW_WORD', [LEAF], { trust: { by: 'any' }, now: 0 })).toEqual({ trusted: true });
});

it.each([
  ['no bundle', undefined],
  ['an empty bundle', ''],
  ['a bundle without a certificate', 'this is no PEM'],
])('%s trusts nobody, and says why', (_, bundle) => {
  expect(
    verdictOf('UNABLE_TO_VERIFY_LEAF_SIGNATURE', [LEAF], {
      trust: { by: 'private' },
      now: 0,
      ...(bundle !== undefined && { privateCa: bundle }),
    }),
  ).toMatchObject({
    reason: 'untrusted',
    sentence: expect.stringContaining('no CA bundle with a certificate in it was given, at deploy time or with --ca'),
  });
});
