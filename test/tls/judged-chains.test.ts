import 'reflect-metadata';

import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { assess } from '../../lambda/core/assess';
import type { Certificate } from '../../lambda/core/certificate';
import { DAY } from '../../lambda/core/instant';
import { endpoint, NOW, said, serving, target } from '../core/builders';
import { read } from './read';

/** Certificates of real keys, dated around the tests' own time, read from their bytes and judged. */
interface Holder {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** An RSA key signs with one hash alone; EC keys, the default, with any. */
async function holder(name: string, modulusLength?: number, hash = 'SHA-256'): Promise<Holder> {
  const rsa = { name: 'RSASSA-PKCS1-v1_5', hash, publicExponent: Uint8Array.of(1, 0, 1) };
  const algorithm = modulusLength === undefined ? { name: 'ECDSA', namedCurve: 'P-256' } : { ...rsa, modulusLength };
  return { name, keys: await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) };
}

interface Terms {
  readonly daysLeft?: number;
  readonly days?: number;
  readonly hash?: 'SHA-1' | 'SHA-256';
}

async function issue(issuer: Holder, subject: Holder, terms: Terms = {}): Promise<Certificate> {
  const { daysLeft = 60, days = 90, hash = 'SHA-256' } = terms;
  const notAfter = NOW + daysLeft * DAY;
  const isLeaf = subject.name.includes('.');
  const made = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [subject.name] }],
    issuer: [{ CN: [issuer.name] }],
    notBefore: new Date(notAfter - days * DAY + 1_000),
    notAfter: new Date(notAfter),
    publicKey: subject.keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: { name: issuer.keys.privateKey.algorithm.name, hash },
    extensions: [
      new x509.BasicConstraintsExtension(!isLeaf, undefined, true),
      await x509.SubjectKeyIdentifierExtension.create(subject.keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
      ...(isLeaf ? [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: subject.name }])] : []),
    ],
  });
  return read(new Uint8Array(made.rawData));
}

function judged(chain: readonly [Certificate, ...Certificate[]], sent: readonly Certificate[] = chain): string[] {
  return said(assess(target(), endpoint(serving(chain[0], { chain, sent })), undefined, NOW));
}

let [old, root, issuing, www]: Holder[] = [];
beforeAll(async () => {
  [old, root, issuing] = await Promise.all([holder('Old Root'), holder('Root'), holder('Issuing', 2048)]);
  www = await holder('www.example.com');
});

function made(): { old: Holder; root: Holder; issuing: Holder; www: Holder } {
  if (!old || !root || !issuing || !www) throw new Error('the keys have not been made');
  return { old, root, issuing, www };
}

const LONG = { daysLeft: 2_000, days: 3_000 };

it('a path as it should be has no findings', async () => {
  const { root, issuing, www } = made();
  const [leaf, intermediate] = [await issue(issuing, www), await issue(root, issuing, LONG)];
  expect(judged([leaf, intermediate, await issue(root, root, LONG)], [leaf, intermediate])).toEqual([]);
});

it('a root that an older one cross-signed: what expired is to be dropped, and does not rule', async () => {
  const { old, root, issuing, www } = made();
  const [leaf, intermediate] = [await issue(issuing, www), await issue(root, issuing, LONG)];
  const crossSign = await issue(old, root, { daysLeft: -2, days: 3_000 });
  expect(judged([leaf, intermediate, crossSign])).toEqual([
    'warning chain-order: The server still sends “Root” (issued by “Old Root”), which expired on Fri 20 Nov 2026: drop it, since no path needs it and strict clients refuse the connection because of it.',
  ]);
});

it('a chain out of order, with its root, and twice', async () => {
  const { root, issuing, www } = made();
  const top = await issue(root, root, LONG);
  const [leaf, intermediate] = [await issue(issuing, www), await issue(root, issuing, LONG)];
  expect(judged([leaf, intermediate, top], [leaf, top, intermediate, intermediate])).toEqual([
    'info chain-order: The server sends its chain out of order: “Root” comes before what it issued.',
    'info chain-order: The server sends “Issuing” more than once.',
    'info chain-order: The server also sends the root “Root”, which clients go by only if they have it themselves.',
  ]);
});

it('an intermediate of the same name and another key is a stray', async () => {
  const { root, issuing, www } = made();
  const [leaf, intermediate] = [await issue(issuing, www), await issue(root, issuing, LONG)];
  const namesake = await issue(root, await holder('Issuing'), LONG);
  expect(judged([leaf, intermediate, await issue(root, root, LONG)], [leaf, intermediate, namesake])).toEqual([
    'info chain-order: The server also sends “Issuing” (issued by “Root”), to which no path from its certificate leads.',
  ]);
});

it('SHA-1 counts in what is no root', async () => {
  const { root, www } = made();
  const issuing = await holder('Issuing', 2048, 'SHA-1');
  const leaf = await issue(issuing, www, { hash: 'SHA-1' });
  const chain = [leaf, await issue(root, issuing, LONG), await issue(root, root, { ...LONG, hash: 'SHA-1' })] as const;
  expect(judged(chain, chain.slice(0, 2))).toEqual([
    'warning weak-signature: The certificate “www.example.com” is signed with SHA1-RSA, which browsers and current TLS libraries refuse.',
  ]);
});

it('an RSA key of 1024 bits is weak', async () => {
  const { root } = made();
  const leaf = await issue(root, await holder('www.example.com', 1024));
  expect(judged([leaf])).toEqual([
    'warning weak-key: The certificate “www.example.com” has an RSA key of 1024 bits, which current clients refuse.',
  ]);
});

it.each([
  ['of 200 days to the second is within the limit of March 2026', 200, []],
  [
    'of a second more is not',
    200 + 1 / 86_400,
    [expect.stringMatching(/^warning validity-too-long: .* valid for 201 days/)],
  ],
])('a certificate %s', async (_, days, expected) => {
  const { root, www } = made();
  expect(judged([await issue(root, www, { daysLeft: 100, days })])).toEqual(expected);
});
