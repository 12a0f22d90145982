import type { Found } from '../core/found';
import { isInventory } from '../core/inventory';
import { readRows } from '../core/read-targets';
import type { Result } from '../core/result';
import type { InventoryTarget, Target } from '../core/target';
import type { World } from './world';

export interface Gathered {
  readonly targets: readonly Target[];
  readonly remembered: ReadonlyMap<string, Result>;
  readonly found: Found;
  /** How many rows are left to the probers of other locations. */
  readonly elsewhere: number;
  /** The inventories among them. */
  readonly inventoriesElsewhere: readonly InventoryTarget[];
}

/** Reads what to watch and what is remembered. */
export async function gather({ targets, results, location }: World): Promise<Gathered> {
  const [rows, remembered] = await Promise.all([targets.rows(), results.latest()]);
  const { targets: all, found } = readRows(rows);
  const here = all.filter((target) => target.location === location);
  const others = all.filter((target) => target.location !== location);
  return {
    targets: here,
    remembered,
    found,
    elsewhere: others.length,
    inventoriesElsewhere: others.filter(isInventory),
  };
}
