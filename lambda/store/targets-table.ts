import type { Row } from '../core/row';

/** What to watch: rows that people edit. */
export interface TargetsTable {
  /** About how many rows there are, as of some hours ago; not exact, and 0 where the database does not count. Reads none of them. */
  count(): Promise<number>;
  /**
   * Every row, in no order. A row that is being edited meanwhile may come in its old or its new form.
   * @param most when there are so many, the rest is not read. Default: all are.
   */
  rows(most?: number): Promise<Row[]>;
  /** Hands on every row, some at a time and in no order; the next are read when these are done with. */
  eachRow(see: (rows: readonly Row[]) => Promise<void>): Promise<void>;
  /** The rows with these keys, all different, as they stand now, in no order. Absent ones are left out. */
  read(keys: readonly string[]): Promise<Row[]>;
  /** Writes rows as they are, replacing those with the same key; used by imports. Twice is safe. */
  put(rows: readonly Row[]): Promise<void>;
}
