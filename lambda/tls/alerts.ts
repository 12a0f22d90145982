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

/** An alert's name and what it usually means, for the end of a sentence; the number of what is not known. */
export function alertWords(alert: number): string {
  return ALERTS.get(alert) ?? String(alert);
}
