import {
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** A cipher suite of TLS 1.3 (RFC 8446 appendix B.4). */
export interface Suite {
  /** OpenSSL's name, as `getCipher().name` has it. */
  readonly name: string;
  readonly hash: 'sha256' | 'sha384';
  readonly aead: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  readonly keySize: 16 | 32;
}

export const SUITES: ReadonlyMap<number, Suite> = new Map([
  [0x1301, { name: 'TLS_AES_128_GCM_SHA256', hash: 'sha256', aead: 'aes-128-gcm', keySize: 16 }],
  [0x1302, { name: 'TLS_AES_256_GCM_SHA384', hash: 'sha384', aead: 'aes-256-gcm', keySize: 32 }],
  [0x1303, { name: 'TLS_CHACHA20_POLY1305_SHA256', hash: 'sha256', aead: 'chacha20-poly1305', keySize: 32 }],
]);

/** The group x25519, of which a share has so many bytes (RFC 8446 §4.2.8.2). */
export const X25519 = 29;
export const SHARE_SIZE = 32;

/** SubjectPublicKeyInfo of X25519 up to the key's own bytes (RFC 8410). */
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');

let pair: { readonly privateKey: KeyObject; readonly share: Uint8Array } | undefined;

/** One for the whole process: to make one is dear, and nothing secret is ever sent under it. */
function ownPair() {
  if (pair === undefined) {
    const { privateKey, publicKey } = generateKeyPairSync('x25519');
    pair = { privateKey, share: publicKey.export({ type: 'spki', format: 'der' }).subarray(SPKI.length) };
  }
  return pair;
}

/** What goes into the hello. */
export function ownShare(): Uint8Array {
  return ownPair().share;
}

export interface TrafficKey {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/**
 * What the server's first flight is encrypted with (RFC 8446 §7.1). Throws where its share is none.
 *
 * @param hellos the two hello messages, one after the other, without their records.
 */
export function serverKey({ hash, keySize }: Suite, share: Uint8Array, hellos: readonly Uint8Array[]): TrafficKey {
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, share]), format: 'der', type: 'spki' });
  const shared = diffieHellman({ privateKey: ownPair().privateKey, publicKey });
  const secret = hmac(hash, beforeShare(hash), shared);
  const transcript = createHash(hash);
  for (const hello of hellos) transcript.update(hello);
  const traffic = expandLabel(hash, secret, 's hs traffic', transcript.digest());
  return {
    key: expandLabel(hash, traffic, 'key', NOTHING, keySize),
    iv: expandLabel(hash, traffic, 'iv', NOTHING, 12),
  };
}

const NOTHING = Buffer.alloc(0);
const salts = new Map<Suite['hash'], Buffer>();

/** The same for every hand-shake without a pre-shared key. */
function beforeShare(hash: Suite['hash']): Buffer {
  const known = salts.get(hash);
  if (known !== undefined) return known;
  const empty = createHash(hash).digest();
  const zeros = Buffer.alloc(empty.length);
  const salt = expandLabel(hash, hmac(hash, zeros, zeros), 'derived', empty);
  salts.set(hash, salt);
  return salt;
}

/** HKDF-Expand-Label (RFC 8446 §7.1) of no more than one block, which is all that is needed here. */
function expandLabel(hash: Suite['hash'], secret: Uint8Array, label: string, context: Uint8Array, size?: number) {
  const full = `tls13 ${label}`;
  const wanted = size ?? (hash === 'sha256' ? 32 : 48);
  const head = Buffer.from([0, wanted, full.length]);
  const info = Buffer.concat([head, Buffer.from(full), Buffer.of(context.length), context, Buffer.of(1)]);
  return hmac(hash, secret, info).subarray(0, wanted);
}

function hmac(hash: Suite['hash'], key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac(hash, key).update(data).digest();
}
