import { FOREIGN, INCOMPLETE, type ReadReply } from '../reply';

/** SSLRequest: its length, and 1234 5679 where a version would stand (PostgreSQL, “Message Formats”). */
export const SSL_REQUEST = Buffer.from('0000000804d2162f', 'hex');

/** Longer errors than this are none of PostgreSQL's. */
const LONGEST_ERROR = 8_192;

/**
 * `S` or `N`, one byte without a length; or an ErrorResponse, from a server before 7.0 or one that cannot take the
 * connection (PostgreSQL, “SSL Session Encryption”).
 */
export const readSslAnswer: ReadReply = (bytes) => {
  switch (bytes.toString('latin1', 0, 1)) {
    case '':
      return INCOMPLETE;
    // A server says no more than the letter until its client goes on; SSH and NOTICE begin with them too.
    case 'S':
      return bytes.length === 1 ? { is: 'go-ahead', end: 1 } : FOREIGN;
    case 'N':
      return bytes.length === 1 ? { is: 'denied', says: 'N' } : FOREIGN;
    case 'E':
      return readError(bytes);
    default:
      return FOREIGN;
  }
};

const readError: ReadReply = (bytes) => {
  if (bytes.length < 5) return INCOMPLETE;
  const length = bytes.readUInt32BE(1);
  if (length < 5 || length > LONGEST_ERROR) return FOREIGN;
  if (bytes.length < 1 + length) return INCOMPLETE;
  // Fields of a letter and a text that ends in NUL; `M` is for people (“Error and Notice Message Fields”).
  const fields = bytes.toString('utf8', 5, 1 + length).split('\0');
  return { is: 'turned-away', says: fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'an error' };
};
