import { isIPv6 } from 'node:net';
import type { OnRequest } from '../core/protocol';
import type { Dialogue, Talk } from './dialogue';
import { lines, NUMBERED } from './replies/lines';

/** RFC 5321 §4.1.1.1: a client without a name of its own says its address (§4.1.3). */
function literal({ from }: Talk): string {
  return isIPv6(from) ? `[IPv6:${from}]` : `[${from}]`;
}

/** SMTP and its sisters differ in how the client says hello (RFC 3207 §4). */
function mail(name: string, hello: 'EHLO' | 'LHLO'): Dialogue {
  const offers = { line: /^250[ -]STARTTLS\b/i, called: 'STARTTLS' };
  return {
    name,
    steps: [
      { reads: lines({ ...NUMBERED, good: /^220/, away: /^/ }) },
      {
        asks: hello,
        sends: (talk) => `${hello} ${literal(talk)}\r\n`,
        reads: lines({ ...NUMBERED, good: /^250/, offers, away: /^4/ }),
      },
      { asks: 'STARTTLS', sends: 'STARTTLS\r\n', reads: lines({ ...NUMBERED, good: /^220/, away: /^421/ }) },
    ],
  };
}

/** RFC 5804 §1.3, §2.2: `OK`, `NO` or `BYE` after lines in quotation marks. */
const SIEVE = { begins: /^(?:"|(?:OK|NO|BYE)\b)/i, ends: /^(?:OK|NO|BYE)\b/i, good: /^OK\b/i, away: /^BYE\b/i };

/** The dialogues of sending, fetching and sorting mail. */
export const MAIL_DIALOGUES = {
  smtp: mail('SMTP', 'EHLO'),
  // RFC 6409
  submission: mail('SMTP', 'EHLO'),
  // RFC 2033 §4.1
  lmtp: mail('LMTP', 'LHLO'),
  // RFC 9051 §6.1.1, §6.2.1, §7.1
  imap: {
    name: 'IMAP',
    steps: [
      {
        // PREAUTH means that TLS can no longer be asked for (§6.2.1).
        reads: lines({
          begins: /^\* (?:OK|PREAUTH|BYE)\b/i,
          ends: /^/,
          good: /^\* OK\b/i,
          away: /^\* BYE\b/i,
        }),
      },
      {
        asks: 'CAPABILITY',
        sends: 'a CAPABILITY\r\n',
        reads: lines({
          begins: /^(?:\*|a) /,
          ends: /^(?:a |\* BYE\b)/i,
          good: /^a OK\b/i,
          offers: { line: /^\* CAPABILITY .*\bSTARTTLS\b/i, called: 'STARTTLS' },
          away: /^\*/,
        }),
      },
      {
        asks: 'STARTTLS',
        sends: 'b STARTTLS\r\n',
        reads: lines({ begins: /^(?:\*|b) /, ends: /^(?:b |\* BYE\b)/i, good: /^b OK\b/i, away: /^\*/ }),
      },
    ],
  },
  // RFC 1939 §4, RFC 2595 §4
  pop3: {
    name: 'POP3',
    steps: [
      { reads: lines({ begins: /^(?:\+OK|-ERR)\b/, ends: /^/, good: /^\+OK/, away: /^/ }) },
      { asks: 'STLS', sends: 'STLS\r\n', reads: lines({ begins: /^(?:\+OK|-ERR)\b/, ends: /^/, good: /^\+OK/ }) },
    ],
  },
  sieve: {
    name: 'ManageSieve',
    steps: [
      { reads: lines({ ...SIEVE, offers: { line: /^"STARTTLS"/i, called: 'STARTTLS' }, away: /^/ }) },
      { asks: 'STARTTLS', sends: 'STARTTLS\r\n', reads: lines(SIEVE) },
    ],
  },
} as const satisfies Partial<Record<OnRequest, Dialogue>>;
