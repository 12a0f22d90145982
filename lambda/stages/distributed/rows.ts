import { createBatcher } from '../../core/batch';
import type { ValuedRow } from '../../core/found';
import { isInventory } from '../../core/inventory';
import { clientOf, readValues, targetsOf } from '../../core/read-targets';
import type { Target } from '../../core/target';
import type { LargeTables } from '../../store/large-tables';
import type { SweepFiles } from '../../store/sweep-files';

export interface RowsRead {
  /** Those that are looked at here and in no batch: of inventories, of what they find, of clients, of the monitor. */
  readonly own: readonly ValuedRow[];
  readonly batches: number;
  /** How many rows are left to the probers of other locations, by location, own ones aside. */
  readonly elsewhere: ReadonlyMap<string, number>;
}

export interface Sorting {
  readonly location: string;
  /** Whether an inventory of this name has ever found anything, whatever its row says now. */
  readonly hasFound: (id: string) => boolean;
  /** Whether it could not be seen the last time: its look takes long. */
  readonly isUnseen: (id: string) => boolean;
  /** Told of each target that goes into a batch. */
  readonly watched: (id: string) => void;
}

const NO_CLIENTS = new Map<string, never>();

/**
 * Reads all rows and writes them down in batches, each client's together. Those that could not be seen the last time have batches
 * of their own, so that no other has to wait for their time-outs, which are most of what a sweep costs.
 */
export async function sortRows(
  sweep: string,
  {
    tables,
    files,
  }: { readonly tables: Pick<LargeTables, 'eachRow'>; readonly files: Pick<SweepFiles, 'writeBatches'> },
  { location, hasFound, isUnseen, watched }: Sorting,
): Promise<RowsRead> {
  const own: ValuedRow[] = [];
  let batches = 0;
  const elsewhere = new Map<string, number>();
  const nextName = () => String(++batches).padStart(6, '0');
  const unseen = createBatcher(nextName);
  const others = createBatcher(nextName);
  const sort = (row: ValuedRow) => {
    const [target] = targetsOf([row], NO_CLIENTS).targets;
    if (isForAll(row, target) || hasFound(row.id)) own.push(row);
    else if (target && target.location !== location)
      elsewhere.set(target.location, (elsewhere.get(target.location) ?? 0) + 1);
    else if (target) {
      const full = (isUnseen(row.id) ? unseen : others).add(row, (row.values.client ?? '').toLowerCase());
      if (full) watched(row.id);
      else own.push(row);
      return full ?? [];
    }
    return [];
  };
  await files.writeBatches(sweep, async (write) => {
    await tables.eachRow(async (rows) => write(rows.flatMap((row) => sort(readValues(row)))));
    // Those take longest, and so begin first.
    await write([...unseen.rest(), ...others.rest()]);
  });
  return { own, batches, elsewhere };
}

/** Whether more depends on it than one target. A row may switch off what an inventory finds, and is no target itself then. */
function isForAll({ id }: ValuedRow, target: Target | undefined): boolean {
  if (clientOf(id) !== undefined || /^\s*arn:/i.test(id)) return true;
  return target !== undefined && (isInventory(target) || target.kind === 'monitor');
}
