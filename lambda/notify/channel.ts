import type { Audience, Event } from '../core/notice';
import type { Severity } from '../core/severity';
import type { Kind } from '../core/target';

/** One message to whoever subscribed for a client, in the words for each medium. */
export interface Message {
  /** Under 100 printable ASCII characters. */
  readonly subject: string;
  /** Plain text for e-mail, and for every medium without words of its own. */
  readonly text: string;
  /** One GSM-7 part: at most 160 septets. */
  readonly sms: string;
  /** For filter policies of subscriptions. */
  readonly attributes: MessageAttributes;
}

export interface MessageAttributes {
  readonly severity: Severity;
  /** `digest` where it tells how all stands, and not what has happened. */
  readonly event: readonly (Event | 'digest')[];
  readonly kind: readonly Kind[];
  readonly client: string;
  readonly audience: Audience;
  readonly owner: readonly string[];
  /** The fewest days left of all it tells of; absent where it tells of no date. */
  readonly daysLeft?: number;
}

/** A way for messages to leave. Resolves once the message has been accepted; rejects if it may not have been. */
export type Channel = (message: Message) => Promise<void>;
