import type { Row } from '../core/row';

/** What to watch: rows that people edit. */
export interface TargetsTable {
  /** Every row, in no order. A row that is being edited meanwhile may come in its old or its new form. */
  rows(): Promise<Row[]>;
  /** Writes rows as they are, replacing those with the same key; used by imports. Twice is safe. */
  put(rows: readonly Row[]): Promise<void>;
}
