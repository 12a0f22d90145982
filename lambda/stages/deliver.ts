import type { Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import type { Said } from '../core/said';
import { few } from '../core/tally';
import type { Delivery } from '../notify/delivery';
import { counted } from '../notify/words';
import type { ResultsTable } from '../store/results-table';
import type { MayGoOn } from './alone';
import { bitOf, type Debt, type Owed, strike } from './owed';
import { portionsOf, readAnew } from './portions';

export interface Telling {
  readonly owed: Owed;
  /** All ways on which notices leave. */
  readonly deliveries: readonly Delivery[];
  readonly results: ResultsTable;
  readonly now: () => Instant;
  /** Renews the lease, once before each message. */
  readonly mayGoOn: MayGoOn;
  /** Whether it is known already that nothing more may be begun. */
  readonly isOver: () => boolean;
}

/** A delivery in this sweep. */
interface Way extends Delivery {
  /** Its bit in what is owed. */
  readonly bit: number;
  /** Nothing is begun on it any more. */
  readonly until: Instant;
}

/** Milliseconds in a sweep for a delivery that is not waited for without end: one that hangs must not keep the sweep from ending. */
const LONGEST_DELIVERY = 30_000;

/**
 * Sends on one way what it is owed, client by client; one client's failure stops no other.
 *
 * @param nth of all deliveries it is.
 * @returns what failed, a sentence each, not more than are read.
 */
export async function deliver(delivery: Delivery, nth: number, telling: Telling): Promise<string[]> {
  const { owed, deliveries, results, now, isOver } = telling;
  const until = delivery.patience === undefined ? Number.POSITIVE_INFINITY : now() + LONGEST_DELIVERY;
  const way = { ...delivery, bit: bitOf(nth), until };
  let failures: string[] = [];
  for (const portion of portionsOf(owed, (debt) => isOwed(debt, way))) {
    if (isOver()) break;
    try {
      // What is not sent any more need not be read.
      const notices = now() < until ? await readAnew(portion, deliveries, results) : new Map<Debt, Notice>();
      for (const [client, debts] of portion) {
        const still = debts.filter((debt) => isOwed(debt, way));
        failures = few([...failures, ...(await tellClient(client, still, notices, way, telling))]);
      }
    } catch (error) {
      return [...failures, `What is to be told could not be read again for ${delivery.key}: ${String(error)}`];
    }
  }
  return failures;
}

function isOwed({ owed }: Debt, { bit }: Way): boolean {
  return (owed & bit) !== 0;
}

const SLOW = 'it took too long in this sweep';

async function tellClient(
  client: string,
  debts: readonly Debt[],
  notices: ReadonlyMap<Debt, Notice>,
  way: Way,
  telling: Telling,
): Promise<string[]> {
  if (debts.length === 0 || telling.isOver()) return [];
  if (telling.now() >= way.until) return refused(client, debts, SLOW, way, telling);
  const untold = new Map<Notice, Debt>();
  for (const debt of debts) {
    const notice = notices.get(debt);
    if (notice) untold.set(notice, debt);
  }
  return untold.size > 0 && (await telling.mayGoOn()) ? send(client, untold, way, telling) : [];
}

/** @param untold what is left of it has not been tried. */
async function send(client: string, untold: Map<Notice, Debt>, way: Way, telling: Telling): Promise<string[]> {
  const { results, now, mayGoOn } = telling;
  const failures: string[] = [];
  try {
    for await (const { tells, says = [], failure } of way.send(client, [...untold.keys()])) {
      const debts = tells.flatMap((notice) => untold.get(notice) ?? []);
      for (const notice of tells) untold.delete(notice);
      if (failure === undefined) {
        for (const debt of debts) {
          debt.owed &= ~way.bit;
          debt.told = true;
        }
        failures.push(...(await keep(says, results)), ...(await strike(debts, way.key, results)));
      } else failures.push(...(await refused(client, debts, failure, way, telling)));
      if (now() >= way.until && untold.size > 0) throw new Error(SLOW);
      if (untold.size > 0 && !(await mayGoOn())) break;
    }
  } catch (error) {
    failures.push(...(await refused(client, [...untold.values()], error, way, telling)));
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
  debts: readonly Debt[],
  error: unknown,
  { key, bit, patience = Number.POSITIVE_INFINITY }: Way,
  { results, now }: Telling,
): Promise<string[]> {
  const lost = debts.filter(({ at }) => now() - at > patience);
  for (const debt of lost) debt.owed &= ~bit;
  const stays = lost.length < debts.length || debts.length === 0;
  return [
    ...(stays ? [`What ${client} has to be told stays in the outbox for ${key}: ${String(error)}`] : []),
    ...lost.map(({ event, target }) => `${target}: “${event}” is given up for ${key}: ${String(error)}`),
    ...(await strike(lost, key, results)),
  ];
}
