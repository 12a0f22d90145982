/** The bytes are no flight of TLS, or not one that may come here; the message goes after the name of the place. */
export class Malformed extends Error {}

/** There is more of it than is read; the message goes after the name of the place. */
export class TooMuch extends Error {}

/** The answer is no TLS from its beginning, which was this. */
export class NotTls extends Error {
  readonly heard: Uint8Array;

  constructor(heard: Uint8Array) {
    super('speaks no TLS');
    this.heard = heard;
  }
}
