import { setTimeout as sleep } from 'node:timers/promises';
import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, EVENT_TYPE, type NoticeEvent } from './events';

/** An event and the resources that it is about. */
export interface Posting {
  readonly event: NoticeEvent;
  readonly resources: readonly string[];
}

/** What became of what was posted, in its order: undefined where it was accepted, else why it may not have been. */
export type Outcome = readonly (string | undefined)[];

/** A way for events to leave. Never rejects. */
export type EventBus = (postings: readonly Posting[]) => Promise<Outcome>;

/** The most that one PutEvents takes, in entries and in bytes, of which older regions take no more in sum than of one entry. */
const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024 - 1;

/** What EventBridge itself calls worth another try; whatever else it says of an entry it would say again. */
const PASSING = ['InternalFailure', 'InternalException', 'ThrottlingException'];

const MOST_ATTEMPTS = 5;

interface Waiting {
  readonly index: number;
  readonly entry: PutEventsRequestEntry;
}

/**
 * Puts events on a bus, ten a call at most. Of a call that failed in part only the failed entries are put again. One that was
 * accepted although no answer came is put twice, with the same id.
 *
 * @param bus name or ARN.
 */
export function eventBus(
  client: EventBridgeClient,
  bus: string,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): EventBus {
  return async (postings) => {
    const outcome: (string | undefined)[] = postings.map(() => undefined);
    const entries = postings.map((posting, index) => ({ index, entry: entryOf(posting, bus) }));
    for (const call of calls(entries)) await put(client, call, outcome, wait);
    return outcome;
  };
}

function entryOf({ event, resources }: Posting, bus: string): PutEventsRequestEntry {
  return {
    EventBusName: bus,
    Source: EVENT_SOURCE,
    DetailType: EVENT_TYPE,
    Time: new Date(event.at),
    Resources: [...resources],
    Detail: JSON.stringify(event),
  };
}

/** As few as they fit into. */
function calls(entries: readonly Waiting[]): Waiting[][] {
  const calls: Waiting[][] = [];
  let bytes = 0;
  for (const waiting of entries) {
    const size = sizeOf(waiting.entry);
    const open = calls.at(-1);
    if (open !== undefined && open.length < MOST_ENTRIES && bytes + size <= MOST_BYTES) {
      open.push(waiting);
      bytes += size;
    } else {
      calls.push([waiting]);
      bytes = size;
    }
  }
  return calls;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size: the time counts 14. */
export function sizeOf({ Source = '', DetailType = '', Detail = '', Resources = [] }: PutEventsRequestEntry): number {
  return [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 14);
}

async function put(
  client: EventBridgeClient,
  call: readonly Waiting[],
  outcome: (string | undefined)[],
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<void> {
  let left = call;
  for (let attempt = 1; left.length > 0; attempt++) {
    if (attempt > 1) await wait(Math.random() * 200 * 2 ** attempt);
    const again = await offered(client, left, outcome);
    left = attempt < MOST_ATTEMPTS ? again : [];
  }
}

/** Notes what became of each, and answers with those that are worth another try. */
async function offered(
  client: EventBridgeClient,
  call: readonly Waiting[],
  outcome: (string | undefined)[],
): Promise<Waiting[]> {
  try {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: call.map(({ entry }) => entry) }));
    const codes = call.map(({ index }, i) => {
      const { ErrorCode, ErrorMessage = '', EventId } = Entries[i] ?? {};
      const failed = ErrorCode ?? (EventId ? undefined : 'NoAnswer');
      outcome[index] = failed && `${failed} ${ErrorMessage}`.trim();
      return failed;
    });
    return call.filter((_, i) => PASSING.includes(codes[i] ?? ''));
  } catch (error) {
    for (const { index } of call) outcome[index] = String(error);
    return [];
  }
}
