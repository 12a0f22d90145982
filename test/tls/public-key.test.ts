import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { oid, sequence, tlv } from './der-writer';
import { readWith } from './read';

function keyOf(pair: { publicKey: KeyObject }): Uint8Array {
  return pair.publicKey.export({ type: 'spki', format: 'der' });
}

describe('keys', () => {
  it.each<[string, () => Uint8Array, string, number]>([
    ['P-256', () => keyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })), 'EC', 256],
    ['P-384', () => keyOf(generateKeyPairSync('ec', { namedCurve: 'P-384' })), 'EC', 384],
    ['P-521', () => keyOf(generateKeyPairSync('ec', { namedCurve: 'P-521' })), 'EC', 521],
    [
      'a curve that is seldom met',
      () => keyOf(generateKeyPairSync('ec', { namedCurve: 'brainpoolP320r1' })),
      'EC',
      320,
    ],
    ['RSA', () => keyOf(generateKeyPairSync('rsa', { modulusLength: 1024 })), 'RSA', 1024],
    ['RSA of an odd size', () => keyOf(generateKeyPairSync('rsa', { modulusLength: 1031 })), 'RSA', 1031],
    ['RSA for PSS alone', () => keyOf(generateKeyPairSync('rsa-pss', { modulusLength: 1024 })), 'RSA', 1024],
    ['Ed25519', () => keyOf(generateKeyPairSync('ed25519')), 'Ed25519', 256],
    ['Ed448', () => keyOf(generateKeyPairSync('ed448')), 'Ed448', 456],
    ['one that is not known', () => keyOf(generateKeyPairSync('x25519')), '1.3.101.110', 0],
    [
      'RSA with a broken modulus',
      () => sequence(sequence(oid('1.2.840.113549.1.1.1')), tlv(0x03, Buffer.of(0, 0x30, 9))),
      'RSA',
      0,
    ],
    ['EC with a broken point', () => sequence(sequence(oid('1.2.840.10045.2.1')), tlv(0x03, Buffer.of(0))), 'EC', 0],
  ])('%s', (_, key, keyType, keyBits) => {
    expect(readWith({ key: key() })).toMatchObject({ keyType, keyBits });
  });

  it('are known by the hash of all of subjectPublicKeyInfo (RFC 7469 §2.4)', () => {
    const key = keyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    expect(readWith({ key }).keySha256).toBe(createHash('sha256').update(key).digest('hex'));
  });
});
