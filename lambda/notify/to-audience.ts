import type { Instant } from '../core/instant';
import type { Audience } from '../core/notice';
import type { Channel } from './channel';
import { compose } from './compose';
import type { Delivery } from './delivery';
import type { Place } from './place';

/** The messages for people, composed for one audience; one that is not accepted stops no other. */
export function toAudience(audience: Audience, channel: Channel, place: Place, now: () => Instant): Delivery {
  return {
    key: keyOf(audience),
    wants: (notice) => notice.audience.includes(audience),
    async *send(client, notices) {
      for (const { message, tells, says } of compose(client, audience, notices, place, now())) {
        const outcome = channel(message).then(
          () => ({ tells, says }),
          (failure: unknown) => ({ tells, failure }),
        );
        yield await outcome;
      }
    },
  };
}

/** What it is called in the outbox. */
export function keyOf(audience: Audience): string {
  return `sns:${audience}`;
}
