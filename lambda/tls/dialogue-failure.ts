import type { Failure } from '../core/observation';
import { oneLine } from '../core/safe-text';
import type { Objection } from './dialogue';
import { type Attempt, placeOf } from './failure';

/** Characters of a server's own words in a sentence. */
const LONGEST_QUOTE = 80;

/** Why a dialogue does not come to TLS, in a stable word and a sentence for people. */
export function objectionFailure(
  { step: { asks }, reply, heard }: Objection,
  name: string,
  at: Omit<Attempt, 'phase'>,
): Failure {
  const where = placeOf(at);
  const awaited = asks === undefined ? 'its greeting' : `its answer to ${asks}`;
  const answers = asks === undefined ? 'its greeting is' : `it answers ${asks} with`;
  switch (reply.is) {
    case 'not-offered':
      return failure('no-tls', `${where} speaks ${name}, but offers no TLS: ${awaited} does not have ${reply.lacks}.`);
    case 'denied':
      return failure('no-tls', `${where} speaks ${name}, but grants no TLS: ${answers} ${quoted(reply.says)}.`);
    case 'turned-away':
      return failure('refused', `${where} turns this prober away: ${answers} ${quoted(reply.says)}.`);
    case 'closed':
      return failure('closed', `${where} closes the connection where ${awaited} is due.`);
    case 'unasked':
      return failure('not-tls', `${where} goes on in the clear after it has agreed to TLS${itSays(heard)}.`);
    case 'foreign':
      return failure('not-tls', `${where} answers, but not in ${name}${itSays(heard)}.`);
    default:
      return reply satisfies never;
  }
}

function failure(reason: Failure['reason'], sentence: string): Failure {
  return { reason, sentence };
}

/** The first line of it, where it prints. */
function itSays(heard: Buffer): string {
  if (isTlsRecord(heard)) return ': it speaks TLS from the first byte, as with the scheme tls';
  const [line = ''] = heard.subarray(0, 200).toString('utf8').split(/\r?\n/, 1);
  return /^[^\p{C}\ufffd]+$/u.test(line) ? `: it says ${quoted(line)}` : '';
}

/** An alert or a hand-shake of any version (RFC 8446 §5.1). */
function isTlsRecord([type, major]: Uint8Array): boolean {
  return (type === 0x15 || type === 0x16) && major === 3;
}

function quoted(says: string): string {
  const words = oneLine(says, 2 * LONGEST_QUOTE).split(' ');
  return `“${oneLine(words.map((word) => (isFleeting(word) ? '…' : word)).join(' '), LONGEST_QUOTE)}”`;
}

/** Times, numbers of sessions, our own address: they would make the same failure another one at each look. */
function isFleeting(word: string): boolean {
  return /\d{4}|(?:\d+\.){3}\d/.test(word) || word.replace(/\D/g, '').length >= 6;
}
