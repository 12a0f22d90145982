import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import type { Certificate } from '../../lambda/core/certificate';
import { namesOf, readCertificate } from '../../lambda/tls/certificate';
import {
  alternativeNames,
  certificate,
  extensions,
  generalizedTime,
  name,
  oid,
  sequence,
  tlv,
  utcTime,
} from './der-writer';

const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;
const WHOLE = alternativeNames([0x82, Buffer.from('a.example')], [0x87, Buffer.of(1, 2, 3, 4)]);
const URL_OF_A_CRL = tlv(0x86, Buffer.from('http://crl.example/1.crl'));

/** Every extension that is looked at, with this in the places that hold bytes. */
function allExtensions(bytes: Uint8Array, url = URL_OF_A_CRL): Uint8Array {
  const each: readonly (readonly [string, Uint8Array])[] = [
    ['2.5.29.14', tlv(0x04, bytes)],
    ['2.5.29.17', sequence(tlv(0x82, bytes))],
    ['2.5.29.19', sequence(tlv(0x01, bytes))],
    ['2.5.29.31', sequence(sequence(tlv(0xa0, tlv(0xa0, url))))],
    ['2.5.29.35', sequence(tlv(0x80, bytes))],
    ['1.3.6.1.5.5.7.1.24', sequence(tlv(0x02, bytes))],
  ];
  return extensions(...each.map(([type, value]) => sequence(oid(type), tlv(0x04, value))));
}

const REAL = [
  certificate({ extensions: WHOLE }),
  certificate({ extensions: allExtensions(Buffer.of(5)) }),
  ...rootCertificates.slice(0, 30).map((pem) => Uint8Array.from(new X509Certificate(pem).raw)),
];

/** Whatever the bytes: a certificate that is fit to be shown and reckoned with, or a problem in words. */
function isFit(der: Uint8Array): boolean {
  const read = readCertificate(der);
  const names = namesOf(der).map(({ value }) => value);
  if ('problem' in read) return isPrintable(read.problem, 100);
  return isCertificateFit(read) && names.every((value) => isPrintable(value, 253));
}

function isCertificateFit(read: Certificate): boolean {
  const { subject, issuer, serial, signature, keyType, names, keyBits, notBefore, notAfter } = read;
  return (
    isPrintable(subject, 600) &&
    isPrintable(issuer, 600) &&
    isPrintable(serial, 140) &&
    [signature, keyType].every((text) => isPrintable(text, 200) && text !== '') &&
    names.length <= 100 &&
    names.every((value) => isPrintable(value, 260)) &&
    areExtensionsFit(read) &&
    Number.isInteger(keyBits) &&
    [notBefore, notAfter].every((at) => !Number.isNaN(new Date(at).getTime()))
  );
}

function areExtensionsFit({ subjectKeyId, authorityKeyId, isCa, mustStaple, crlUrls }: Certificate): boolean {
  return (
    [subjectKeyId, authorityKeyId].every((id) => id === undefined || /^([0-9a-f]{2}){1,64}$/.test(id)) &&
    [isCa, mustStaple].every((said) => typeof said === 'boolean') &&
    crlUrls.length <= 4 &&
    crlUrls.every((url) => isPrintable(url, 500) && /^https?:$/.test(new URL(url).protocol))
  );
}

function isPrintable(text: string, most: number): boolean {
  return !UNPRINTABLE.test(text) && Array.from(text).length <= most;
}

const anyReal = fc.constantFrom(...REAL);
const anyBytes = fc.uint8Array({ maxLength: 300 });

