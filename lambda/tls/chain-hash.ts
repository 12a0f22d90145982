import { hash } from 'node:crypto';

/**
 * SHA-256 of what a server sent, hexadecimal: the same for the same certificates in the same order alone. Each is preceded
 * by its length, so that no other cut of the same bytes comes to the same.
 */
export function chainHash(certificates: readonly Uint8Array[]): string {
  const parts = certificates.flatMap((der) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(der.length);
    return [length, der];
  });
  return hash('sha256', Buffer.concat(parts), 'hex');
}
