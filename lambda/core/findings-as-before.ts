import type { Finding, Reason } from './finding';
import type { Observation } from './observation';

/** What an inventory says of a thing by itself; all else is found anew at each look. */
const OF_INVENTORIES: readonly Reason[] = [
  'renewal-blocked',
  'will-not-renew',
  'not-issued',
  'revoked',
  'name-gone',
  'caa-forbids',
  'validation-record-missing',
  'validation-by-email',
];

/** While its inventory cannot be read, what it said of a thing is taken to hold, as its date is. */
export function findingsAsBefore(observation: Observation, before: readonly Finding[]): Finding[] {
  if (observation.saw !== 'nothing' || observation.failure.reason !== 'inventory-unread') return [];
  return before.filter(({ reason }) => OF_INVENTORIES.includes(reason));
}
