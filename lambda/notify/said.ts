import type { Instant } from '../core/instant';
import type { Said } from '../core/said';
import type { Message } from './channel';
import type { Part } from './part';

/** What a message says of each of its targets: the item in full, or the line where it is only named. */
export function saidIn({ matters, items, rest }: Part, { subject, attributes }: Message, at: Instant): Said[] {
  const { audience } = attributes;
  return matters.flatMap(({ tells }, i) => {
    const text = items[i]?.text ?? rest[i - items.length]?.line ?? '';
    return tells.map(({ target, client, event, severity }) => {
      return { target, at, audience, client, event, severity, subject, text };
    });
  });
}
