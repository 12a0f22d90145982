import type { Instant } from './instant';

/** What a message said of one target, word for word: a line of its history. */
export interface Said {
  readonly target: string;
  /** When it was sent. */
  readonly at: Instant;
  /** To whom, as the message’s attribute of that name says it. */
  readonly audience: string;
  readonly client: string;
  readonly event: string;
  readonly severity: string;
  /** Of the whole message, which may tell of others too. */
  readonly subject: string;
  /** The part of the message that is about this target. */
  readonly text: string;
}
