import type { EstateFacts } from '../core/estate';
import type { Found } from '../core/found';
import type { Instant } from '../core/instant';
import { couldFind, isInventory } from '../core/inventory';
import { monitorOf } from '../core/monitor';
import { type ProberElsewhere, probersElsewhere } from '../core/prober';
import { handedDownBy, readValues, targetsOf } from '../core/read-targets';
import type { Result } from '../core/result';
import type { MonitorTarget, Target } from '../core/target';
import type { Surroundings, World } from './world';

export interface Gathered {
  /** When the rows were read: what another sweep has looked at since then stays as that has left it. */
  readonly readAt: Instant;
  readonly targets: readonly Target[];
  /** The prober itself, which every sweep watches. */
  readonly monitor: MonitorTarget;
  readonly remembered: ReadonlyMap<string, Result>;
  /** What is known of everything, where no inventory is looked at. Default: what is remembered tells it. */
  readonly facts?: EstateFacts;
  /** The probers of other locations. */
  readonly probers: readonly ProberElsewhere[];
  /** What the rows say of what inventories find. */
  readonly found: Found;
  /** How many rows are left to the probers of other locations. */
  readonly elsewhere: number;
}

/** Reads what to watch and what is remembered. */
export async function gather({ targets, results, location, look }: World): Promise<Gathered> {
  const readAt = look.now();
  const [rows, remembered] = await Promise.all([targets.rows(), results.latest()]);
  return { ...gathered({ rows: rows.map(readValues), remembered }, location), readAt };
}

/** What the rows and what is remembered come to for the prober of a location. */
export function gathered({ rows, ...known }: Surroundings, location: string): Omit<Gathered, 'readAt'> {
  const { targets: all, found } = targetsOf(rows, handedDownBy(rows));
  return { ...atLocation(all, location), ...known, found };
}

/** Which of all targets are looked at from here. @param others rows by location that are not among them. */
export function atLocation(
  all: readonly Target[],
  location: string,
  others: ReadonlyMap<string, number> = new Map(),
): Pick<Gathered, 'targets' | 'monitor' | 'probers' | 'elsewhere'> {
  const inventoriesElsewhere = all.filter(isInventory).filter((inventory) => inventory.location !== location);
  // What an inventory may find elsewhere has its result from there, under the same name.
  const isLeft = (target: Target) =>
    target.kind === 'arn' && inventoriesElsewhere.some((inventory) => couldFind(inventory, target.arn));
  const here = all.filter((target) => target.location === location && !isLeft(target));
  return {
    targets: here.filter(({ kind }) => kind !== 'monitor'),
    monitor: monitorOf(here, location),
    probers: probersElsewhere(all, location, others),
    elsewhere: all.length - here.length,
  };
}
