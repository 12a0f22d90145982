import type { Instant } from '../core/instant';
import type { NoticeName, PendingNotice } from '../core/notice';
import type { HistoryEntry, Result } from '../core/result';
import type { Said } from '../core/said';

/** Whose digest it is. */
export type DigestReader = 'operations' | { readonly client: string };

/** That a digest went out. */
export interface DigestMark {
  /** Names the occasion; another attempt at the same one sends nothing more. */
  readonly turn: string;
  /** The time up to which it told; the next one goes on from there. */
  readonly until: Instant;
}

/** That one run alone does a thing now. */
export interface Lease {
  /** What is done. */
  readonly of: string;
  /** The run that holds it. */
  readonly holder: string;
  /** Names this taking: an attempt of the same run takes it anew, and the one before has lost it. */
  readonly token: string;
  /** Counts the signs of life. */
  readonly beat: number;
}

export interface Begun {
  readonly notices: readonly NoticeName[];
  /** The key of the delivery that has accepted them. */
  readonly by: string;
}

/** What is known and what is still to be told. Written by the monitor alone. */
export interface ResultsTable {
  /** About how many latest results there are, as of some hours ago; 0 where the database does not count. Reads none of them. */
  count(): Promise<number>;
  /**
   * The latest result of everything ever seen and not retired; read at the start of a sweep, and may lag by a moment.
   * @param most when there are so many, the rest is not read. Default: all are.
   */
  latest(most?: number): Promise<Map<string, Result>>;
  /**
   * Hands on the same results one after the other and in no order, for whoever does not keep them; one that is written meanwhile
   * may come twice.
   */
  eachResult(see: (result: Result) => void): Promise<void>;
  /** The latest result as it stands now; undefined where nothing was ever recorded. */
  read(target: string): Promise<Result | undefined>;
  /**
   * Called after each look that is worth a write. The history goes first, so that a crash in between costs a spare line
   * and never a notice. Twice is safe: the second answers `outdated`, and the caller reads and decides anew.
   */
  record(result: Result, history: readonly HistoryEntry[]): Promise<'recorded' | 'outdated'>;
  /**
   * Hands over all results with notices that have not been sent, from this sweep and from earlier ones that died: each once, up to
   * a hundred at a time, in no order.
   * @param known targets just recorded, which the index may not show yet; they are read directly.
   * @throws where something could not be read; what was read by then has been handed over.
   */
  outbox(known: Iterable<string>, see: (results: readonly Result[]) => void): Promise<void>;
  /** What has not been sent of each of these, as it stands now; a target of which nothing waits is absent. */
  pending(targets: Iterable<string>): Promise<Map<string, readonly PendingNotice[]>>;
  /**
   * Called after this was sent, before it is struck: adds it to the history of its targets. Twice is safe; it throws where a
   * line was not written, the others may have been.
   */
  keep(said: readonly Said[]): Promise<void>;
  /** What was said of a target, the newest first, at most so many; nothing where it was never told of. */
  said(target: string, most: number): Promise<Said[]>;
  /**
   * Called after notices were sent. Twice is safe; notices that came meanwhile stay.
   * @param done those that everybody has who is to have them.
   * @param begun those that one delivery has accepted, and others are still to: they stay, and it is remembered of them.
   */
  strike(target: string, done: readonly NoticeName[], begun?: Begun): Promise<void>;
  /** The last digest that went out to a client, or to operations; undefined where none ever has, or long ago. */
  lastDigest(whose: DigestReader): Promise<DigestMark | undefined>;
  /** Called after a digest was sent. Twice is safe, and a mark that is newer stays. */
  markDigest(whose: DigestReader, mark: DigestMark): Promise<void>;
  /**
   * Called before what one run alone may do, and again until it has it. Twice is safe.
   * @param dead the lease of another that has given no sign of life for so long that its place is taken.
   * @returns the lease that holds now: this one, or that of another; undefined where another has just given it back.
   */
  takeLease(lease: Lease, dead?: Lease): Promise<Lease | undefined>;
  /** Called by the holder before each thing that it does, as a sign of life. Twice is safe. @returns whether it is still the holder. */
  renewLease(lease: Lease): Promise<boolean>;
  /** Called when all is done. Twice is safe; that of another stays. */
  releaseLease(lease: Lease): Promise<void>;
  /**
   * Called when a target is no longer watched: its latest goes, its history stays and gets this line. The line goes first, so that
   * a crash in between costs a spare one. What was recorded since stays, and the line is taken back. Twice is safe; absence is no error.
   */
  retire(result: Result, entry: HistoryEntry): Promise<void>;
}
