import fc from 'fast-check';
import { chainHash } from '../../lambda/tls/chain-hash';

const [A, B] = [Uint8Array.of(1, 2), Uint8Array.of(3)];

describe('the hash of a chain', () => {
  it('is what it was in every release, since results remember it', () => {
    expect(chainHash([A, B])).toBe('763caab21946e35fa4a801b47c23015576f9947e4b2451f44960808d84629aac');
  });

  it('is 64 hexadecimal digits even of nothing', () => {
    expect(chainHash([])).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Uint8Array[]]>([
    ['the order is another', [B, A]],
    ['one is sent twice', [A, A, B]],
    ['one is missing', [A]],
    ['the same bytes are cut elsewhere', [Uint8Array.of(1), Uint8Array.of(2, 3)]],
    ['the same bytes are one', [Uint8Array.of(1, 2, 3)]],
  ])('is another where %s', (_, other) => {
    expect(chainHash(other)).not.toBe(chainHash([A, B]));
  });

  it('is the same for the same chains alone', () => {
    const anyChain = fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 4 });
    const text = (chain: readonly Uint8Array[]) => chain.map((der) => der.join()).join(';') + chain.length;
    const property = fc.property(
      anyChain,
      anyChain,
      (a, b) => (chainHash(a) === chainHash(b)) === (text(a) === text(b)),
    );
    fc.assert(property, { numRuns: 2_000 });
  });
});
