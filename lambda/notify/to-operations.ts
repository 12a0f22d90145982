import type { Channel } from './channel';

/**
 * What the monitor has to say of itself goes to the operations' topic as well, which is told even where the notices' topic is what
 * fails. Rejects where either has not accepted it, so that it is sent again: twice is better than never.
 */
export function toOperationsToo(notices: Channel, operations: Channel): Channel {
  return async (message) => {
    if (!message.attributes.kind.includes('monitor')) return notices(message);
    const sent = await Promise.allSettled([operations(message), notices(message)]);
    for (const outcome of sent) if (outcome.status === 'rejected') throw outcome.reason;
  };
}
