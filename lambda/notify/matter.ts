import type { Audience, Notice } from '../core/notice';

/** What is told once: one notice, or as if it were one those of a client's targets that have the same to say of one certificate. */
export interface Matter extends Notice {
  /** Whom the message with it is for; the notices may be for others too. */
  readonly to: Audience;
  /** Worst first. */
  readonly tells: readonly [Notice, ...Notice[]];
}
