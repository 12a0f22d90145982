/** What the bytes of a server come to, as far as they have arrived. */
export type Reply =
  | { readonly is: 'incomplete' }
  /** As it should be; the reply ends before `end`. */
  | { readonly is: 'go-ahead'; readonly end: number }
  /** It is the protocol, but TLS is not among what the server says it can do. */
  | { readonly is: 'not-offered'; readonly lacks: string }
  /** It is the protocol, but the server answers the request for TLS with something else. */
  | { readonly is: 'denied'; readonly says: string }
  /** The server wants nothing to do with this client, with or without TLS. */
  | { readonly is: 'turned-away'; readonly says: string }
  /** It is not this protocol. */
  | { readonly is: 'foreign' };

/**
 * Reads one reply from its beginning; the bytes may go on after it. Never throws, keeps nothing, and takes a time in
 * proportion to the bytes, since it is called again with each piece that arrives.
 */
export type ReadReply = (bytes: Buffer) => Reply;

export const INCOMPLETE: Reply = { is: 'incomplete' };
export const FOREIGN: Reply = { is: 'foreign' };
