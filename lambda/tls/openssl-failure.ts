import type { FailureReason } from '../core/observation';
import { oneLine } from '../core/safe-text';
import { alertWords } from './alerts';

/** What OpenSSL says when the first bytes are no TLS record. */
const NOT_TLS = ['wrong version number', 'packet length too long', 'http request', 'https proxy request'];

/**
 * What an error of OpenSSL's means, from its message (`error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake
 * failure:…:SSL alert number 40`), since Node's codes leave the alert's number out. Undefined where it is none.
 *
 * @returns `predicate` goes after the name of the place: “Port 443 of www.example.com …”.
 */
export function opensslFailure(message: string): { reason: FailureReason; predicate: string } | undefined {
  const why = /error:[0-9A-F]+:[^:]*:[^:]*:([^:]*)/i.exec(message)?.[1];
  if (why === undefined) return undefined;
  if (NOT_TLS.includes(why)) return { reason: 'not-tls', predicate: 'answers, but does not speak TLS' };
  const alert = /SSL alert number (\d+)/.exec(message)?.[1];
  if (alert !== undefined) {
    const predicate = `refuses the TLS hand-shake with the alert ${alertWords(Number(alert))}`;
    return { reason: 'handshake-refused', predicate };
  }
  const predicate = `does not come to terms in the TLS hand-shake: OpenSSL says “${oneLine(why, 80)}”`;
  return { reason: 'handshake-refused', predicate };
}
