import { addServed, type ServedTo } from '../../core/estate';
import { isOfInventories } from '../../core/glimpse';
import type { Instant } from '../../core/instant';
import type { LargeTables } from '../../store/large-tables';

/** What is kept of all that was ever seen. */
export interface Glimpses {
  readonly served: ServedTo;
  /** What could not be seen the last time. */
  readonly unseen: ReadonlySet<string>;
  /** What this location's prober has looked at; whoever finds its row takes it out. */
  readonly mayBeGone: Set<string>;
  /** What concerns inventories, or the monitor itself. */
  readonly ofInventories: readonly string[];
  /** The clients of what the probers of other locations look at. */
  readonly clientsElsewhere: ReadonlySet<string>;
  /** The earliest look on record of this location's prober. */
  readonly oldest: Instant;
}

/** Reads the results of all, and keeps as little of each as will do. */
export async function glimpseAll(
  tables: Pick<LargeTables, 'eachGlimpse'>,
  location: string,
  now: Instant,
): Promise<Glimpses> {
  const served: ServedTo = new Map();
  const unseen = new Set<string>();
  const mayBeGone = new Set<string>();
  const ofInventories: string[] = [];
  const clientsElsewhere = new Set<string>();
  let oldest = now;
  await tables.eachGlimpse((glimpse) => {
    const { target, seen } = glimpse;
    addServed(glimpse, served);
    if (!seen) unseen.add(target);
    if (glimpse.location === location) {
      mayBeGone.add(target);
      oldest = Math.min(oldest, glimpse.checkedAt);
    } else if (glimpse.kind !== 'monitor') clientsElsewhere.add(glimpse.client);
    if (isOfInventories(glimpse)) ofInventories.push(target);
  });
  return { served, unseen, mayBeGone, ofInventories, clientsElsewhere, oldest };
}
