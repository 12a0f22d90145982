import { daysLeft, type Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import { oneLine } from '../core/safe-text';
import { NO_CLIENT } from '../core/target';
import type { MessageAttributes } from './channel';
import { ownerOf } from './owner';
import { ruling } from './reasons';

/** What subscriptions filter by: what all of it has in common, the nearest date, and each value that occurs. */
export function attributesOf(
  { client, audience, severity }: Pick<MessageAttributes, 'client' | 'audience' | 'severity'>,
  tells: readonly Notice[],
  now: Instant,
): MessageAttributes {
  const dates = tells.flatMap((notice) => ruling(notice) ?? []);
  const left = dates.map(({ expires }) => daysLeft(expires, now));
  return {
    severity,
    event: distinct(tells.map(({ event }) => event)),
    kind: distinct(tells.map(({ kind }) => kind)),
    client: oneLine(client, 80) || NO_CLIENT,
    audience,
    owner: distinct(tells.map(ownerOf)).filter((owner) => owner !== ''),
    ...(left.length > 0 && { daysLeft: left.reduce((a, b) => Math.min(a, b)) }),
  };
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
