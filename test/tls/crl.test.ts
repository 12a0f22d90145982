import fc from 'fast-check';
import { DAY } from '../../lambda/core/instant';
import { type Crl, entryOf, LONGEST_CRL, readCrl } from '../../lambda/tls/crl';
import { NotDer, wholeOf } from '../../lambda/tls/der';
import { isSignedBy } from '../../lambda/tls/signed';
import { oid, sequence, tlv } from './der-writer';
import { ALGORITHMS, crlOf, extension, fullName, NOW, revoked, SERIAL, signer, time } from './signing';

const CA = signer('Test CA');
const THEN = NOW - 3 * DAY;

function read(der: Uint8Array): Crl {
  const crl = readCrl(der);
  if ('problem' in crl) throw new Error(crl.problem);
  return crl;
}

function withPoint(...fields: readonly Uint8Array[]): Uint8Array {
  return crlOf(CA, { extensions: [extension('2.5.29.28', sequence(...fields), true)] });
}

describe('readCrl', () => {
  it('reads when and by whom it was issued', () => {
    const crl = read(crlOf(CA));
    expect(crl).toMatchObject({ thisUpdate: NOW - DAY, nextUpdate: NOW + 6 * DAY, scope: { urls: [] } });
    expect(Buffer.from(wholeOf(crl.issuer))).toEqual(Buffer.from(CA.name));
    expect(read(crlOf(CA, { nextUpdate: null }))).not.toHaveProperty('nextUpdate');
  });

  it('reads one in PEM, whatever stands around it', () => {
    const base64 = Buffer.from(crlOf(CA, { entries: [revoked(SERIAL, THEN)] })).toString('base64');
    const pem = `Certificate Revocation List:\n-----BEGIN X509 CRL-----\r\n${base64}\r\n-----END X509 CRL-----\n`;
    expect(entryOf(read(Buffer.from(pem)), SERIAL)).toEqual({ at: THEN });
  });

  it('reads one of version 1, which has neither version nor extensions', () => {
    const tbs = sequence(CA.algorithm, CA.name, time(NOW), time(NOW + DAY), sequence(revoked(SERIAL, THEN)));
    expect(entryOf(read(CA.sign(tbs)), SERIAL)).toEqual({ at: THEN });
  });

  it.each<[string, Uint8Array, string]>([
    ['a page of a web server', Buffer.from('<html>'), 'is none, but something else'],
    ['nothing', new Uint8Array(), 'is none, but something else'],
    ['a PEM block of something else', Buffer.from('-----BEGIN CERTIFICATE-----\n'), 'is none, but something else'],
    ['half of one', crlOf(CA).subarray(0, 100), 'ends in the middle'],
    [
      'one with something behind it',
      Buffer.concat([crlOf(CA), Buffer.of(0)]),
      'is followed by bytes of something else',
    ],
    [
      'one without an issuer',
      CA.sign(sequence(tlv(2, Uint8Array.of(1)), CA.algorithm)),
      'has no issuer where it belongs',
    ],
    ['more than is read', Buffer.alloc(LONGEST_CRL + 1), 'has 33554433 bytes; at most 33554432 are read'],
  ])('refuses %s', (_, bytes, problem) => {
    expect(readCrl(bytes)).toEqual({ problem });
  });
});

