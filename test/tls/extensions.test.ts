import 'reflect-metadata';

import { webcrypto, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import * as x509 from '@peculiar/x509';
import { isIssuedBy, isRoot } from '../../lambda/core/chain';
import { createAuthority } from '../servers/certificates';
import { alternativeNames, certificate, extensions, oid, sequence, tlv } from './der-writer';
import { read, readWith } from './read';

const [SUBJECT_KEY_ID, AUTHORITY_KEY_ID, BASIC_CONSTRAINTS] = ['2.5.29.14', '2.5.29.35', '2.5.29.19'];
const [CRL_POINTS, TLS_FEATURE, ALTERNATIVE_NAMES] = ['2.5.29.31', '1.3.6.1.5.5.7.1.24', '2.5.29.17'];

function extension(type: string, value: Uint8Array, critical?: number): Uint8Array {
  const flag = critical === undefined ? [] : [tlv(0x01, Buffer.of(critical))];
  return sequence(oid(type), ...flag, tlv(0x04, value));
}

function withExtensions(...each: readonly Uint8Array[]) {
  return readWith({ extensions: extensions(...each) });
}

describe('the roots that Node trusts say what another reader finds in them', () => {
  const roots = rootCertificates.map((pem) => new X509Certificate(pem));
  it.each(roots.map((root) => [root.subject.split('\n').at(-1), root] as const))('%s', (_, root) => {
    const ours = read(root.raw);
    const theirs = new x509.X509Certificate(root.raw);
    expect(ours.isCa).toBe(root.ca);
    expect(ours.subjectKeyId).toBe(theirs.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId);
    expect(ours.authorityKeyId).toBe(theirs.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId);
    expect(ours).toMatchObject({ mustStaple: false, crlUrls: crlUrlsOf(theirs) });
    expect(isRoot(ours)).toBe(true);
    expect(isIssuedBy(ours, ours)).toBe(true);
  });
});

function crlUrlsOf(theirs: x509.X509Certificate): string[] {
  const points = theirs.getExtension(x509.CRLDistributionPointsExtension)?.distributionPoints ?? [];
  const names = points.flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? []);
  return names.flatMap(({ uniformResourceIdentifier: url }) => (url?.startsWith('http') ? [url] : []));
}

describe('a certificate made by another writer', () => {
  it('names its CA’s key, its own, and its CRLs, and insists on a staple', async () => {
    const ca = await createAuthority({ name: 'Root' });
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const urls = ['http://crl.example/1.crl', 'https://crl.example/2.crl'];
    const made = await x509.X509CertificateGenerator.create({
      subject: 'CN=www.example.com',
      issuer: 'CN=Root',
      publicKey: keys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [
        new x509.AuthorityKeyIdentifierExtension(read(ca.der).subjectKeyId ?? ''),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        new x509.CRLDistributionPointsExtension(urls),
        new x509.Extension(TLS_FEATURE, false, Buffer.from('3003020105', 'hex')),
      ],
    });
    const leaf = read(new Uint8Array(made.rawData));
    expect(leaf).toMatchObject({ isCa: false, mustStaple: true, crlUrls: urls });
    expect(leaf.subjectKeyId).toBe(made.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId);
    expect([isIssuedBy(leaf, read(ca.der)), isRoot(leaf), isRoot(read(ca.der))]).toEqual([true, false, true]);
    expect(read(ca.der).isCa).toBe(true);
  });

  it('of a root and its intermediate says which of them are CAs and who issued whom', async () => {
    const ca = await createAuthority({ name: 'Root' });
    const intermediate = await ca.issue({ name: 'Issuing', intermediate: true });
    const leaf = read((await intermediate.issue({ name: 'www', names: ['www.example.com'] })).der);
    const [issuing, root] = [read(intermediate.der), read(ca.der)];
    expect([leaf.isCa, issuing.isCa, root.isCa]).toEqual([false, true, true]);
    expect([isIssuedBy(leaf, issuing), isIssuedBy(leaf, root), isIssuedBy(issuing, root)]).toEqual([true, false, true]);
    const renewed = read((await createAuthority({ name: 'Root' })).der);
    expect(isIssuedBy(issuing, renewed)).toBe(false);
  });
});

describe('basicConstraints', () => {
  const constraints = (...parts: Uint8Array[]) => extension(BASIC_CONSTRAINTS, sequence(...parts), 0xff);
  it.each<[string, Uint8Array, boolean]>([
    ['that are empty make no CA', constraints(), false],
    ['of TRUE make one', constraints(tlv(1, Buffer.of(0xff))), true],
    ['of TRUE with a path length make one', constraints(tlv(1, Buffer.of(0xff)), tlv(2, Buffer.of(0))), true],
    ['of a TRUE that is BER make one, as for OpenSSL', constraints(tlv(1, Buffer.of(1))), true],
    ['of FALSE, written out, make none', constraints(tlv(1, Buffer.of(0))), false],
    ['of a path length alone make none', constraints(tlv(2, Buffer.of(3))), false],
    ['that are malformed make none', extension(BASIC_CONSTRAINTS, Buffer.of(0x30, 5)), false],
  ])('%s', (_, made, expected) => {
    expect(withExtensions(made).isCa).toBe(expected);
  });
});

