import type { Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import type { Said } from '../core/said';
import type { Delivery } from '../notify/delivery';
import { counted } from '../notify/words';
import type { ResultsTable } from '../store/results-table';
import type { MayGoOn } from './alone';
import { grouped, type Owed, strike } from './owed';

export interface Telling {
  readonly owed: Owed;
  readonly results: ResultsTable;
  readonly now: () => Instant;
  /** Notices that at least one delivery has accepted in this sweep. */
  readonly told: Set<Notice>;
  readonly mayGoOn: MayGoOn;
}

/** Milliseconds in a sweep for a delivery that is not waited for without end: one that hangs must not keep the sweep from ending. */
const LONGEST_DELIVERY = 30_000;

/**
 * Sends on one way what it is owed, client by client; one client's failure stops no other.
 *
 * @returns what failed, a sentence each.
 */
export async function deliver(delivery: Delivery, telling: Telling): Promise<string[]> {
  const { owed, now, mayGoOn } = telling;
  const wanted = [...owed].filter(([, keys]) => keys.has(delivery.key)).map(([notice]) => notice);
  const until = delivery.patience === undefined ? Number.POSITIVE_INFINITY : now() + LONGEST_DELIVERY;
  const failures: string[] = [];
  for (const [client, notices] of grouped(wanted, ({ client }) => client)) {
    if (!(await mayGoOn())) break;
    const sending =
      now() < until
        ? send(client, notices, delivery, until, telling)
        : refused(client, notices, SLOW, delivery, telling);
    failures.push(...(await sending));
  }
  return failures;
}

const SLOW = 'it took too long in this sweep';

async function send(
  client: string,
  notices: readonly Notice[],
  delivery: Delivery,
  until: Instant,
  telling: Telling,
): Promise<string[]> {
  const { key } = delivery;
  const { owed, results, told, now, mayGoOn } = telling;
  const failures: string[] = [];
  const untried = new Set(notices);
  try {
    for await (const { tells, says = [], failure } of delivery.send(client, notices)) {
      for (const notice of tells) untried.delete(notice);
      if (failure === undefined) {
        for (const notice of tells) {
          owed.get(notice)?.delete(key);
          told.add(notice);
        }
        failures.push(...(await keep(says, results)), ...(await strike(tells, key, owed, results)));
      } else failures.push(...(await refused(client, tells, failure, delivery, telling)));
      if (now() >= until && untried.size > 0) throw new Error(SLOW);
      if (untried.size > 0 && !(await mayGoOn())) break;
    }
  } catch (error) {
    failures.push(...(await refused(client, [...untried], error, delivery, telling)));
  }
  return failures;
}

/**
 * Before the strike, so that what is told again after a crash is kept each time; but what cannot be kept is struck all the
 * same, since a gap in the history harms less than a message that comes at each sweep.
 */
async function keep(says: readonly Said[], results: ResultsTable): Promise<string[]> {
  try {
    await results.keep(says);
    return [];
  } catch (error) {
    return [`What was sent about ${counted(says.length, 'target')} is missing in their history: ${String(error)}`];
  }
}

/** They stay for the next sweep; those that have been refused for longer than the delivery's patience are given up for it. */
async function refused(
  client: string,
  tells: readonly Notice[],
  error: unknown,
  { key, patience = Number.POSITIVE_INFINITY }: Delivery,
  { owed, results, now }: Telling,
): Promise<string[]> {
  const lost = tells.filter(({ at }) => now() - at > patience);
  for (const notice of lost) owed.get(notice)?.delete(key);
  const stays = lost.length < tells.length || tells.length === 0;
  return [
    ...(stays ? [`What ${client} has to be told stays in the outbox for ${key}: ${String(error)}`] : []),
    ...lost.map(({ event, target }) => `${target}: “${event}” is given up for ${key}: ${String(error)}`),
    ...(await strike(lost, key, owed, results)),
  ];
}
