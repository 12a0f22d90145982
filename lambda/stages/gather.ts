import type { Found } from '../core/found';
import type { Instant } from '../core/instant';
import { couldFind, isInventory } from '../core/inventory';
import { monitorOf } from '../core/monitor';
import { readRows } from '../core/read-targets';
import type { Result } from '../core/result';
import type { MonitorTarget, Target } from '../core/target';
import type { World } from './world';

export interface Gathered {
  /** When the rows were read: what another sweep has looked at since then stays as that has left it. */
  readonly readAt: Instant;
  readonly targets: readonly Target[];
  /** The prober itself, which every sweep watches. */
  readonly monitor: MonitorTarget;
  readonly remembered: ReadonlyMap<string, Result>;
  /** What the rows say of what inventories find. */
  readonly found: Found;
  /** How many rows are left to the probers of other locations. */
  readonly elsewhere: number;
}

/** Reads what to watch and what is remembered. */
export async function gather({ targets, results, location, look }: World): Promise<Gathered> {
  const readAt = look.now();
  const [rows, remembered] = await Promise.all([targets.rows(), results.latest()]);
  const { targets: all, found } = readRows(rows);
  const inventoriesElsewhere = all.filter(isInventory).filter((inventory) => inventory.location !== location);
  // What an inventory may find elsewhere has its result from there, under the same name.
  const isLeft = (target: Target) =>
    target.kind === 'arn' && inventoriesElsewhere.some((inventory) => couldFind(inventory, target.arn));
  const here = all.filter((target) => target.location === location && !isLeft(target));
  return {
    readAt,
    targets: here.filter(({ kind }) => kind !== 'monitor'),
    monitor: monitorOf(here, location),
    remembered,
    found,
    elsewhere: all.length - here.length,
  };
}
