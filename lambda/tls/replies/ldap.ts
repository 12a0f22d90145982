import { childrenOf, contentsOf, type Element, elementAt, NotDer, required, TAG } from '../der';
import { FOREIGN, INCOMPLETE, type ReadReply, type Reply } from '../reply';

/** `[APPLICATION 24]`, ExtendedResponse, and ENUMERATED, its result code (RFC 4511 §4.12, §4.1.9). */
const EXTENDED_RESPONSE = 0x78;
const ENUMERATED = 0x0a;

/** Message 1: `ExtendedRequest { requestName 1.3.6.1.4.1.1466.20037 }`, the object identifier of StartTLS (RFC 4511 §4.14.1). */
export const START_TLS = Buffer.concat([
  Buffer.of(0x30, 0x1d, TAG.integer, 1, 1, 0x77, 0x18, 0x80, 0x16),
  Buffer.from('1.3.6.1.4.1.1466.20037'),
]);

/** Result codes that StartTLS is answered with (RFC 4511 §4.14.2, appendix A). */
const RESULTS: Readonly<Record<number, string>> = {
  1: 'operationsError',
  2: 'protocolError',
  10: 'referral',
  12: 'unavailableCriticalExtension',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
};

/** An ExtendedResponse. Active Directory writes lengths in four bytes where one would do, which BER allows. */
export const readExtendedResponse: ReadReply = (bytes) => {
  if (bytes.length > 0 && bytes[0] !== TAG.sequence) return FOREIGN;
  const lengthBytes = (bytes[1] ?? 0) < 0x80 ? 0 : (bytes[1] ?? 0) & 0x7f;
  if (lengthBytes > 4) return FOREIGN;
  if (bytes.length < 2 + lengthBytes) return INCOMPLETE;
  const length = lengthBytes === 0 ? (bytes[1] ?? 0) : bytes.readUIntBE(2, lengthBytes);
  const end = 2 + lengthBytes + length;
  if (bytes.length < end) return INCOMPLETE;
  try {
    return responseIn(elementAt(bytes, 0, end));
  } catch (error) {
    if (error instanceof NotDer) return FOREIGN;
    throw error;
  }
};

function responseIn(message: Element): Reply {
  const [id, operation] = childrenOf(message);
  const [code, , diagnostics] = childrenOf(required(operation, EXTENDED_RESPONSE, 'response'));
  const result = contentsOf(required(code, ENUMERATED, 'result code'))[0] ?? -1;
  const text = diagnostics?.tag === TAG.octetString ? Buffer.from(contentsOf(diagnostics)).toString('utf8') : '';
  const says = [RESULTS[result] ?? `result code ${result}`, text].filter((part) => part !== '').join(': ');
  // Message 0 answers nothing: it is a Notice of Disconnection (RFC 4511 §4.4.1).
  if (contentsOf(required(id, TAG.integer, 'message number')).every((byte) => byte === 0)) {
    return { is: 'turned-away', says };
  }
  return result === 0 ? { is: 'go-ahead', end: message.end } : { is: 'denied', says };
}
