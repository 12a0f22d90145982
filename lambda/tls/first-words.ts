import { connect } from 'node:net';

/** Milliseconds; whoever speaks first, or answers with an error, does so at once. */
const LONGEST_WAIT = 1_000;

/**
 * The smallest ClientHello (RFC 5246 §7.4.1.2): TLS 1.2, no extensions, one cipher. Services of other protocols answer it
 * with an error of their own, and a printer prints no more of it than of any other hand-shake.
 */
const CLIENT_HELLO = Buffer.concat([
  Buffer.from('160301002d010000290303', 'hex'),
  Buffer.alloc(32),
  Buffer.from('000002002f0100', 'hex'),
]);

/**
 * The beginning of what a service that speaks no TLS says: `HTTP/1.1 400`, `220 mail.example.com ESMTP`; undefined where it
 * says nothing printable. Stays the same from one look to the next as far as it can: no dates, no numbers of sessions.
 *
 * @param until when to give up, in milliseconds of `performance.now()`.
 */
export function firstWords(address: string, port: number, until: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const settle = (words: string | undefined) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(words);
    };
    const timer = setTimeout(settle, Math.min(LONGEST_WAIT, Math.max(0, until - performance.now())), undefined);
    socket.once('connect', () => socket.write(CLIENT_HELLO));
    socket.once('data', (bytes) => settle(wordsIn(bytes)));
    socket.once('close', () => settle(undefined));
    socket.on('error', () => settle(undefined));
  });
}

function wordsIn(bytes: Buffer): string | undefined {
  const [line = ''] = bytes.subarray(0, 200).toString('latin1').split(/\r?\n/, 1);
  if (!/^[\x20-\x7e]+$/.test(line)) return undefined;
  const words = line.split(/[<;]/, 1)[0]?.trim().split(/ +/) ?? [];
  const telling = words.slice(0, line.startsWith('HTTP/') ? 2 : 3).join(' ');
  return telling === '' ? undefined : telling.slice(0, 60);
}