describe('what a CRL says that it is about', () => {
  const yes = (tag: number) => tlv(tag, Uint8Array.of(0xff));
  const url = fullName('http://crl.test/1.crl', 'ldap://crl.test/1');

  it.each<[string, Uint8Array, object]>([
    ['all that its issuer issued', crlOf(CA), { urls: [] }],
    [
      'one distribution point',
      withPoint(url),
      { urls: ['http://crl.test/1.crl', 'ldap://crl.test/1'], usersOnly: false },
    ],
    ['no CAs', withPoint(yes(0x81)), { urls: [], usersOnly: true }],
    ['CAs only', withPoint(url, yes(0x82)), { unfit: 'is about certificates of CAs only' }],
    ['what is FALSE and should not be there', withPoint(tlv(0x82, Uint8Array.of(0))), { urls: [], usersOnly: false }],
    ['attribute certificates', withPoint(yes(0x85)), { unfit: 'is about attribute certificates only' }],
    [
      'some reasons',
      withPoint(tlv(0x83, Uint8Array.of(6, 0x40))),
      { unfit: 'tells of some reasons for revocation only' },
    ],
    ['others too', withPoint(yes(0x84)), { unfit: 'is an indirect one, which also tells of what others issued' }],
    [
      'a point relative to its issuer',
      withPoint(tlv(0xa0, tlv(0xa1, sequence()))),
      { unfit: 'is for a distribution point without an address' },
    ],
    [
      'changes',
      crlOf(CA, { extensions: [extension('2.5.29.27', tlv(2, Uint8Array.of(1)), true)] }),
      { unfit: 'is a delta, which tells of changes only' },
    ],
    [
      'what nobody understands',
      crlOf(CA, { extensions: [extension('1.2.3.4', sequence(), true)] }),
      { unfit: 'has a critical extension that is not understood (1.2.3.4)' },
    ],
    ['what nobody has to understand', crlOf(CA, { extensions: [extension('1.2.3.4', sequence())] }), { urls: [] }],
    ['its number', crlOf(CA, { extensions: [extension('2.5.29.20', tlv(2, Uint8Array.of(1)), true)] }), { urls: [] }],
  ])('%s', (_, der, scope) => {
    expect(read(der).scope).toEqual(expect.objectContaining(scope));
  });
});

describe('entryOf', () => {
  const others = [1, 2, 3].map((n) => revoked(Uint8Array.of(n, n), THEN - DAY, 4));
  const among = (...entries: readonly Uint8Array[]) => read(crlOf(CA, { entries: [...others, ...entries, ...others] }));

  it.each<[string, Uint8Array, object | undefined]>([
    ['without a reason', revoked(SERIAL, THEN), { at: THEN }],
    ['with one', revoked(SERIAL, THEN, 1), { at: THEN, reason: 'keyCompromise' }],
    ['with the highest', revoked(SERIAL, THEN, 10), { at: THEN, reason: 'aACompromise' }],
    ['with one that does not exist', revoked(SERIAL, THEN, 7), { at: THEN }],
    ['on hold', revoked(SERIAL, THEN, 6), { at: THEN, reason: 'certificateHold' }],
    ['taken back', revoked(SERIAL, THEN, 8), undefined],
    ['in another notation of its number', revoked(Uint8Array.of(0, 0, ...SERIAL), THEN), { at: THEN }],
    ['only as the end of another number', revoked(Uint8Array.of(1, ...SERIAL), THEN), undefined],
    [
      'only in a date of another',
      revoked(Uint8Array.of(9), THEN, 1, extension('2.5.29.24', tlv(4, SERIAL))),
      undefined,
    ],
    ['not at all', revoked(Uint8Array.of(9), THEN), undefined],
  ])('finds a certificate %s', (_, entry, found) => {
    expect(entryOf(among(entry), SERIAL)).toEqual(found);
  });

  it('finds nothing in a list without entries', () => {
    expect(entryOf(read(crlOf(CA)), SERIAL)).toBeUndefined();
  });

  it('does not go by an entry that it does not understand', () => {
    const odd = revoked(SERIAL, THEN, 1, extension('2.5.29.29', sequence(), true));
    expect(() => entryOf(among(odd), SERIAL)).toThrow('critical extension');
  });

  it('looks through ten million bytes in a moment, and finds the last', () => {
    const entries = Array.from({ length: 270_000 }, (_, i) => {
      const serial = Buffer.alloc(16, 0x11);
      serial.writeUInt32BE(i, 4);
      return revoked(serial, THEN);
    });
    const list = Buffer.concat([...entries, revoked(SERIAL, THEN, 1)]);
    const header = Buffer.from([0x30, 0x84, 0, 0, 0, 0]);
    header.writeUInt32BE(list.length, 2);
    const crl = { ...read(crlOf(CA)), entries: whole(Buffer.concat([header, list])) };
    const start = performance.now();
    expect(entryOf(crl, SERIAL)).toEqual({ at: THEN, reason: 'keyCompromise' });
    expect(entryOf(crl, Uint8Array.of(7, 7, 7, 7))).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(list.length).toBeGreaterThan(9_000_000);
  });
});

