import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { readCertificate } from '../../lambda/tls/certificate';
import { certificate, name, oid, sequence, tlv, utf8 } from './der-writer';
import { read, readWith } from './read';
import { type ALGORITHMS, certificateFor, signer } from './signing';

const CN = '2.5.4.3';
const NULL = Buffer.of(5, 0);

describe('the roots that Node trusts are read as OpenSSL reads them', () => {
  const roots = rootCertificates.map((pem) => new X509Certificate(pem));

  it('has them all', () => expect(roots.length).toBeGreaterThan(100));

  it.each(roots.map((root) => [root.subject.split('\n').at(-1), root] as const))('%s', (_, root) => {
    const ours = read(root.raw);
    const key = root.publicKey;
    expect(ours.sha256).toBe(root.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(ours.serial).toBe(root.serialNumber === '0' ? '00' : root.serialNumber);
    expect(ours.notBefore).toBe(Date.parse(root.validFrom));
    expect(ours.notAfter).toBe(Date.parse(root.validTo));
    expect(ours.selfIssued).toBe(true);
    expect(ours.issuer).toBe(ours.subject);
    expect(ours.keyType.toLowerCase()).toBe(key.asymmetricKeyType);
    expect(ours.signature).toMatch(/^SHA(1|256|384|512)-(RSA|ECDSA)$/);
    if (ours.keyType === 'RSA') expect(ours.keyBits).toBe(key.asymmetricKeyDetails?.modulusLength);
    const opensslNames = root.subject
      .split('\n')
      .reverse()
      .join(', ')
      .replace(/\\([,+"<>;])/g, '$1');
    expect(ours.subject.replace(/\\([,+"<>;])/g, '$1')).toBe(opensslNames);
  });
});

describe('serial numbers', () => {
  it.each<[string, number[], string]>([
    ['an ordinary one', [0x0a, 0xbc], '0ABC'],
    ['the zero byte before a high bit left out', [0x00, 0xff, 0x01], 'FF01'],
    ['zero', [0x00], '00'],
    ['a negative one', [0xff], '-01'],
    ['a long negative one', [0x80, 0x00], '-8000'],
    ['the largest that RFC 5280 allows', [0x7f, ...Array(19).fill(0xff)], `7F${'FF'.repeat(19)}`],
    ['a huge one, cut', Array(1_000).fill(0x11), `${'11'.repeat(64)}…`],
  ])('%s', (_, bytes, text) => {
    expect(readWith({ serial: tlv(0x02, Buffer.from(bytes)) }).serial).toBe(text);
  });
});

describe('signatures', () => {
  it.each([
    ['1.2.840.113549.1.1.11', 'SHA256-RSA'],
    ['1.2.840.113549.1.1.5', 'SHA1-RSA'],
    ['1.2.840.113549.1.1.4', 'MD5-RSA'],
    ['1.2.840.10045.4.3.3', 'SHA384-ECDSA'],
    ['1.3.101.112', 'Ed25519'],
    ['1.2.3.4', '1.2.3.4'],
  ])('%s is %s', (algorithm, signature) => {
    expect(readWith({ algorithm }).signature).toBe(signature);
  });
});

describe('a signature by RSASSA-PSS has the digest of its parameters', () => {
  const hash = (algorithm: Uint8Array) => sequence(tlv(0xa0, algorithm));
  it.each<[string, Uint8Array, string]>([
    ['SHA-1 where they are left out', new Uint8Array(), 'SHA1-RSASSA-PSS'],
    ['SHA-1 where they are empty', sequence(), 'SHA1-RSASSA-PSS'],
    ['SHA-1 where they say no hash', sequence(tlv(0xa2, tlv(0x02, Buffer.of(32)))), 'SHA1-RSASSA-PSS'],
    ['SHA-1 where they say it', hash(sequence(oid('1.3.14.3.2.26'))), 'SHA1-RSASSA-PSS'],
    ['MD5', hash(sequence(oid('1.2.840.113549.2.5'))), 'MD5-RSASSA-PSS'],
    ['SHA-224', hash(sequence(oid('2.16.840.1.101.3.4.2.4'))), 'SHA224-RSASSA-PSS'],
    ['SHA-512, with its own parameters', hash(sequence(oid('2.16.840.1.101.3.4.2.3'), NULL)), 'SHA512-RSASSA-PSS'],
    ['one that is not known', hash(sequence(oid('1.2.3.4'))), 'RSASSA-PSS'],
    ['none where they are malformed', NULL, 'RSASSA-PSS'],
  ])('%s', (_, parameters, signature) => {
    expect(readWith({ algorithm: '1.2.840.113549.1.1.10', parameters }).signature).toBe(signature);
  });

  it.each<[keyof typeof ALGORITHMS, string]>([
    ['RSASSA-PSS', 'SHA256-RSASSA-PSS'],
    ['RSASSA-PSS with SHA-1', 'SHA1-RSASSA-PSS'],
  ])('%s, as a CA signs', (way, signature) => {
    const ca = signer('CA', way);
    expect(read(certificateFor(ca, ca)).signature).toBe(signature);
  });
});

describe('what is no certificate is a problem', () => {
  const whole = certificate();
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'ends in the middle'],
    ['the first half of one', whole.subarray(0, whole.length / 2), 'ends in the middle'],
    ['one with a byte too many', Buffer.concat([whole, Buffer.of(0)]), 'is followed by bytes of something else'],
    ['DER of something else', tlv(0x31, sequence()), 'has no certificate where it belongs'],
    ['a PEM text', Buffer.from('-----BEGIN CERTIFICATE-----'), 'ends in the middle'],
    ['an indefinite length', Buffer.of(0x30, 0x80, 0, 0), 'has a length that DER does not allow'],
    ['a length of five bytes', Buffer.of(0x30, 0x85, 0, 0, 0, 0, 0), 'has a length that DER does not allow'],
    ['a length beyond the end of the world', Buffer.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff), 'ends in the middle'],
    ['a tag of several bytes', Buffer.of(0x3f, 0x81, 0), 'has a tag of several bytes'],
    ['an empty one', sequence(), 'has no tbsCertificate where it belongs'],
    ['one without a key', certificate({ key: new Uint8Array() }), 'has no public key where it belongs'],
    ['one without a serial number', certificate({ serial: new Uint8Array() }), 'has no serial number where it belongs'],
    ['one that is enormous', new Uint8Array(200_000), 'has 200000 bytes; at most 131072 are read'],
  ])('%s', (_, bytes, problem) => {
    expect(readCertificate(bytes)).toEqual({ problem });
  });
});

it('reads a certificate of version 1, which has no version', () => {
  expect(readWith({ version: new Uint8Array() }).serial).toBe('010203');
});

it('knows a certificate whose subject is its issuer', () => {
  const same = name([CN, utf8('Root')]);
  expect(readWith({ subject: same, issuer: same }).selfIssued).toBe(true);
});

describe('a certificate that was read', () => {
  it('is not read again', () => {
    const der = certificate({ serial: tlv(0x02, Buffer.of(77)) });
    expect(readCertificate(Uint8Array.from(der))).toBe(readCertificate(der));
  });

  it('is forgotten after 2,000 others, but not while it is met in between', () => {
    const numbered = (n: number) => certificate({ serial: tlv(0x02, Buffer.of(1, n >> 8, n & 0xff)) });
    const [forgotten, kept] = [readCertificate(numbered(5_000)), readCertificate(numbered(5_001))];
    for (let n = 0; n < 2_100; n++) {
      readCertificate(numbered(n));
      if (n % 100 === 0) readCertificate(numbered(5_001));
    }
    expect(readCertificate(numbered(5_001))).toBe(kept);
    expect(readCertificate(numbered(5_000))).not.toBe(forgotten);
    expect(readCertificate(numbered(5_000))).toEqual(forgotten);
  });
});
