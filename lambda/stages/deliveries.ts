import { AUDIENCES } from '../core/notice';
import type { Delivery } from '../notify/delivery';
import { toAudience } from '../notify/to-audience';
import { toBus } from '../notify/to-bus';
import { toChat } from '../notify/to-chat';
import type { World } from './world';

/** What deliveries are made of. */
export type Ways = Pick<World, 'channel' | 'chat' | 'events' | 'place' | 'look'>;

/** All ways on which notices leave, in the order in which they are gone. */
export function deliveriesOf({ channel, chat, events, place, look }: Ways): Delivery[] {
  return [
    ...AUDIENCES.map((audience) => toAudience(audience, channel, place, look.now)),
    ...(chat ? [toChat(chat, place, look.now)] : []),
    ...(events ? [toBus(events, look.now)] : []),
  ];
}
