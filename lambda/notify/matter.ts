import type { Notice } from '../core/notice';

/** What is told once: one notice, or as if it were one those of a client's targets that have the same to say of one certificate. */
export interface Matter extends Notice {
  /** Worst first. */
  readonly tells: readonly [Notice, ...Notice[]];
}
