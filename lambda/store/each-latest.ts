import { inParallel } from '../core/parallel';
import type { Result } from '../core/result';
import { inChunks, MOST_READS, readBatch } from './batches';
import { keyOfLatest, type ResultAccess, understood } from './result-access';

/** Batches of a hundred items under way. */
const BATCHES_AT_ONCE = 8;

/**
 * Hands over the latest results of these targets as they stand now, up to a hundred at a time and in no order. Absent ones are left
 * out, and so is what cannot be understood, which is said.
 *
 * @throws the first failure, when what was under way has ended; what was read by then has been handed over.
 */
export async function eachLatest(
  access: ResultAccess,
  targets: Iterable<string>,
  see: (results: readonly Result[]) => void,
): Promise<void> {
  const { documents, tableName, wait } = access;
  const failures: unknown[] = [];
  await inParallel(inChunks([...new Set(targets)], MOST_READS), BATCHES_AT_ONCE, async (some) => {
    if (failures.length > 0) return;
    try {
      const items = await readBatch(documents, tableName, some.map(keyOfLatest), wait);
      see(items.flatMap((item) => understood(item, access) ?? []));
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
}
