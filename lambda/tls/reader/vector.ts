import { Malformed } from './unfit';

/** The unsigned integer of so many bytes at this place. */
export function uintAt(bytes: Uint8Array, at: number, size: number): number {
  if (at + size > bytes.length) throw new Malformed('sends a TLS message that ends in the middle');
  let value = 0;
  for (let i = at; i < at + size; i += 1) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

/** The contents of a vector (RFC 5246 §4.3) whose length takes so many bytes, and where it ends; nothing is copied. */
export function vectorAt(bytes: Uint8Array, at: number, size: number): { contents: Uint8Array; end: number } {
  const from = at + size;
  const end = from + uintAt(bytes, at, size);
  if (end > bytes.length) throw new Malformed('sends a TLS message that ends in the middle');
  return { contents: bytes.subarray(from, end), end };
}
