/** Runs the work over all items, at most `limit` at a time, and resolves when all are done. The work must not throw. */
export async function inParallel<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  let isOver = false;
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
    isOver = true;
  };
  const workers: Promise<void>[] = [];
  // No more than there is work for: a sweep comes here once for each target.
  while (workers.length < limit && !isOver) workers.push(worker());
  await Promise.all(workers);
}
