import fc from 'fast-check';
import type { Revocation } from '../../lambda/core/ca-answer';
import { DAY } from '../../lambda/core/instant';
import { onlyElement } from '../../lambda/tls/der';
import { issuedOf } from '../../lambda/tls/issued';
import { stapledAnswer } from '../../lambda/tls/ocsp';
import { oid, sequence, tlv } from './der-writer';
import {
  byKey,
  byName,
  type CertificateParts,
  certificateFor,
  extension,
  NOW,
  type OcspParts,
  ocspOf,
  response,
  SERIAL,
  type Signer,
  signer,
  time,
  UNKNOWN,
} from './signing';

const CA = signer('Test CA');
const OTHER = signer('Other CA');
const DELEGATE = signer('OCSP of Test CA');
const LEAF = issuedOf(onlyElement(certificateFor(signer('www.test'), CA)));
const ISSUER = issuedOf(onlyElement(certificateFor(CA, CA)));
const ANSWERING = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')));

function answer(der: Uint8Array): Promise<Revocation> {
  return stapledAnswer(der, LEAF, ISSUER, NOW);
}

function unknown(predicate: string): Revocation {
  return { status: 'unknown', sentence: `The stapled OCSP response ${predicate}.` };
}

const revokedAt = (...others: readonly Uint8Array[]) => tlv(0xa1, time(NOW - 2 * DAY), ...others);
const GOOD_ANSWER: Revocation = { status: 'good', by: 'staple', until: NOW + 3 * DAY };

/** By a responder that the issuer, or whoever is given, made one. */
function delegated(parts: CertificateParts = {}, by: Signer = CA, ocsp: OcspParts = {}): Uint8Array {
  const certificate = certificateFor(DELEGATE, by, { extensions: [ANSWERING], ...parts });
  return ocspOf(DELEGATE, { issuer: CA, certificates: [certificate], ...ocsp });
}

const NOT_ITS_OWN = unknown('is signed neither by the issuer of the certificate nor by a responder of its own');

