import type { Handshake } from '../../lambda/core/observation';
import { handshake } from '../../lambda/tls/handshake';
import { type Authority, createAuthority } from '../servers/certificates';
import { startTlsServer } from '../servers/tls-server';
import { read } from './read';
import { endpointOf, NAMES, type Scene, shown } from './scene';

let ca: Authority;

beforeAll(async () => {
  ca = await createAuthority({ name: 'Test CA' });
});

const healthy = () => ca.issue({ name: 'service', names: NAMES });

describe('a hand-shake shows', () => {
  it.each<[string, Scene, Partial<Record<keyof Handshake, unknown>>]>([
    [
      'with TLS 1.3 where the server speaks it',
      { has: healthy },
      { protocol: 'TLSv1.3', cipher: expect.stringMatching(/^TLS_/) },
    ],
    ['with TLS 1.2 where it does not', { has: healthy, server: { maxVersion: 'TLSv1.2' } }, { protocol: 'TLSv1.2' }],
    [
      'even with TLS 1.0 and a cipher without forward secrecy',
      {
        has: () => ca.issue({ name: 'service', names: NAMES, key: 'rsa' }),
        server: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'AES128-SHA@SECLEVEL=0' },
      },
      { protocol: 'TLSv1', cipher: 'AES128-SHA', verdict: { trusted: true } },
    ],
    [
      'even with signatures by SHA-1, as TLS 1.0 has them',
      {
        has: () => ca.issue({ name: 'service', names: NAMES, key: 'rsa' }),
        server: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ECDHE-RSA-AES128-SHA@SECLEVEL=0' },
      },
      { protocol: 'TLSv1', cipher: 'ECDHE-RSA-AES128-SHA' },
    ],
    ...['P-521', 'X448', 'brainpoolP384r1', 'ffdhe2048'].map(
      (group): [string, Scene, Partial<Record<keyof Handshake, unknown>>] => [
        `also where the server has the group ${group} alone`,
        { has: healthy, server: { ecdhCurve: group, ...(group.startsWith('b') && { maxVersion: 'TLSv1.2' }) } },
        { verdict: { trusted: true } },
      ],
    ),
    [
      'an RSA key',
      { has: () => ca.issue({ name: 'service', names: NAMES, key: 'rsa' }) },
      {
        verdict: { trusted: true },
        chain: [expect.objectContaining({ keyType: 'RSA', keyBits: 2048 }), expect.anything()],
      },
    ],
    [
      'an EC key',
      { has: healthy },
      { chain: [expect.objectContaining({ keyType: 'EC', keyBits: 256, names: NAMES }), expect.anything()] },
    ],
    [
      'the path from the leaf by its intermediate to the root, though the root is not sent',
      {
        has: async () =>
          (await ca.issue({ name: 'Issuing CA', intermediate: true })).issue({ name: 'service', names: NAMES }),
      },
      {
        verdict: { trusted: true },
        chain: ['service', 'Issuing CA', 'Test CA'].map((cn) => expect.objectContaining({ subject: `CN=${cn}` })),
      },
    ],
    [
      'a certificate for another name',
      { has: () => ca.issue({ name: 'localhost', names: ['other.example'] }) },
      { verdict: { trusted: true }, nameMatches: false },
    ],
    [
      'that the common name is no name to go by',
      { has: () => ca.issue({ name: 'localhost' }) },
      { verdict: { trusted: true }, nameMatches: false },
    ],
    [
      'that an address is judged by the addresses in it',
      { has: healthy, asks: () => ({ host: '127.0.0.1' }) },
      { verdict: { trusted: true }, nameMatches: true },
    ],
    [
      'the match with the last of 150 names',
      {
        has: () =>
          ca.issue({
            name: 'service',
            names: [...Array.from({ length: 149 }, (_, i) => `n${i}.example`), 'localhost'],
          }),
      },
      { nameMatches: true },
    ],
  ])('%s', async (_, scene, expected) => {
    const { outcome } = await shown(scene, ca);
    expect(outcome).toMatchObject(expected);
  });
});

describe('the server is asked for', () => {
  it('the host by its name', async () => {
    expect((await shown({ has: healthy, asks: () => ({ host: 'www.example.com' }) }, ca)).seen).toEqual([
      'www.example.com',
    ]);
  });

  it('no name where the host is an address', async () => {
    expect((await shown({ has: healthy, asks: () => ({ host: '127.0.0.1' }) }, ca)).seen).toEqual([]);
  });
});

it('each hand-shake is a new one, so that a replaced certificate is seen at once', async () => {
  const [first, second] = [await healthy(), await healthy()];
  const server = await startTlsServer({ certificate: first.fullChain, key: first.key });
  const look = async () => {
    const endpoint = endpointOf(server);
    const outcome = await handshake(endpoint, performance.now() + 5_000);
    return outcome.ok ? outcome.seen.chain[0].sha256 : outcome.failure;
  };
  expect(await look()).toBe(read(first.der).sha256);
  server.replace({ certificate: second.fullChain, key: second.key });
  expect(await look()).toBe(read(second.der).sha256);
  await server.close();
});

it('a port that is none becomes a failure too', async () => {
  const endpoint = endpointOf({ address: '127.0.0.1', port: 99_999 });
  const outcome = await handshake(endpoint, performance.now() + 5_000);
  expect(outcome).toMatchObject({ ok: false, failure: { reason: 'internal-error' } });
});
