import { isDeepStrictEqual } from 'node:util';
import type { Instant } from './instant';
import { type Row, readRow } from './row';

/** That a row was written. */
export interface Edit {
  /** The row's key. */
  readonly target: string;
  readonly at: Instant;
  /** As it stood before; undefined where there was none. */
  readonly before?: Row;
  readonly after: Row;
}

/** Whether anything that is understood of a row is another than before. */
export function isChange({ before, after }: Edit): boolean {
  return before === undefined || !isDeepStrictEqual(readRow(before), readRow(after));
}
