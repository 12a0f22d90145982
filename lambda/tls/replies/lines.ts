import { FOREIGN, INCOMPLETE, type ReadReply, type Reply } from '../reply';

/** How a reply in lines of text is read; what the expressions match is one line without its end. */
export interface LineRules {
  /** The first line, where it is this protocol. */
  readonly begins: RegExp;
  /** The line that ends the reply. */
  readonly ends: RegExp;
  /** The last line, where it is the answer that is hoped for. */
  readonly good: RegExp;
  /** One of the lines, where the server offers TLS, and how that is called; absent where it need not say so. */
  readonly offers?: { readonly line: RegExp; readonly called: string };
  /** The last line, where the server wants nothing to do with this client. */
  readonly away?: RegExp;
}

/** A reply of SMTP or FTP: `250-first`, `250 last` (RFC 5321 §4.2, RFC 959 §4.2); some end it early, by an error. */
export const NUMBERED = { begins: /^\d{3}(?:[ -]|$)/, ends: /^\d{3}(?: |$)/ };

/** What stands in no text: whose first line has it speaks another protocol, and may never come to the end of a line. */
const BINARY = /[\x00-\x08\x0e-\x1a]/;

/** A reader of replies of one or several lines, each ending in LF or CR LF. */
export function lines(rules: LineRules): ReadReply {
  return (bytes) => {
    const all: string[] = [];
    for (let at = 0; ; ) {
      const end = bytes.indexOf(0x0a, at);
      if (end < 0) return all.length === 0 && BINARY.test(bytes.toString('latin1')) ? FOREIGN : INCOMPLETE;
      const line = bytes.toString('utf8', at, end).replace(/\r$/, '');
      if (all.length === 0 && (BINARY.test(line) || !rules.begins.test(line))) return FOREIGN;
      all.push(line);
      at = end + 1;
      if (rules.ends.test(line)) return judged(line, all, at, rules);
    }
  };
}

function judged(last: string, all: readonly string[], end: number, { good, offers, away }: LineRules): Reply {
  if (good.test(last)) {
    const offered = offers === undefined || all.some((line) => offers.line.test(line));
    return offered ? { is: 'go-ahead', end } : { is: 'not-offered', lacks: offers.called };
  }
  return { is: away?.test(last) ? 'turned-away' : 'denied', says: last };
}
