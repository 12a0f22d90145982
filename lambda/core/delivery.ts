import { type Attributes, wouldReceive } from './filter-policy';
import type { Instant } from './instant';
import type { Event } from './notice';
import type { Delivery, Unheard } from './noticed';
import type { Severity } from './severity';

/** One subscription of a topic. */
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

/** Those of the topic that notices go to. */
export interface Subscriptions {
  readonly all: readonly Subscription[];
  /** There are more than were read. */
  readonly more: boolean;
  /** Those of the operations topic, where alarms go and what the monitor says of itself; absent where nobody has looked. */
  readonly operations?: Pick<Subscriptions, 'all' | 'more'>;
  /** How the account may send text messages; absent where nobody wants any. */
  readonly sms?: { readonly sandbox: boolean; readonly monthlyLimit?: number };
}

/** A way besides the subscriptions on which notices leave, such as a chat channel. */
export interface OtherWay {
  /** Default: all of them. */
  readonly severities?: readonly Severity[];
  /** Of whom, whatever their case; default: all of them. */
  readonly clients?: readonly string[];
}

export function goesOn({ severities, clients }: OtherWay, client: string, severity: Severity): boolean {
  const named = client.toLowerCase();
  return (severities?.includes(severity) ?? true) && (clients?.some((one) => one.toLowerCase() === named) ?? true);
}

/** Somebody has to hear of these: of each severity what is told of a date before it is over. */
const TOLD = {
  warning: ['due', 'not-applied'],
  critical: ['due', 'not-applied', 'overdue', 'expired'],
} satisfies Partial<Record<Severity, readonly Event[]>>;

const TOLD_SEVERITIES = ['warning', 'critical'] as const;

/** Of what is remembered with a result. */
const MOST = 20;

/** Whether so many US dollars a month are used up in a bad week; 1 is what a new account has. */
export function isHardlyAny(spendLimit: number): boolean {
  return spendLimit <= 1;
}

/** Whether what is told of these clients would reach anybody. Pure. */
export function deliveryOf(
  { all, more, sms, operations }: Subscriptions,
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
    pending: [...pendingOf(all), ...pendingOf(operations?.all ?? []).map((name) => `${name} (operations)`)].slice(
      0,
      MOST,
    ),
    disturbed: heard
      .filter((one) => receives(one, CANARY) && !asksForCanary(one))
      .slice(0, MOST)
      .map(nameOf),
    ...(sms?.sandbox && { sandbox: true }),
    ...(sms?.monthlyLimit !== undefined && { spendLimit: sms.monthlyLimit }),
    ...(operations && !isHeard(operations) && { operationsUnheard: true }),
  };
}

/** Whether anything is to be put right, so that it is worth looking again soon. */
export function isWrong(delivery: Delivery): boolean {
  const { nobody, unheardInAll, pending, disturbed, sandbox, spendLimit, operationsUnheard } = delivery;
  if (nobody || sandbox === true || operationsUnheard === true) return true;
  return (spendLimit !== undefined && isHardlyAny(spendLimit)) || unheardInAll + pending.length + disturbed.length > 0;
}

/** What a message to the owners has besides client and severity. */
const OF_ANY: Attributes = { audience: ['owner'], event: 'any', kind: 'any', owner: 'any', daysLeft: 'any' };

/** An alarm has no attributes at all. */
const OF_ALARMS: Attributes = {};

/** What a message about the monitor itself has. */
const OF_MONITOR: Attributes = {
  ...OF_ANY,
  audience: ['operations'],
  client: 'any',
  severity: ['critical'],
  kind: ['monitor'],
};

/** The canary has no attribute but this, so that whoever filters by anything else is not disturbed by it. */
export const CANARY = { audience: ['canary'] } as const;

/** Both, though not by the same. */
function isHeard({ all, more }: Pick<Subscriptions, 'all' | 'more'>): boolean {
  const heard = all.filter(({ confirmed }) => confirmed);
  return more || [OF_ALARMS, OF_MONITOR].every((message) => heard.some((one) => receives(one, message)));
}

function pendingOf(all: readonly Subscription[]): string[] {
  return all.filter(({ confirmed }) => !confirmed).map(nameOf);
}

function unheardOf(client: string, heard: readonly Subscription[], others: readonly OtherWay[]): Unheard[] {
  const isHeard = (severity: Severity, event: Event) =>
    heard.some((one) => receives(one, { ...OF_ANY, client: [client], severity: [severity], event: [event] }));
  const severities = TOLD_SEVERITIES.filter(
    (severity) =>
      !others.some((way) => goesOn(way, client, severity)) &&
      !TOLD[severity].every((event) => isHeard(severity, event)),
  );
  if (severities.length === 0) return [];
  const inPart = severities.every((severity) => TOLD[severity].some((event) => isHeard(severity, event)));
  return [{ client, severities, ...(inPart && { inPart }) }];
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
