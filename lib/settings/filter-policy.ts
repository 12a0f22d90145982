import { EVENTS, SEVERITIES } from './message-words';

/** SNS: the product of the numbers of values, over all attributes of one filter policy. */
const MOST_COMBINATIONS = 150;

/** What somebody wants to hear; where a list is empty, all. */
export interface Wanted {
  readonly clients: readonly string[];
  readonly severities: readonly string[];
  readonly events: readonly string[];
  readonly owners: readonly string[];
  readonly audiences: readonly string[];
}

type Condition =
  | string
  | { readonly 'equals-ignore-case': string }
  | { readonly 'anything-but': readonly string[] }
  | { readonly exists: boolean };

/** On the attributes of messages. SNS takes five attributes; these are all that there are to filter by. */
export type FilterPolicy = Readonly<Record<string, readonly Condition[]>>;

/** Names are compared without regard to case: rows are typed by many hands. */
export function filterPolicy({ clients, severities, events, owners, audiences }: Wanted): FilterPolicy {
  const conditions = {
    client: clients.map(alike),
    severity: unlessAll(severities, SEVERITIES),
    event: unlessAll(events, EVENTS),
    owner: owners.map(alike),
    audience: audiences,
  };
  return Object.fromEntries(Object.entries(conditions).filter(([, values]) => values.length > 0));
}

/**
 * For those whose setting says nothing of audiences: what they got before there were any. The sweep that is just being replaced
 * names none yet, and nobody is to miss what it says.
 */
export const FOR_OWNERS: FilterPolicy = { audience: ['owner', { exists: false }] };

/** Why SNS would refuse the policy; undefined where it would not. */
export function tooLarge(policy: FilterPolicy): string | undefined {
  const counts = Object.entries(policy).map(([name, values]) => ({ name, count: values.length }));
  const combinations = counts.reduce((product, { count }) => product * count, 1);
  if (combinations <= MOST_COMBINATIONS) return undefined;
  const factors = counts.filter(({ count }) => count > 1).map(({ name, count }) => `${name} ${count}`);
  return `${factors.join(' × ')} are ${combinations} combinations, and SNS takes ${MOST_COMBINATIONS}; name fewer, or leave out a list to have all of it`;
}

function unlessAll(given: readonly string[], all: readonly string[]): readonly string[] {
  return all.every((one) => given.includes(one)) ? [] : given;
}

function alike(name: string): Condition {
  return { 'equals-ignore-case': name };
}
