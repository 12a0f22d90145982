import type { Memory } from './memory';
import type { Result } from './result';

/** As much of a result as a sweep has to know of each, where there are too many of them to keep. */
export interface Glimpse
  extends Pick<Result, 'target' | 'kind' | 'client' | 'location' | 'foundBy' | 'seen' | 'checkedAt'> {
  readonly memory: Pick<Memory, 'lastSeen'>;
}

/** Whether inventories or the monitor itself are concerned, and not what a row alone watches. */
export function isOfInventories({ kind, foundBy }: Pick<Glimpse, 'kind' | 'foundBy'>): boolean {
  return foundBy !== undefined || !['tls', 'dated', 'unreadable'].includes(kind);
}
