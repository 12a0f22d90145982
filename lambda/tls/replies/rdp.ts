import { FOREIGN, INCOMPLETE, type ReadReply } from '../reply';

/** RDP_NEG_RSP, RDP_NEG_FAILURE, and X.224's Connection Confirm with its four bits of credit (MS-RDPBCGR §2.2.1.2). */
const RESPONSE = 2;
const FAILURE = 3;
const CONFIRM = 0xd0;

/** TPKT's four bytes, X.224's seven, and the eight of the negotiation, which old servers leave away. */
const WITHOUT_NEGOTIATION = 11;
const WITH_NEGOTIATION = 19;

/**
 * X.224 Connection Request in a TPKT (RFC 1006 §6) with RDP_NEG_REQ for PROTOCOL_SSL (1) and PROTOCOL_HYBRID (2), which
 * both begin with TLS (MS-RDPBCGR §2.2.1.1).
 */
export const CONNECTION_REQUEST = Buffer.from('030000130ee000000000000100080003000000', 'hex');

/** MS-RDPBCGR §2.2.1.2.2 */
const FAILURES: Readonly<Record<number, string>> = {
  1: 'SSL_REQUIRED_BY_SERVER',
  2: 'SSL_NOT_ALLOWED_BY_SERVER',
  3: 'SSL_CERT_NOT_ON_SERVER',
  4: 'INCONSISTENT_FLAGS',
  5: 'HYBRID_REQUIRED_BY_SERVER',
  6: 'SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER',
};

export const readConfirm: ReadReply = (bytes) => {
  if ((bytes[0] ?? 3) !== 3 || (bytes[1] ?? 0) !== 0 || ((bytes[5] ?? CONFIRM) & 0xf0) !== CONFIRM) return FOREIGN;
  if (bytes.length < 4) return INCOMPLETE;
  const end = bytes.readUInt16BE(2);
  if (end !== WITHOUT_NEGOTIATION && end !== WITH_NEGOTIATION) return FOREIGN;
  if (bytes.length < end) return INCOMPLETE;
  if (end === WITHOUT_NEGOTIATION) return { is: 'not-offered', lacks: 'RDP_NEG_RSP' };
  const value = bytes.readUInt32LE(15);
  if (bytes[11] === FAILURE) return { is: 'denied', says: FAILURES[value] ?? `failure ${value}` };
  if (bytes[11] !== RESPONSE) return FOREIGN;
  return value === 0 ? { is: 'denied', says: 'PROTOCOL_RDP' } : { is: 'go-ahead', end };
};
