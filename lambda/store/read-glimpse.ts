import type { Glimpse } from '../core/glimpse';
import { type Item, mapOf, maybe, text, time, Unintelligible, yesNo } from './item-fields';
import { readDates } from './read-renewal';
import { readKind } from './read-result-item';

/** What a scan has to ask for; every name is an alias, since DynamoDB reserves hundreds of words. */
export const GLIMPSED = {
  ProjectionExpression: '#target, #kind, #client, #location, #foundBy, #seen, #checkedAt, #memory.#lastSeen',
  ExpressionAttributeNames: {
    '#target': 'target',
    '#kind': 'kind',
    '#client': 'client',
    '#location': 'location',
    '#foundBy': 'foundBy',
    '#seen': 'seen',
    '#checkedAt': 'checkedAt',
    '#memory': 'memory',
    '#lastSeen': 'lastSeen',
  },
} as const;

const readFields = mapOf<Glimpse>({
  target: text,
  kind: readKind,
  client: text,
  location: text,
  foundBy: maybe(text),
  seen: yesNo,
  checkedAt: time,
  memory: mapOf<Glimpse['memory']>({ lastSeen: readDates }),
});

/** Undefined where the item cannot be understood, which then counts as absent. */
export function readGlimpse(item: Item): Glimpse | undefined {
  try {
    return readFields({ memory: {}, ...item }, 'item');
  } catch (error) {
    if (error instanceof Unintelligible) return undefined;
    throw error;
  }
}
