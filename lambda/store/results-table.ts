import type { Notice } from '../core/notice';
import type { HistoryEntry, Result } from '../core/result';

export interface Begun {
  readonly notices: readonly Notice[];
  /** The key of the delivery that has accepted them. */
  readonly by: string;
}

/** What is known and what is still to be told. Written by the monitor alone. */
export interface ResultsTable {
  /** The latest result of everything ever seen and not retired; read at the start of a sweep, and may lag by a moment. */
  latest(): Promise<Map<string, Result>>;
  /** The latest result as it stands now; undefined where nothing was ever recorded. */
  read(target: string): Promise<Result | undefined>;
  /**
   * Called after each look that is worth a write. The history goes first, so that a crash in between costs a spare line
   * and never a notice. Twice is safe: the second answers `outdated`, and the caller reads and decides anew.
   */
  record(result: Result, history: readonly HistoryEntry[]): Promise<'recorded' | 'outdated'>;
  /**
   * Results with notices that have not been sent, from this sweep and from earlier ones that died.
   * @param known targets just recorded, which the index may not show yet; they are read directly.
   */
  outbox(known: Iterable<string>): Promise<Result[]>;
  /**
   * Called after notices were sent. Twice is safe; notices that came meanwhile stay.
   * @param done those that everybody has who is to have them.
   * @param begun those that one delivery has accepted, and others are still to: they stay, and it is remembered of them.
   */
  strike(target: string, done: readonly Notice[], begun?: Begun): Promise<void>;
  /** Called when a target is no longer watched: its latest goes, its history stays. Twice is safe; absence is no error. */
  retire(result: Result, entry: HistoryEntry): Promise<void>;
}
