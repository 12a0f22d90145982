import type { Notice } from '../core/notice';
import { inParallel } from '../core/parallel';
import type { ResultsTable } from '../store/results-table';

/** What there is to tell, and the keys of the deliveries that are still to accept each notice. */
export type Owed = ReadonlyMap<Notice, Set<string>>;

const STRIKES_AT_ONCE = 20;

/**
 * Takes out of the outbox what all deliveries have accepted, and marks what one of them has. What cannot be struck is sent again by
 * the next sweep; the others of its message are not.
 *
 * @param by the key of the delivery that has accepted them.
 */
export async function strike(
  accepted: readonly Notice[],
  by: string,
  owed: Owed,
  results: ResultsTable,
): Promise<string[]> {
  const failures: string[] = [];
  await inParallel(
    grouped(accepted, ({ target }) => target),
    STRIKES_AT_ONCE,
    async ([target, said]) => {
      const isDone = (notice: Notice) => owed.get(notice)?.size === 0;
      const begun = { by, notices: said.filter((notice) => !isDone(notice)) };
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
