import { DAY, type Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import type { Delivery } from './delivery';
import type { EventBus, Posting } from './event-bus';
import { eventOf, resourcesOf } from './events';

/** Every notice as an event for automation. */
export function toBus(bus: EventBus, now: () => Instant): Delivery {
  return {
    key: 'events',
    patience: 3 * DAY,
    wants: () => true,
    async *send(_client, notices) {
      const at = now();
      const told = new Map<Posting, Notice>();
      for (const notice of notices) told.set({ event: eventOf(notice, at), resources: resourcesOf(notice) }, notice);
      for await (const verdicts of bus([...told.keys()])) {
        const byFailure = new Map<string | undefined, Notice[]>();
        for (const [posting, failure] of verdicts) {
          const notice = told.get(posting);
          if (notice) byFailure.set(failure, [...(byFailure.get(failure) ?? []), notice]);
        }
        for (const [failure, tells] of byFailure) yield { tells, failure };
      }
    },
  };
}