describe('a stapled OCSP response', () => {
  it.each<[string, Uint8Array, Revocation]>([
    ['by the issuer, named by its key', ocspOf(CA), GOOD_ANSWER],
    ['by the issuer, named by its name', ocspOf(CA, { responder: byName(CA) }), GOOD_ANSWER],
    ['with SHA-256 for the certificate', ocspOf(CA, { digest: 'sha256' }), GOOD_ANSWER],
    ['by a responder of the issuer', delegated(), GOOD_ANSWER],
    ['by a responder of the issuer, by name', delegated({}, CA, { responder: byName(DELEGATE) }), GOOD_ANSWER],
    [
      'without an end',
      ocspOf(CA, { thisUpdate: NOW - DAY / 2, nextUpdate: null }),
      { ...GOOD_ANSWER, until: NOW + DAY / 2 },
    ],
    ['three minutes ahead', ocspOf(CA, { thisUpdate: NOW + 180_000 }), GOOD_ANSWER],
    ['three minutes over', ocspOf(CA, { nextUpdate: NOW - 180_000 }), { ...GOOD_ANSWER, until: NOW - 180_000 }],
    [
      'with an extension that matters to nobody',
      ocspOf(CA, { singleExtensions: [extension('1.2.3', sequence())] }),
      GOOD_ANSWER,
    ],
  ])('%s is good', async (_, der, expected) => {
    expect(await answer(der)).toEqual(expected);
  });

  it.each<[string, Uint8Array, object]>([
    ['without a reason', revokedAt(), {}],
    ['with one', revokedAt(tlv(0xa0, tlv(0x0a, Uint8Array.of(1)))), { reason: 'keyCompromise' }],
    ['with one that does not exist', revokedAt(tlv(0xa0, tlv(0x0a, Uint8Array.of(99)))), {}],
  ])('says that it is revoked %s', async (_, status, reason) => {
    const expected = { status: 'revoked', by: 'staple', at: NOW - 2 * DAY, ...reason };
    expect(await answer(ocspOf(CA, { status }))).toEqual(expected);
  });

  it.each<[string, Uint8Array, Revocation]>([
    [
      'that does not know it',
      ocspOf(CA, { status: UNKNOWN }),
      unknown('says that its responder does not know the certificate'),
    ],
    ['that is old', ocspOf(CA, { nextUpdate: NOW - 600_000 }), unknown('is out of date')],
    [
      'that is old and has no end',
      ocspOf(CA, { thisUpdate: NOW - 2 * DAY, nextUpdate: null }),
      unknown('is out of date'),
    ],
    ['of the future', ocspOf(CA, { thisUpdate: NOW + 600_000 }), unknown('is of the future')],
    ['about another number', ocspOf(CA, { serial: Uint8Array.of(1) }), unknown('is about another certificate')],
    ['about another issuer', ocspOf(CA, { issuer: OTHER }), unknown('is about another certificate')],
    ['by another issuer', ocspOf(OTHER, { issuer: CA }), NOT_ITS_OWN],
    ['by another in the name of the issuer', ocspOf(OTHER, { issuer: CA, responder: byKey(CA) }), NOT_ITS_OWN],
    [
      'by another of the same name',
      ocspOf({ ...OTHER, name: CA.name }, { issuer: CA, responder: byName(CA) }),
      NOT_ITS_OWN,
    ],
    ['by a server that may not answer', delegated({ extensions: [] }), NOT_ITS_OWN],
    [
      'by one that may do something else',
      delegated({ extensions: [extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1')))] }),
      NOT_ITS_OWN,
    ],
    ['by a responder of another', delegated({}, OTHER), NOT_ITS_OWN],
    ['by a responder of another of the same name', delegated({}, { ...OTHER, name: CA.name }), NOT_ITS_OWN],
    ['by a responder that has expired', delegated({ notAfter: NOW - DAY }), NOT_ITS_OWN],
    ['by a responder that is not valid yet', delegated({ notBefore: NOW + DAY }), NOT_ITS_OWN],
    ['by a responder that is not named', delegated({}, CA, { responder: byKey(OTHER) }), NOT_ITS_OWN],
    [
      'with a critical extension',
      ocspOf(CA, { singleExtensions: [extension('1.2.3', sequence(), true)] }),
      unknown('has a critical extension that is not understood'),
    ],
    ['that is an error', sequence(tlv(0x0a, Uint8Array.of(3))), unknown('is none, but the error tryLater')],
    ['that is an error without a name', sequence(tlv(0x0a, Uint8Array.of(9))), unknown('is none, but the error 9')],
    ['of another type', response(sequence(), '1.2.3'), unknown('is of a type that is not understood')],
    ['that is empty', new Uint8Array(), unknown('ends in the middle')],
    ['that is cut', ocspOf(CA).subarray(0, 80), unknown('ends in the middle')],
    ['that is enormous', Buffer.alloc(70_000), unknown('has 70000 bytes; at most 65536 are read')],
  ])('%s says nothing', async (_, der, expected) => {
    expect(await answer(der)).toEqual(expected);
  });

  it('is not believed after a change to any of its bytes', async () => {
    const real = Buffer.from(ocspOf(CA, { serial: SERIAL, status: revokedAt() }));
    const property = fc.asyncProperty(fc.nat(real.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const der = Uint8Array.from(real);
      der[at] = (der[at] ?? 0) ^ change;
      const { status } = await answer(der);
      return status !== 'good';
    });
    await fc.assert(property, { numRuns: 1_500 });
  });

  it('never makes it throw', async () => {
    const real = Buffer.from(delegated());
    const cut = fc.asyncProperty(fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 50 }), async (a, b, put) => {
      const [from, to] = [a % real.length, b % real.length];
      const found = await answer(Buffer.concat([real.subarray(0, from), put, real.subarray(to)]));
      return found.status !== 'revoked' && JSON.stringify(found).length < 300;
    });
    await fc.assert(cut, { numRuns: 2_000 });
  });
});
