import type { Glimpse } from '../core/glimpse';
import type { Result } from '../core/result';
import type { TargetsTable } from './targets-table';

/** Both tables, as they are read where they are too large to be kept. */
export interface LargeTables extends Pick<TargetsTable, 'eachRow'> {
  /** Hands on a glimpse of the latest result of everything ever seen and not retired; it may lag by a moment. */
  eachGlimpse(see: (glimpse: Glimpse) => void): Promise<void>;
  /** The latest results of these as they stand now, by target; absent where nothing was ever recorded. */
  resultsOf(targets: Iterable<string>): Promise<Map<string, Result>>;
}
