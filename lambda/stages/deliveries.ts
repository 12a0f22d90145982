import { AUDIENCES, type Audience } from '../core/notice';
import type { Delivery } from '../notify/delivery';
import { toAudience } from '../notify/to-audience';
import { toBus } from '../notify/to-bus';
import { toChat } from '../notify/to-chat';
import type { World } from './world';

/** What deliveries are made of. */
export type Ways = Pick<World, 'channel' | 'chat' | 'events' | 'place' | 'look'>;

/** The fewest and the worst first, whoever hears everything last: in a storm the time may be over before all are told. */
export const FEWEST_FIRST: readonly Audience[] = AUDIENCES.toReversed();

/** All ways on which notices leave, in the order in which they are gone. */
export function deliveriesOf({ channel, chat, events, place, look }: Ways): Delivery[] {
  return [
    ...FEWEST_FIRST.map((audience) => toAudience(audience, channel, place, look.now)),
    ...(chat ? [toChat(chat, place, look.now)] : []),
    ...(events ? [toBus(events, look.now)] : []),
  ];
}
