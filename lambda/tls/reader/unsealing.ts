import { createDecipheriv } from 'node:crypto';
import type { Suite, TrafficKey } from './key-schedule';
import type { PlainRecord } from './records';
import { Malformed } from './unfit';

/** Takes the next encrypted record, its header first, and gives what is in it; throws {@link Malformed}. */
export type Unseal = (record: Uint8Array) => PlainRecord;

const HEADER = 5;
const TAG = 16;
const TYPES: ReadonlyMap<number, PlainRecord['type']> = new Map([
  [21, 'alert'],
  [22, 'handshake'],
]);

/** RFC 8446 §5.2 and §5.3. */
export function unsealing({ aead }: Suite, { key, iv }: TrafficKey): Unseal {
  let sequence = 0;
  return (record) => {
    const nonce = Buffer.from(iv);
    // A flight is far too short for more of the number than this.
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence++) >>> 0, 8);
    const inner = opened(record, aead, key, nonce);
    const end = inner.findLastIndex((byte) => byte !== 0);
    const type = TYPES.get(inner[end] ?? 0);
    if (type === undefined) throw new Malformed('sends an encrypted TLS record of a type that has no place');
    return { type, contents: inner.subarray(0, end) };
  };
}

function opened(record: Uint8Array, aead: Suite['aead'], key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const end = record.length - TAG;
  if (end < HEADER) throw new Malformed(UNREADABLE);
  try {
    const options = { authTagLength: TAG };
    // Two calls, since Node's types know no common one.
    const decipher =
      aead === 'chacha20-poly1305'
        ? createDecipheriv(aead, key, nonce, options)
        : createDecipheriv(aead, key, nonce, options);
    decipher.setAAD(record.subarray(0, HEADER), { plaintextLength: end - HEADER });
    decipher.setAuthTag(record.subarray(end));
    const inner = decipher.update(record.subarray(HEADER, end));
    decipher.final();
    return inner;
  } catch {
    throw new Malformed(UNREADABLE);
  }
}

const UNREADABLE = 'sends an encrypted TLS record that cannot be decrypted';
