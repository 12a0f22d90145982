import { constants } from 'node:crypto';
import tls, { type SecureContext, type SecureContextOptions } from 'node:tls';
import type { Trust } from '../core/target';
import { readCertificate } from './certificate';

/** Whom a certificate is judged by, in the form that OpenSSL needs and in the form that explains its verdict. */
export interface TrustStore {
  readonly context: SecureContext;
  /** SHA-256 of the keys that are trusted from the start; read on the first call. */
  readonly anchors: () => ReadonlySet<string>;
}

/**
 * X25519 first, which every current server has: the share that goes with the hello is for the first alone, and OpenSSL 3.5
 * would begin with X25519MLKEM768, which costs an eighth of the hand-shake and a hello of two packets, at which some fail.
 */
const GROUPS = [
  ...['X25519', 'prime256v1', 'secp384r1', 'secp521r1', 'X448'],
  ...['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1'],
  ...['ffdhe2048', 'ffdhe3072', 'ffdhe4096', 'ffdhe6144', 'ffdhe8192'],
].join(':');

/** Before 3.5 OpenSSL has none, and takes no list with a name that it does not know. */
const HYBRID_GROUPS = ['X25519MLKEM768', 'SecP256r1MLKEM768', 'SecP384r1MLKEM1024'].join(':');

/**
 * Old services need a watcher most, so nothing that this OpenSSL can speak is left out: TLS 1.0, weak ciphers, keys and
 * groups, and servers without secure renegotiation (RFC 5746). Nothing secret is ever sent over these connections.
 */
const ANY_SERVER = {
  minVersion: 'TLSv1',
  ciphers: 'DEFAULT@SECLEVEL=0',
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
} satisfies SecureContextOptions;

function groups(): string {
  return [`${GROUPS}:${HYBRID_GROUPS}`, GROUPS].find(isTaken) ?? 'auto';
}

function isTaken(ecdhCurve: string): boolean {
  try {
    tls.createSecureContext({ ecdhCurve });
    return true;
  } catch {
    return false;
  }
}

/** One for each way to trust, made at its first use: making one costs as much as several hand-shakes. */
const stores = new Map<string, TrustStore>();

/** @param privateCa PEM certificates for `private`; nobody is trusted where there are none. */
export function trustStoreFor({ by }: Trust, privateCa: string | undefined): TrustStore {
  const bundle = by === 'private' ? (privateCa ?? '') : '';
  const key = by === 'public' ? by : bundle;
  const store = stores.get(key) ?? (by === 'public' ? publicStore() : storeOf(certificatesIn(bundle)));
  stores.set(key, store);
  return store;
}

/** The PEM blocks of certificates in a text, whatever stands between them. */
export function certificatesIn(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
}

function contextOf(options: SecureContextOptions): SecureContext {
  return tls.createSecureContext({ ...ANY_SERVER, ecdhCurve: groups(), ...options });
}

function publicStore(): TrustStore {
  return { context: contextOf({}), anchors: lazily(() => keysOf(publicRoots())) };
}

/** Whoever puts an issuing CA into the bundle trusts it as it is, whether or not its root is there too. */
function storeOf(ca: string[]): TrustStore {
  const context = contextOf({ ca, allowPartialTrustChain: true });
  return { context, anchors: lazily(() => keysOf(ca)) };
}

/** Node 20 has no `getCACertificates`, and so does not tell of NODE_EXTRA_CA_CERTS. */
function publicRoots(): readonly string[] {
  return typeof tls.getCACertificates === 'function' ? tls.getCACertificates('default') : tls.rootCertificates;
}

function keysOf(pems: readonly string[]): Set<string> {
  const read = pems.map((pem) => readCertificate(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64')));
  return new Set(read.flatMap((certificate) => ('problem' in certificate ? [] : [certificate.keySha256])));
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
