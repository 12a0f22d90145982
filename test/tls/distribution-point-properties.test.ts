import fc from 'fast-check';
import { NotDer } from '../../lambda/tls/der';
import { type Scope, scopeOf } from '../../lambda/tls/distribution-point';
import { sequence, tlv } from './der-writer';
import { fullName } from './signing';

const YES = Buffer.of(0xff);
const REAL = [
  sequence(fullName('http://crl.test/1.crl', 'ldap://crl.test/cn=1')),
  sequence(fullName('http://crl.test/1.crl'), tlv(0x81, YES)),
  sequence(tlv(0xa0, tlv(0xa1, Buffer.of(0x31, 0))), tlv(0x83, Buffer.of(1, 2)), tlv(0x84, YES)),
  sequence(),
];

function read(value: Uint8Array): Scope | undefined {
  try {
    return scopeOf(value);
  } catch (error) {
    if (error instanceof NotDer) return undefined;
    throw error;
  }
}

/** Few short addresses, and a reason in our own words; or it is no extension. */
function isFit(value: Uint8Array): boolean {
  const scope = read(value);
  if (scope === undefined) return true;
  const { urls, unfit } = scope;
  return urls.every((url) => url.length <= 500) && (unfit === undefined || /^[\x20-\x7e]{10,100}$/.test(unfit));
}

describe('what a CRL says that it is about is read, or is no extension', () => {
  it('of arbitrary bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isFit), { numRuns: 3_000 });
  });

  it('of a real one with some bytes changed, or a piece cut out', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
    const property = fc.property(fc.constantFrom(...REAL), changes, fc.nat(), fc.nat(), (real, each, a, b) => {
      const der = Uint8Array.from(real);
      for (const [at, byte] of each) der[at % der.length] = byte;
      const [from, to] = [a % (der.length + 1), b % (der.length + 1)];
      return isFit(der) && isFit(Buffer.concat([der.subarray(0, from), der.subarray(to)]));
    });
    fc.assert(property, { numRuns: 5_000 });
  });

  it('of well-formed fields with arbitrary contents', () => {
    const field = fc.tuple(fc.constantFrom(0x81, 0x82, 0x83, 0x84, 0x85, 0x30, 0x04), fc.uint8Array({ maxLength: 20 }));
    const name = fc.tuple(
      fc.constantFrom(0x86, 0x82, 0xa4),
      fc.nat(600).map((length) => Buffer.alloc(length, 'a')),
    );
    const property = fc.property(
      fc.array(field, { maxLength: 5 }),
      fc.array(name, { maxLength: 5 }),
      (fields, names) => {
        const point = tlv(0xa0, tlv(0xa0, ...names.map(([tag, bytes]) => tlv(tag, bytes))));
        return isFit(sequence(point, ...fields.map(([tag, bytes]) => tlv(tag, bytes))));
      },
    );
    fc.assert(property, { numRuns: 3_000 });
  });

  it('and never tells of a server’s certificate where it names other certificates, or others than its issuer', () => {
    const about = fc.constantFrom(0x82, 0x84, 0x85);
    const property = fc.property(about, fc.integer({ min: 1, max: 255 }), fc.boolean(), (tag, byte, named) => {
      const point = named ? [fullName('http://crl.test/1.crl')] : [];
      return read(sequence(...point, tlv(tag, Buffer.of(byte))))?.unfit !== undefined;
    });
    fc.assert(property);
  });
});
