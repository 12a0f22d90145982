/** No more than this of an answer is looked at for words. */
const LONGEST = 200;

/** Whether more bytes would change the words: neither the line has ended, nor has anything come that does not print. */
export function isWhole(bytes: Uint8Array): boolean {
  return bytes.length >= LONGEST || bytes.some((byte) => byte < 0x20 || byte > 0x7e);
}

/**
 * The beginning of what a service that speaks no TLS says: `HTTP/1.1 400`, `220 mail.example.com ESMTP`; undefined where it
 * says nothing printable. Stays the same from one look to the next as far as it can: no dates, no numbers of sessions.
 */
export function wordsIn(bytes: Uint8Array): string | undefined {
  const [line = ''] = Buffer.from(bytes.subarray(0, LONGEST)).toString('latin1').split(/\r?\n/, 1);
  if (!/^[\x20-\x7e]+$/.test(line)) return undefined;
  const words = line.split(/[<;]/, 1)[0]?.trim().split(/ +/) ?? [];
  const telling = words.slice(0, line.startsWith('HTTP/') ? 2 : 3).join(' ');
  return telling === '' ? undefined : telling.slice(0, 60);
}
