import type { Instant } from '../core/instant';
import type { Notice, PendingNotice } from '../core/notice';
import type { Result } from '../core/result';
import type { Delivery } from '../notify/delivery';
import type { ResultsTable } from '../store/results-table';
import { deliveriesOf, type Ways } from './deliveries';
import { inParallel } from './parallel';

interface Told {
  /** Notices that at least one delivery has accepted. */
  readonly sent: number;
  readonly failures: readonly string[];
}

/** What one client has to be told, and which deliveries are still to accept each notice. */
type Owed = ReadonlyMap<Notice, Set<string>>;

/**
 * Sends what stands in the outbox, client by client, on every way that wants it, and strikes it only after all of them have
 * accepted it: a crash in between repeats the last message, and never loses one. What one way has accepted and another has
 * not is given in the next sweep to that other alone.
 *
 * @param known targets just recorded with something to tell.
 */
export async function notify(
  known: Iterable<string>,
  { results, ...ways }: Ways & { readonly results: ResultsTable },
): Promise<Told> {
  const deliveries = deliveriesOf(ways);
  const failures: string[] = [];
  let sent = 0;
  for (const [client, notices] of byClient(await results.outbox(known))) {
    const owed: Owed = new Map(notices.map((notice) => [notice, new Set(keysFor(notice, deliveries))]));
    failures.push(...(await strikeAccepted(owed, results)));
    const told = new Set<Notice>();
    const telling = { client, owed, results, now: ways.look.now() };
    for (const delivery of deliveries) failures.push(...(await send(delivery, telling, told)));
    sent += told.size;
  }
  return { sent, failures };
}

function keysFor(notice: PendingNotice, deliveries: readonly Delivery[]): string[] {
  const wanting = deliveries.filter((delivery) => delivery.wants(notice)).map(({ key }) => key);
  return wanting.filter((key) => !notice.sent?.includes(key));
}

/** All that are there have accepted them already: the last one that had not is no longer configured, or the strike failed. */
async function strikeAccepted(owed: Owed, results: ResultsTable): Promise<string[]> {
  const accepted = [...owed].filter(([, keys]) => keys.size === 0).map(([notice]) => notice);
  return strike(accepted, '', owed, results);
}

interface Telling {
  readonly client: string;
  readonly owed: Owed;
  readonly results: ResultsTable;
  readonly now: Instant;
}

async function send(delivery: Delivery, telling: Telling, told: Set<Notice>): Promise<string[]> {
  const { key } = delivery;
  const { client, owed, results } = telling;
  const wanted = [...owed].filter(([, keys]) => keys.has(key)).map(([notice]) => notice);
  if (wanted.length === 0) return [];
  const failures: string[] = [];
  try {
    for await (const { tells, failure } of delivery.send(client, wanted)) {
      if (failure !== undefined) {
        failures.push(...(await refused(tells, failure, delivery, telling)));
        continue;
      }
      for (const notice of tells) {
        owed.get(notice)?.delete(key);
        told.add(notice);
      }
      failures.push(...(await strike(tells, key, owed, results)));
    }
  } catch (error) {
    const left = wanted.filter((notice) => owed.get(notice)?.has(key));
    failures.push(...(await refused(left, error, delivery, telling)));
  }
  return failures;
}

/** They stay for the next sweep; those that have been refused for longer than the delivery's patience are given up for it. */
async function refused(
  tells: readonly Notice[],
  error: unknown,
  { key, patience = Number.POSITIVE_INFINITY }: Delivery,
  { client, owed, results, now }: Telling,
): Promise<string[]> {
  const lost = tells.filter(({ at }) => now - at > patience);
  for (const notice of lost) owed.get(notice)?.delete(key);
  return [
    ...(lost.length < tells.length
      ? [`What ${client} has to be told stays in the outbox for ${key}: ${String(error)}`]
      : []),
    ...lost.map(
      ({ event, target }) =>
        `${key} never accepted “${event}” of ${target}, and is not given it again: ${String(error)}`,
    ),
    ...(await strike(lost, key, owed, results)),
  ];
}

const STRIKES_AT_ONCE = 20;

/** What cannot be struck is sent again by the next sweep; the others of its message are not. */
async function strike(accepted: readonly Notice[], by: string, owed: Owed, results: ResultsTable): Promise<string[]> {
  const failures: string[] = [];
  await inParallel(byTarget(accepted), STRIKES_AT_ONCE, async ([target, said]) => {
    const isDone = (notice: Notice) => owed.get(notice)?.size === 0;
    const begun = { by, notices: said.filter((notice) => !isDone(notice)) };
    await results.strike(target, said.filter(isDone), begun).catch((error: unknown) => {
      failures.push(`A notice of ${target} was sent, but could not be struck and will be sent again: ${String(error)}`);
    });
  });
  return failures;
}

function byClient(results: readonly Result[]): Map<string, PendingNotice[]> {
  return grouped(
    results.flatMap(({ pending }) => pending),
    ({ client }) => client,
  );
}

function byTarget(notices: readonly Notice[]): Map<string, Notice[]> {
  return grouped(notices, ({ target }) => target);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
