import type { Instant } from '../core/instant';
import type { NoticeName, PendingNotice } from '../core/notice';
import { inParallel } from '../core/parallel';
import { type Severity, worst } from '../core/severity';
import type { Delivery } from '../notify/delivery';
import type { ResultsTable } from '../store/results-table';

/** A notice that somebody is still to get: as much of it as is kept of all at once, some hundred bytes. */
export interface Debt extends NoticeName {
  readonly target: string;
  /** That of a newer one, once that has taken its place. */
  at: Instant;
  /** The worst that its client is to be told of its target. */
  readonly severity: Severity;
  /** The deliveries that are still to accept it: a bit for each, in their order. */
  owed: number;
  /** Whether one of them has accepted it in this sweep. */
  told: boolean;
}

/** All that there is to tell, by client; those of one target follow each other. */
export type Owed = ReadonlyMap<string, readonly Debt[]>;

export async function readOwed(
  known: Iterable<string>,
  deliveries: readonly Delivery[],
  results: ResultsTable,
): Promise<Owed> {
  const owed = new Map<string, Debt[]>();
  await results.outbox(known, (some) => {
    for (const { target, pending } of some) {
      for (const [client, notices] of grouped(pending, (notice) => notice.client)) {
        const severity = worst(notices.map((notice) => notice.severity));
        const debts = notices.map((notice): Debt => {
          return {
            target,
            event: notice.event,
            at: notice.at,
            severity,
            owed: owedOf(notice, deliveries),
            told: false,
          };
        });
        const others = owed.get(client);
        if (others) others.push(...debts);
        else owed.set(client, debts);
      }
    }
  });
  return owed;
}

/** The bits of the deliveries that want it and have not accepted it. */
export function owedOf(notice: PendingNotice, deliveries: readonly Delivery[]): number {
  const isOwed = ({ key, wants }: Delivery) => wants(notice) && !notice.sent?.includes(key);
  return deliveries.reduce((owed, delivery, i) => owed | (isOwed(delivery) ? bitOf(i) : 0), 0);
}

/** @param nth of all deliveries, of which there are a handful. */
export function bitOf(nth: number): number {
  return 1 << nth;
}

export interface Waiting {
  readonly notices: number;
  /** Milliseconds since the oldest was decided; 0 where there is none. */
  readonly oldest: number;
}

/** What somebody is still to get. */
export function waitingOf(owed: Owed, now: Instant): Waiting {
  let [notices, oldest] = [0, 0];
  for (const debts of owed.values()) {
    for (const debt of debts) {
      if (debt.owed === 0) continue;
      notices++;
      oldest = Math.max(oldest, now - debt.at);
    }
  }
  return { notices, oldest };
}

const STRIKES_AT_ONCE = 20;

/**
 * Takes out of the outbox what all deliveries have accepted, and marks what one of them has. What cannot be struck is sent again by
 * the next sweep; the others of its message are not.
 *
 * @param by the key of the delivery that has accepted them.
 */
export async function strike(accepted: readonly Debt[], by: string, results: ResultsTable): Promise<string[]> {
  const failures: string[] = [];
  await inParallel(
    grouped(accepted, ({ target }) => target),
    STRIKES_AT_ONCE,
    async ([target, said]) => {
      const isDone = ({ owed }: Debt) => owed === 0;
      const begun = { by, notices: said.filter((debt) => !isDone(debt)) };
      await results.strike(target, said.filter(isDone), begun).catch((error: unknown) => {
        failures.push(
          `A notice of ${target} was sent, but could not be struck and will be sent again: ${String(error)}`,
        );
      });
    },
  );
  return failures;
}

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
