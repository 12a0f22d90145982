import type { Notice, NoticeName, PendingNotice } from '../../lambda/core/notice';
import type { Result } from '../../lambda/core/result';
import type { Row } from '../../lambda/core/row';
import type { ResultsTable } from '../../lambda/store/results-table';
import type { TargetsTable } from '../../lambda/store/targets-table';

/** Tables for years of sweeps: what a simulation asks of them, and no more. */
export interface MemoryResults extends ResultsTable {
  /** How many results were written. */
  readonly writes: () => number;
}

/** @param onStruck told of each notice that everybody has who is to have it. */
export function memoryResults(onStruck: (notice: Notice) => void): MemoryResults {
  const latest = new Map<string, Result>();
  let writes = 0;
  return {
    writes: () => writes,
    count: async () => latest.size,
    latest: async () => new Map(latest),
    eachResult: async (see) => {
      for (const result of latest.values()) see(result);
    },
    read: async (target) => latest.get(target),
    record: async (result) => {
      if ((latest.get(result.target)?.version ?? 0) !== result.version - 1) return 'outdated';
      latest.set(result.target, result);
      writes++;
      return 'recorded';
    },
    outbox: async (_known, see) => see([...latest.values()].filter(({ pending }) => pending.length > 0)),
    pending: async (targets) =>
      new Map(
        [...targets].flatMap((target) => {
          const { pending = [] } = latest.get(target) ?? {};
          return pending.length > 0 ? [[target, pending] as const] : [];
        }),
      ),
    strike: async (target, done, begun) => {
      const result = latest.get(target);
      if (result === undefined) return;
      const isAmong = (notices: readonly NoticeName[], one: NoticeName) =>
        notices.some(({ event, at }) => event === one.event && at === one.at);
      const struck = result.pending.filter((one) => isAmong(done, one));
      const left = result.pending
        .filter((one) => !isAmong(done, one))
        .map((one): PendingNotice => {
          if (begun === undefined || !isAmong(begun.notices, one)) return one;
          return { ...one, sent: [...(one.sent ?? []), begun.by] };
        });
      latest.set(target, { ...result, pending: left, version: result.version + 1 });
      writes++;
      for (const notice of struck) onStruck(notice);
    },
    keep: async () => undefined,
    said: async () => [],
    lastDigest: async () => undefined,
    markDigest: async () => undefined,
    takeLease: async (lease) => lease,
    renewLease: async () => true,
    releaseLease: async () => undefined,
    retire: async ({ target }) => void latest.delete(target),
  };
}

/** @param read what people have written by now. */
export function memoryTargets(read: () => Row[]): TargetsTable {
  return {
    count: async () => read().length,
    rows: async () => read(),
    eachRow: async (see) => see(read()),
    read: async (keys) => read().filter(({ target }) => keys.includes(String(target))),
    put: () => Promise.reject(new Error('nobody writes rows in a simulation')),
  };
}
