import type { Message } from './messages';
import type { Reading } from './reading';
import type { AnyRecord, PlainRecord } from './records';

/** What a version of TLS makes of records and messages; throws what unfit.ts has. */
export interface Course {
  /** What is in a record; undefined where that means nothing. */
  readonly opened: (record: AnyRecord) => PlainRecord | undefined;
  /** @param alone nothing else has come with it so far. */
  readonly next: (message: Message, alone: boolean) => Reading | undefined;
}
