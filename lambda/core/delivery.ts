import { type Attributes, wouldReceive } from './filter-policy';
import type { Instant } from './instant';
import type { Delivery, Unheard } from './noticed';
import type { Severity } from './severity';

/** One subscription of the topic that notices go to. */
export interface Subscription {
  /** `email`, `sms`, `https`, `sqs` … */
  readonly protocol: string;
  readonly endpoint: string;
  readonly confirmed: boolean;
  /** Which messages it wants; absent where all, or where that could not be read. */
  readonly filter?: { readonly policy: unknown; readonly of: 'attributes' | 'body' };
  /** Its filter belongs to another account and could not be read. */
  readonly unread?: true;
}

export interface Subscriptions {
  readonly all: readonly Subscription[];
  /** There are more than were read. */
  readonly more: boolean;
  /** How the account may send text messages; absent where nobody wants any. */
  readonly sms?: { readonly sandbox: boolean; readonly monthlyLimit?: number };
}

/** A way besides the subscriptions on which notices leave, such as a chat channel. */
export interface OtherWay {
  /** Default: all of them. */
  readonly severities?: readonly Severity[];
  /** Of whom; default: all of them. */
  readonly clients?: readonly string[];
}

export function goesOn({ severities, clients }: OtherWay, client: string, severity: Severity): boolean {
  return (severities?.includes(severity) ?? true) && (clients?.includes(client) ?? true);
}

/** Somebody has to hear of these. */
const TOLD: readonly Severity[] = ['warning', 'critical'];

/** Of what is remembered with a result. */
const MOST = 20;

/** Text messages for less than this are used up in a bad week; it is what a new account has. */
const LOWEST_LIMIT = 1;

/** Whether what is told of these clients would reach anybody. Pure. */
export function deliveryOf(
  { all, more, sms }: Subscriptions,
  others: readonly OtherWay[],
  clients: Iterable<string>,
  now: Instant,
): Delivery {
  const heard = all.filter(({ confirmed }) => confirmed);
  const unheard = more ? [] : [...new Set(clients)].sort().flatMap((client) => unheardOf(client, heard, others));
  return {
    at: now,
    nobody:
      !more &&
      others.length === 0 &&
      !heard.some((one) => receives(one, { ...OF_ANY, client: 'any', severity: 'any' })),
    unheard: unheard.slice(0, MOST),
    unheardInAll: unheard.length,
    pending: all
      .filter(({ confirmed }) => !confirmed)
      .slice(0, MOST)
      .map(nameOf),
    disturbed: heard
      .filter((one) => receives(one, CANARY) && !asksForCanary(one))
      .slice(0, MOST)
      .map(nameOf),
    ...(sms?.sandbox && { sandbox: true }),
    ...(sms?.monthlyLimit !== undefined && sms.monthlyLimit <= LOWEST_LIMIT && { spendLimit: sms.monthlyLimit }),
  };
}

/** Whether anything is to be put right, so that it is worth looking again soon. */
export function isWrong({ nobody, unheardInAll, pending, disturbed, sandbox, spendLimit }: Delivery): boolean {
  return nobody || sandbox === true || spendLimit !== undefined || unheardInAll + pending.length + disturbed.length > 0;
}

/** What a message to the owners has besides client and severity. */
const OF_ANY: Attributes = { audience: ['owner'], event: 'any', kind: 'any', owner: 'any', daysLeft: 'any' };

/** The canary has no attribute but this, so that whoever filters by anything else is not disturbed by it. */
export const CANARY = { audience: ['canary'] } as const;

function unheardOf(client: string, heard: readonly Subscription[], others: readonly OtherWay[]): Unheard[] {
  const severities = TOLD.filter(
    (severity) =>
      !others.some((way) => goesOn(way, client, severity)) &&
      !heard.some((one) => receives(one, { ...OF_ANY, client: [client], severity: [severity] })),
  );
  return severities.length === 0 ? [] : [{ client, severities }];
}

/** Messages are no JSON, and so nothing that filters by their body receives any. */
function receives({ filter }: Subscription, attributes: Attributes): boolean {
  return filter?.of !== 'body' && wouldReceive(filter?.policy, attributes);
}

function asksForCanary({ filter, unread }: Subscription): boolean {
  return unread === true || (filter !== undefined && !wouldReceive(filter.policy, { audience: ['owner'] }));
}

function nameOf({ protocol, endpoint }: Subscription): string {
  return `${protocol} ${endpoint}`;
}
