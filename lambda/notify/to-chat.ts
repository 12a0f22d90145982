import { DAY, type Instant } from '../core/instant';
import type { Severity } from '../core/severity';
import { composeChat } from './chat';
import type { Chat } from './chat-topic';
import type { Delivery } from './delivery';
import type { Place } from './place';

/** The chat channel, and what is told there. */
export interface ChatRoom {
  readonly publish: Chat;
  /** Default: all of them. */
  readonly severities?: readonly Severity[];
  /** Of whom; default: all of them. */
  readonly clients?: readonly string[];
}

/** The messages for a chat channel; one that is not accepted stops no other. */
export function toChat({ publish, severities, clients }: ChatRoom, place: Place, now: () => Instant): Delivery {
  return {
    key: 'chat',
    patience: 3 * DAY,
    wants: ({ severity, client }) => (severities?.includes(severity) ?? true) && (clients?.includes(client) ?? true),
    async *send(client, notices) {
      for (const { message, tells } of composeChat(client, notices, place, now())) {
        yield await publish(message).then(
          () => ({ tells }),
          (failure: unknown) => ({ tells, failure }),
        );
      }
    },
  };
}