describe('key identifiers', () => {
  const id = (bytes: Uint8Array) => [
    extension(SUBJECT_KEY_ID, tlv(0x04, bytes)),
    extension(AUTHORITY_KEY_ID, sequence(tlv(0x80, bytes))),
  ];
  it.each<[string, Uint8Array[], string | undefined]>([
    ['are shown in hexadecimal, with their zeros', id(Buffer.of(0, 0xab, 0xcd)), '00abcd'],
    ['may have 64 bytes', id(Buffer.alloc(64, 7)), '07'.repeat(64)],
    ['have not more', id(Buffer.alloc(65, 7)), undefined],
    ['of no byte are none', id(Buffer.alloc(0)), undefined],
    [
      'are none where something else stands in their place',
      [
        extension(SUBJECT_KEY_ID, tlv(0x0c, Buffer.of(1))),
        extension(AUTHORITY_KEY_ID, sequence(tlv(0x82, Buffer.of(1)))),
      ],
      undefined,
    ],
    [
      'are none where they are malformed',
      [extension(SUBJECT_KEY_ID, Buffer.of(4, 9)), extension(AUTHORITY_KEY_ID, Buffer.of(0x30, 2, 0x80, 9))],
      undefined,
    ],
  ])('%s', (_, made, expected) => {
    const { subjectKeyId, authorityKeyId } = withExtensions(...made);
    expect([subjectKeyId, authorityKeyId]).toEqual([expected, expected]);
  });

  it('of the issuer are found behind its name and serial number', () => {
    const value = sequence(tlv(0xa1, tlv(0xa4)), tlv(0x82, Buffer.of(1)), tlv(0x80, Buffer.of(0xee)));
    expect(withExtensions(extension(AUTHORITY_KEY_ID, value)).authorityKeyId).toBe('ee');
  });
});

describe('the TLS features', () => {
  const features = (...numbers: number[][]) =>
    extension(TLS_FEATURE, sequence(...numbers.map((bytes) => tlv(0x02, Buffer.from(bytes)))));
  it.each<[string, Uint8Array, boolean]>([
    ['of status_request demand a staple', features([5]), true],
    ['of status_request among others demand a staple', features([17], [5]), true],
    ['of status_request_v2 alone do not', features([17]), false],
    ['of a number that only begins with 5 do not', features([5, 1]), false],
    ['of none do not', features(), false],
    ['that are malformed do not', extension(TLS_FEATURE, Buffer.of(0x30, 9, 2)), false],
  ])('%s', (_, made, expected) => {
    expect(withExtensions(made).mustStaple).toBe(expected);
  });
});

describe('the URLs of CRLs', () => {
  const uri = (text: string) => tlv(0x86, Buffer.from(text, 'latin1'));
  const point = (...names: Uint8Array[]) => sequence(tlv(0xa0, tlv(0xa0, ...names)));
  const points = (...each: Uint8Array[]) => extension(CRL_POINTS, sequence(...each));
  it.each<[string, Uint8Array, string[]]>([
    [
      'are those of every point',
      points(point(uri('http://a/1')), point(uri('HTTPS://b/2'))),
      ['http://a/1', 'HTTPS://b/2'],
    ],
    ['are all of one point', points(point(uri('http://a/1'), uri('http://b/1'))), ['http://a/1', 'http://b/1']],
    [
      'leave LDAP, files and directory names out',
      points(point(uri('ldap:///CN=x'), tlv(0xa4), uri('file:///etc/passwd'))),
      [],
    ],
    [
      'leave what is no URL out',
      points(point(uri('http://'), uri('http://a b/'), uri('http://a\0/'), uri('http://ä/'), uri('http://['))),
      [],
    ],
    [
      'are four at most, each once',
      points(...[1, 1, 2, 3, 4, 5].map((n) => point(uri(`http://a/${n}`)))),
      [1, 2, 3, 4].map((n) => `http://a/${n}`),
    ],
    [
      'are four at most of one point',
      points(point(...[1, 2, 3, 4, 5].map((n) => uri(`http://a/${n}`)))),
      [1, 2, 3, 4].map((n) => `http://a/${n}`),
    ],
    ['of an endless length are left out', points(point(uri(`http://a/${'x'.repeat(5_000)}`))), []],
    [
      'survive a point without a name and one that is malformed',
      points(sequence(tlv(0xa2)), tlv(0x30, Buffer.of(0xa0, 9)), point(uri('http://a/1'))),
      ['http://a/1'],
    ],
    ['relative to the issuer are not known', points(sequence(tlv(0xa0, tlv(0xa1)))), []],
    ['are none where the extension is malformed', extension(CRL_POINTS, Buffer.of(0x30, 9)), []],
  ])('%s', (_, made, expected) => {
    expect(withExtensions(made).crlUrls).toEqual(expected);
  });
});

describe('extensions', () => {
  const name = (text: string) => extension(ALTERNATIVE_NAMES, sequence(tlv(0x82, Buffer.from(text))));
  it('that are malformed do not hide the others', () => {
    const made = withExtensions(tlv(0x31), sequence(), sequence(oid('2.5.29.19')), name('a.example'));
    expect(made.names).toEqual(['a.example']);
  });

  it('that come twice count once, the first', () => {
    expect(withExtensions(name('a.example'), name('b.example')).names).toEqual(['a.example']);
  });

  it('that are missing say nothing', () => {
    const made = readWith({});
    expect(made).toMatchObject({ isCa: false, mustStaple: false, crlUrls: [], names: [] });
    expect('subjectKeyId' in made || 'authorityKeyId' in made).toBe(false);
  });

  it('of nonsense say nothing', () => {
    expect(read(certificate({ extensions: tlv(0xa3, Buffer.of(0x30, 9)) }))).toMatchObject({ names: [], crlUrls: [] });
    expect(read(certificate({ extensions: alternativeNames() }))).toMatchObject({ names: [], isCa: false });
  });
});
