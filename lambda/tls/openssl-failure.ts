import type { FailureReason } from '../core/observation';
import { oneLine } from '../core/safe-text';

/** What OpenSSL says when the first bytes are no TLS record. */
const NOT_TLS = ['wrong version number', 'packet length too long', 'http request', 'https proxy request'];

/** Alerts that a server may refuse a hand-shake with: RFC 8446 §6.2, RFC 6066, RFC 7301; what they usually mean, where that helps. */
const ALERTS: ReadonlyMap<number, string> = new Map([
  [10, 'unexpected_message'],
  [20, 'bad_record_mac'],
  [40, 'handshake_failure: it accepts no cipher that is offered, or asks for a client certificate'],
  [42, 'bad_certificate: it asks for a client certificate'],
  [46, 'certificate_unknown'],
  [47, 'illegal_parameter'],
  [49, 'access_denied'],
  [50, 'decode_error'],
  [51, 'decrypt_error'],
  [70, 'protocol_version: it speaks no TLS version that is offered'],
  [71, 'insufficient_security: it accepts no cipher that is offered'],
  [80, 'internal_error: it has a fault of its own, often no certificate for this name'],
  [86, 'inappropriate_fallback'],
  [90, 'user_canceled'],
  [109, 'missing_extension'],
  [110, 'unsupported_extension'],
  [112, 'unrecognized_name: it serves nothing under this name'],
  [115, 'unknown_psk_identity'],
  [116, 'certificate_required: it asks for a client certificate'],
  [120, 'no_application_protocol'],
]);

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
    const predicate = `refuses the TLS hand-shake with the alert ${ALERTS.get(Number(alert)) ?? alert}`;
    return { reason: 'handshake-refused', predicate };
  }
  const predicate = `does not come to terms in the TLS hand-shake: OpenSSL says “${oneLine(why, 80)}”`;
  return { reason: 'handshake-refused', predicate };
}