describe('readCertificate never throws and never shows what does not print', () => {
  it('of arbitrary bytes', () => {
    fc.assert(fc.property(anyBytes, isFit), { numRuns: 2_000 });
  });

  it('of a real certificate with some bytes changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const property = fc.property(anyReal, changes, (real, each) => {
      const der = Uint8Array.from(real);
      for (const [at, byte] of each) der[at % der.length] = byte;
      return isFit(der);
    });
    fc.assert(property, { numRuns: 5_000 });
  });

  it('of a real certificate with a piece cut out, put in or put elsewhere', () => {
    const property = fc.property(anyReal, fc.nat(), fc.nat(), anyBytes, (real, a, b, put) => {
      const [from, to] = [a % real.length, b % real.length];
      return isFit(Buffer.concat([real.subarray(0, from), put, real.subarray(to)])) && isFit(real.subarray(0, from));
    });
    fc.assert(property, { numRuns: 3_000 });
  });

  it('of a well-formed certificate with arbitrary contents', () => {
    const property = fc.property(
      fc.record({
        tag: fc.nat(30),
        text: anyBytes,
        time: fc.string({ maxLength: 20 }),
        general: fc.boolean(),
        type: fc.nat(255),
      }),
      ({ tag, text, time, general, type }) => {
        const notAfter = general ? generalizedTime(time) : utcTime(time);
        const fields = {
          subject: name(['2.5.4.3', tlv(tag, text)]),
          issuer: sequence(tlv(0x31, sequence(tlv(0x06, text), tlv(tag, text)))),
          serial: tlv(0x02, text),
          key: sequence(sequence(oid('1.2.840.113549.1.1.1')), tlv(0x03, text)),
          extensions: alternativeNames([type, text], [0x82, text], [0x87, text]),
        };
        const others = { ...fields, extensions: allExtensions(text, tlv(0x86, Buffer.from('http://'), text)) };
        return [fields, { ...fields, notAfter }, others].every((each) => isFit(certificate(each)));
      },
    );
    fc.assert(property, { numRuns: 3_000 });
  });

  it('of digits in the place of a date', () => {
    const digits = fc.tuple(fc.stringMatching(/^\d{10,14}(Z|[+-]\d{4})$/), fc.boolean());
    const property = fc.property(digits, ([text, general]) =>
      isFit(certificate({ notAfter: general ? generalizedTime(text) : utcTime(text) })),
    );
    fc.assert(property, { numRuns: 3_000 });
  });
});

describe('the largest certificates are read in a moment', () => {
  const SIZE = 120_000;
  const many = <T>(size: number, make: () => T) => Array.from({ length: Math.floor(SIZE / size) }, make);

  it.each<[string, () => Uint8Array]>([
    [
      'with as many names as fit',
      () => certificate({ extensions: alternativeNames(...many(3, () => [0x82, Buffer.from('a')] as const)) }),
    ],
    [
      'with as many attributes as fit',
      () => certificate({ subject: name(...many(13, () => ['2.5.4.3', tlv(0x0c, Buffer.from('a'))] as const)) }),
    ],
    [
      'with one level of as many attributes as fit',
      () =>
        certificate({
          subject: sequence(tlv(0x31, ...many(11, () => sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from('a')))))),
        }),
    ],
    [
      'with as many extensions as fit',
      () => certificate({ extensions: tlv(0xa3, sequence(...many(7, () => sequence(oid('2.5.29.15'))))) }),
    ],
    [
      'with as many extensions of the same kind as fit',
      () => certificate({ extensions: tlv(0xa3, sequence(...many(11, () => sequence(oid('2.5.29.19'), tlv(0x04))))) }),
    ],
    [
      'with as many URLs of CRLs as fit',
      () => certificate({ extensions: allExtensions(Buffer.of(5), Buffer.concat(many(26, () => URL_OF_A_CRL))) }),
    ],
    [
      'with as many false URLs of CRLs as fit',
      () =>
        certificate({
          extensions: allExtensions(Buffer.of(5), Buffer.concat(many(10, () => tlv(0x86, Buffer.from('http://['))))),
        }),
    ],
    ['with one enormous value', () => certificate({ subject: name(['2.5.4.3', tlv(0x0c, Buffer.alloc(SIZE, ' '))]) })],
    [
      'with one enormous object identifier',
      () => certificate({ subject: sequence(tlv(0x31, sequence(tlv(0x06, Buffer.alloc(SIZE, 0xff)), tlv(0x0c)))) }),
    ],
    ['with one enormous serial number', () => certificate({ serial: tlv(0x02, Buffer.alloc(SIZE, 0xff)) })],
    [
      'with one enormous modulus',
      () =>
        certificate({
          key: sequence(
            sequence(oid('1.2.840.113549.1.1.1')),
            tlv(0x03, Buffer.of(0), sequence(tlv(0x02, Buffer.alloc(SIZE, 0x7f)))),
          ),
        }),
    ],
    [
      'with an enormous point',
      () =>
        certificate({
          key: sequence(sequence(oid('1.2.840.10045.2.1')), tlv(0x03, Buffer.of(0, 4), Buffer.alloc(SIZE))),
        }),
    ],
    [
      'of sequences in sequences',
      () => Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.of(0x30, 0x83, 0, 0xff, 0xff))),
    ],
  ])('%s', (_, make) => {
    const der = make();
    const start = performance.now();
    expect(isFit(der)).toBe(true);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
