/** A value of the context that cannot be used; the message says what is wrong with it, to stand after the value. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
  /** What is wrong inside of it, a line each. */
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}
