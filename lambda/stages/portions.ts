import type { Notice, PendingNotice } from '../core/notice';
import { SEVERITIES } from '../core/severity';
import type { Delivery } from '../notify/delivery';
import type { ResultsTable } from '../store/results-table';
import { type Debt, type Owed, owedOf } from './owed';

/** Notices in memory at once; of 10 KB each, with what is composed of them, they are about a quarter of a gigabyte. */
export const MOST_AT_ONCE = 10_000;

/** Some of what there is to tell, by client. */
export type Portion = ReadonlyMap<string, readonly Debt[]>;

/**
 * Divides what is among it into as much as is told at once. Whoever has the worst to hear comes first: a sweep may end before it has
 * told everybody. A client stays whole, but where it has more than {@link MOST_AT_ONCE} by itself: then it is divided between
 * targets, the worst first.
 *
 * @param isAmong asked of all before the first portion.
 */
export function* portionsOf(owed: Owed, isAmong: (debt: Debt) => boolean): Generator<Portion> {
  let portion = new Map<string, Debt[]>();
  let size = 0;
  for (const [client, debts] of worstFirst(owed, isAmong)) {
    for (const piece of divided(debts)) {
      if (size + piece.length > MOST_AT_ONCE && size > 0) {
        yield portion;
        portion = new Map();
        size = 0;
      }
      portion.set(client, [...(portion.get(client) ?? []), ...piece]);
      size += piece.length;
    }
  }
  if (size > 0) yield portion;
}

/** Clients and what each has to hear; those that have the same keep their order. */
function worstFirst(owed: Owed, isAmong: (debt: Debt) => boolean): [client: string, debts: Debt[]][] {
  const clients: [string, Debt[]][] = [];
  for (const [client, all] of owed) {
    const debts = all.filter(isAmong).sort((a, b) => rankOf(b) - rankOf(a));
    if (debts.length > 0) clients.push([client, debts]);
  }
  return clients.sort(([, [a]], [, [b]]) => rankOf(b) - rankOf(a));
}

function rankOf(debt: Debt | undefined): number {
  return debt ? SEVERITIES.indexOf(debt.severity) : -1;
}

/** The notices of one target that a client is told are of one rank here, and so they still follow each other. */
function* divided(debts: readonly Debt[]): Generator<readonly Debt[]> {
  for (let from = 0, to = 0; from < debts.length; from = to) {
    to = Math.min(from + MOST_AT_ONCE, debts.length);
    // One of each event at most, which is far fewer than go into a piece.
    while (to < debts.length && debts[to]?.target === debts[to - 1]?.target) to--;
    yield debts.slice(from, to);
  }
}

/**
 * Reads the notices themselves, under the lease: since the outbox was read they may have been told, and are owed no more, or a newer
 * one has taken the place of one, and is owed instead. One that is another client's now is not given, and waits for the next sweep.
 */
export async function readAnew(
  portion: Portion,
  deliveries: readonly Delivery[],
  results: ResultsTable,
): Promise<Map<Debt, Notice>> {
  const pending = await results.pending([...portion.values()].flat().map(({ target }) => target));
  const notices = new Map<Debt, Notice>();
  for (const [client, debts] of portion) {
    for (const debt of debts) {
      const notice = pending.get(debt.target)?.find(({ event }) => event === debt.event);
      takeOver(debt, notice, deliveries);
      if (notice?.client === client) notices.set(debt, notice);
    }
  }
  return notices;
}

/** Of a newer one nothing has been accepted yet, whatever has of the one before. */
function takeOver(debt: Debt, notice: PendingNotice | undefined, deliveries: readonly Delivery[]): void {
  const owed = notice ? owedOf(notice, deliveries) : 0;
  if (notice && notice.at !== debt.at) {
    debt.at = notice.at;
    debt.owed = owed;
  } else debt.owed &= owed;
}