function whole(bytes: Uint8Array) {
  return { bytes, tag: 0x30, start: 0, from: 6, end: bytes.length };
}

describe('isSignedBy', () => {
  const ways = Object.keys(ALGORITHMS).filter((way): way is keyof typeof ALGORITHMS => way in ALGORITHMS);

  it.each(ways)('believes %s of the right key, and of no other', async (way) => {
    const [one, other] = [signer('Test CA', way), signer('Test CA', way)];
    const crl = read(crlOf(one));
    expect(await isSignedBy(crl, one.key)).toBe(true);
    expect(await isSignedBy(crl, other.key)).toBe(false);
    expect(await isSignedBy(crl, CA.key)).toBe(false);
  });

  it('believes nothing that was changed afterwards', async () => {
    const der = Buffer.from(crlOf(CA, { entries: [revoked(SERIAL, THEN)] }));
    der[der.indexOf(SERIAL.subarray(1))] = 0x12;
    expect(await isSignedBy(read(der), CA.key)).toBe(false);
  });

  it('believes no algorithm that is not known, and no key that is none', async () => {
    const md5 = { ...CA, algorithm: sequence(oid('1.2.840.113549.1.1.4')) };
    const crl = read(crlOf(CA));
    const { algorithm } = read(sequence(wholeOf(crl.tbs), md5.algorithm, tlv(3, Uint8Array.of(0))));
    expect(await isSignedBy({ ...crl, algorithm }, CA.key)).toBe(false);
    expect(await isSignedBy(crl, Uint8Array.of(1, 2, 3))).toBe(false);
  });
});

describe('whatever the bytes', () => {
  const REAL = [
    withPoint(fullName('http://crl.test/1.crl'), tlv(0x81, Uint8Array.of(0xff))),
    crlOf(CA, { entries: [revoked(Uint8Array.of(5), THEN, 1), revoked(SERIAL, THEN, 1)] }),
  ];

  /** A CRL or a problem in words, and an entry or a reason why there is none. */
  function isFit(der: Uint8Array): boolean {
    const crl = readCrl(der);
    if ('problem' in crl) return /^[\x20-\x7e]{5,150}$/.test(crl.problem);
    try {
      const entry = entryOf(crl, SERIAL);
      return entry === undefined || Number.isFinite(entry.at);
    } catch (error) {
      return error instanceof NotDer;
    }
  }

  it('says something fit', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const changed = fc.property(fc.constantFrom(...REAL), changes, (real, each) => {
      const der = Uint8Array.from(real);
      for (const [at, byte] of each) der[at % der.length] = byte;
      return isFit(der);
    });
    fc.assert(changed, { numRuns: 5_000 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isFit), { numRuns: 2_000 });
    const cut = fc.property(fc.constantFrom(...REAL), fc.nat(), fc.nat(), (real, a, b) => {
      const [from, to] = [a % real.length, b % real.length];
      return isFit(Buffer.concat([real.subarray(0, from), real.subarray(to)]));
    });
    fc.assert(cut, { numRuns: 3_000 });
  });

  it('refuses millions of parts before it makes any', () => {
    const sized = (tag: number, value: Uint8Array) => {
      const header = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
      header.writeUInt32BE(value.length, 2);
      return Buffer.concat([header, value]);
    };
    const crowd = Buffer.alloc(30 * 1024 * 1024, Buffer.of(5, 0));
    const tbs = (...parts: readonly Uint8Array[]) =>
      sized(0x30, Buffer.concat([CA.algorithm, CA.name, time(NOW), ...parts]));
    const crowds = [
      sized(0x30, crowd),
      sized(0x30, Buffer.concat([sized(0x30, crowd), CA.algorithm, tlv(3, Uint8Array.of(0, 0))])),
      sized(0x30, Buffer.concat([tbs(sized(0xa0, sized(0x30, crowd))), CA.algorithm, tlv(3, Uint8Array.of(0, 0))])),
    ];
    for (const der of crowds) {
      const before = process.memoryUsage().heapUsed;
      expect(readCrl(der)).toEqual({ problem: 'has more than 100 parts where few belong' });
      // Fifteen million of them would take a gigabyte.
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
    }
  });
});
