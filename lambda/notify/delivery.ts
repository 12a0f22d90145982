import type { Notice } from '../core/notice';
import type { Said } from '../core/said';

/** One of the ways on which notices leave. Each accepts a notice by itself, and is not given it again when another did not. */
export interface Delivery {
  /** Kept with a notice that it has accepted and another has not: never changed, never reused. */
  readonly key: string;
  readonly wants: (notice: Notice) => boolean;
  /** Milliseconds after which a notice that it still does not accept is given up for it. Default: never. */
  readonly patience?: number;
  /**
   * Sends what one client has to be told, and yields after each message what became of it. What it yielded is remembered before
   * it is asked to go on, so that a crash repeats no more than one message.
   */
  readonly send: (client: string, notices: readonly Notice[]) => AsyncIterable<Sent>;
}

/** What became of one message. */
export interface Sent {
  /** The very notices that were given. */
  readonly tells: readonly Notice[];
  /** What it said, for the history; absent where that is not kept. */
  readonly says?: readonly Said[];
  /** Why it was not accepted; they are given again in the next sweep. */
  readonly failure?: unknown;
}
