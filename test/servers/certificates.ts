import 'reflect-metadata';

import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import { DAY, type Instant } from '../../lambda/core/instant';

export interface CertificateOptions {
  /** The common name; with nothing else it is no name that a host is judged by. */
  readonly name: string;
  /** DNS names and IP addresses for subjectAltName; default none. */
  readonly names?: readonly string[];
  /** Default yesterday. */
  readonly notBefore?: Instant;
  /** Default in 90 days. */
  readonly notAfter?: Instant;
  /** Default `ec`, P-256, which is made in a moment; `rsa` has 2048 bits. */
  readonly key?: 'ec' | 'rsa';
  /** May issue others. */
  readonly intermediate?: boolean;
  /** Where its CRL is to be had; default nowhere. */
  readonly crlUrl?: string;
}

export interface CrlOptions {
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  /** What has been put on hold. */
  readonly holds?: Issued;
}

export interface Issued {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  readonly der: Uint8Array;
  /** PEM: this one and its intermediates, without the root, as a server should send it. */
  readonly fullChain: string;
  /** Makes a certificate and signs it with this one's key, whether or not this one is a CA. */
  readonly issue: (options: CertificateOptions) => Promise<Issued>;
  /** DER: a CRL that this one signs. */
  readonly crl: (options: CrlOptions) => Promise<Uint8Array>;
}

/** A root that signed itself, and may sign others. */
export type Authority = Issued;

export function createAuthority(options: Omit<CertificateOptions, 'names' | 'intermediate'>): Promise<Authority> {
  return make({ ...options, intermediate: true }, undefined);
}

/** A server's certificate that no CA signed. */
export function selfSigned(options: CertificateOptions): Promise<Issued> {
  return make(options, undefined);
}

const ALGORITHMS = {
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: Uint8Array.of(1, 0, 1), modulusLength: 2048 },
} as const;

interface Issuer {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly key: 'ec' | 'rsa';
  /** What goes after a certificate of this issuer's in a full chain; empty for a root. */
  readonly chain: string;
}

async function make(options: CertificateOptions, issuer: Issuer | undefined): Promise<Issued> {
  const { key = 'ec' } = options;
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(ALGORITHMS[key], true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [options.name] }],
    issuer: issuer?.certificate.subject ?? [{ CN: [options.name] }],
    notBefore: new Date(options.notBefore ?? Date.now() - DAY),
    notAfter: new Date(options.notAfter ?? Date.now() + 90 * DAY),
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: ALGORITHMS[issuer?.key ?? key],
    extensions: await extensionsFor(options, keys, issuer),
  });
  const pem = `${certificate.toString('pem')}\n`;
  const chain = issuer === undefined ? '' : `${pem}${issuer.chain}`;
  return {
    certificate: pem,
    key: x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
    der: new Uint8Array(certificate.rawData),
    fullChain: chain === '' ? pem : chain,
    issue: (other) => make(other, { certificate, keys, key, chain }),
    crl: (of) => crlBy({ certificate, keys, key, chain }, of),
  };
}

async function crlBy({ certificate, keys, key }: Issuer, { thisUpdate, nextUpdate, holds }: CrlOptions) {
  const held = holds && {
    serialNumber: new x509.X509Certificate(holds.der).serialNumber,
    revocationDate: new Date(thisUpdate),
    reason: x509.X509CrlReason.certificateHold,
  };
  const crl = await x509.X509CrlGenerator.create({
    issuer: certificate.subject,
    thisUpdate: new Date(thisUpdate),
    nextUpdate: new Date(nextUpdate),
    entries: held === undefined ? [] : [held],
    signingKey: keys.privateKey,
    signingAlgorithm: ALGORITHMS[key],
  });
  return new Uint8Array(crl.rawData);
}

async function extensionsFor(
  { names = [], intermediate = false, crlUrl }: CertificateOptions,
  { publicKey }: webcrypto.CryptoKeyPair,
  issuer: Issuer | undefined,
): Promise<x509.Extension[]> {
  const alternatives = names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const);
  return [
    new x509.BasicConstraintsExtension(intermediate, undefined, true),
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(issuer?.keys.publicKey ?? publicKey),
    ...(intermediate ? [] : [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth])]),
    ...(crlUrl === undefined ? [] : [new x509.CRLDistributionPointsExtension([crlUrl])]),
    ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
  ];
}
