import type { Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import type { Message } from './channel';
import type { Place } from './place';

/** A message and the notices it tells, which are struck once it has been sent. */
export interface Composed {
  readonly message: Message;
  readonly tells: readonly Notice[];
}

/** Words the notices of one client: one message, or several where they would not fit into one that SNS takes. */
export declare function compose(client: string, notices: readonly Notice[], place: Place, now: Instant): Composed[];
