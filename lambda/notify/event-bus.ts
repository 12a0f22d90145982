import { setTimeout as sleep } from 'node:timers/promises';
import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, EVENT_TYPE, type NoticeEvent } from './notice-event';

/** An event, and the ARNs of what it is about. */
export interface Posting {
  readonly event: NoticeEvent;
  readonly resources: readonly string[];
}

/** What became of some postings: why each was not accepted; undefined where it was. */
export type Verdicts = ReadonlyMap<Posting, string | undefined>;

/** A way for events to leave: yields after each call what became of what was in it, each posting once. Never rejects. */
export type EventBus = (postings: readonly Posting[]) => AsyncIterable<Verdicts>;

/** What one PutEvents takes, in entries and in bytes; some regions take no more of all entries than of one. */
const MOST_ENTRIES = 10;
export const MOST_BYTES = 256 * 1024;

/** What EventBridge calls worth another try; whatever else it says of an entry, it would say again. */
const PASSING = ['InternalFailure', 'InternalException', 'ThrottlingException'];

const MOST_ATTEMPTS = 5;

/** Resolves after that many milliseconds; tests pass one that does not. */
type Wait = (milliseconds: number) => Promise<unknown>;

/**
 * Puts events on a bus, ten a call at most. Of a call that failed in part only the failed entries are put again. An event that was
 * accepted although no answer came is put twice, with the same id.
 *
 * @param bus name or ARN.
 */
export function eventBus(client: EventBridgeClient, bus: string, wait: Wait = sleep): EventBus {
  return async function* (postings) {
    for (const call of calls(postings)) yield await put(client, bus, call, wait);
  };
}

/** As few as the postings fit into. */
function calls(postings: readonly Posting[]): Posting[][] {
  const calls: Posting[][] = [];
  let bytes = 0;
  for (const posting of postings) {
    const size = sizeOf(entryOf(posting, ''));
    const open = calls.at(-1);
    if (open !== undefined && open.length < MOST_ENTRIES && bytes + size < MOST_BYTES) {
      open.push(posting);
      bytes += size;
    } else {
      calls.push([posting]);
      bytes = size;
    }
  }
  return calls;
}

export function entryOf({ event, resources }: Posting, bus: string): PutEventsRequestEntry {
  return {
    EventBusName: bus,
    Source: EVENT_SOURCE,
    DetailType: EVENT_TYPE,
    Time: new Date(event.at),
    Resources: [...resources],
    Detail: JSON.stringify(event),
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size: the time counts 14. */
export function sizeOf({ Source = '', DetailType = '', Detail = '', Resources = [] }: PutEventsRequestEntry): number {
  return [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 14);
}

async function put(client: EventBridgeClient, bus: string, call: readonly Posting[], wait: Wait): Promise<Verdicts> {
  const verdicts = new Map<Posting, string | undefined>();
  let left = call;
  for (let attempt = 1; left.length > 0 && attempt <= MOST_ATTEMPTS; attempt++) {
    if (attempt > 1) await wait(Math.random() * 200 * 2 ** attempt);
    left = await offer(client, bus, left, verdicts);
  }
  return verdicts;
}

/** Notes what became of each, and answers with those that are worth another try. The client has tried failing calls again itself. */
async function offer(
  client: EventBridgeClient,
  bus: string,
  call: readonly Posting[],
  verdicts: Map<Posting, string | undefined>,
): Promise<Posting[]> {
  const command = new PutEventsCommand({ Entries: call.map((posting) => entryOf(posting, bus)) });
  try {
    const { Entries = [] } = await client.send(command);
    return call.filter((posting, i) => {
      // An entry has an id or an error; without either it cannot be known to have been accepted.
      const {
        EventId,
        ErrorCode = EventId === undefined ? 'InternalFailure' : undefined,
        ErrorMessage,
      } = Entries[i] ?? {};
      verdicts.set(posting, ErrorCode && [ErrorCode, ErrorMessage].filter(Boolean).join(': '));
      return ErrorCode !== undefined && PASSING.includes(ErrorCode);
    });
  } catch (error) {
    for (const posting of call) verdicts.set(posting, String(error));
    return [];
  }
}
