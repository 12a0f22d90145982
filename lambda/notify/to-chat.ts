import { goesOn, type OtherWay } from '../core/delivery';
import { DAY, type Instant } from '../core/instant';
import { composeChat } from './chat';
import type { Chat } from './chat-topic';
import type { Delivery } from './delivery';
import type { Place } from './place';

/** The chat channel, and what is told there. */
export interface ChatRoom extends OtherWay {
  readonly publish: Chat;
}

/** The messages for a chat channel; one that is not accepted stops no other. */
export function toChat({ publish, ...room }: ChatRoom, place: Place, now: () => Instant): Delivery {
  return {
    key: 'chat',
    patience: 3 * DAY,
    wants: ({ severity, client }) => goesOn(room, client, severity),
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
