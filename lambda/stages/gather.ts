import { monitorOf } from '../core/monitor';
import { readTargets } from '../core/read-targets';
import type { Result } from '../core/result';
import type { MonitorTarget, Target } from '../core/target';
import type { World } from './world';

export interface Gathered {
  readonly targets: readonly Target[];
  /** The prober itself, which every sweep watches. */
  readonly monitor: MonitorTarget;
  readonly remembered: ReadonlyMap<string, Result>;
  /** How many rows are left to the probers of other locations. */
  readonly elsewhere: number;
}

/** Reads what to watch and what is remembered. */
export async function gather({ targets, results, location }: World): Promise<Gathered> {
  const [rows, remembered] = await Promise.all([targets.rows(), results.latest()]);
  const all = readTargets(rows);
  const here = all.filter((target) => target.location === location);
  return {
    targets: here.filter(({ kind }) => kind !== 'monitor'),
    monitor: monitorOf(here, location),
    remembered,
    elsewhere: all.length - here.length,
  };
}
