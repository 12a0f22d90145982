import type { Subscriptions } from '../core/delivery';

/** Who has subscribed to the notices. */
export interface Subscribers {
  /** Reads all subscriptions and their filters, in bounded time. Rejects where it cannot. */
  readonly read: () => Promise<Subscriptions>;
  /** Sends the message that goes the whole way once a day, and reaches nobody but the queue that counts it. */
  readonly sendCanary: () => Promise<void>;
}
