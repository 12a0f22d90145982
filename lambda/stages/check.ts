import { blindness } from '../core/blindness';
import { estateOf } from '../core/estate';
import type { Blindness } from '../core/noticed';
import type { Result } from '../core/result';
import { checkInventories } from './check-inventories';
import { checkRows } from './check-rows';
import type { Gathered } from './gather';
import { noProgress, pendingIn } from './progress';
import { retireGone } from './retire';
import { settleLost } from './settle-all';
import type { World } from './world';

export interface Checked {
  readonly results: readonly Result[];
  /** Of these somebody has to hear; what the monitor says of itself goes another way. */
  readonly clients: ReadonlySet<string>;
  readonly recorded: number;
  /** Targets that have something to tell. */
  readonly pending: ReadonlySet<string>;
  readonly failures: readonly string[];
  /** So much was lost at once that it is the prober which is offline. */
  readonly blind?: Blindness;
}

/** Looks at each target and records what it comes to; first at the inventories, whose finds have names that rows have too. */
export async function check(gathered: Gathered, world: World): Promise<Checked> {
  const { targets, monitor, remembered } = gathered;
  const progress = noProgress();
  const round = { remembered, progress, world, all: targets.length };
  await checkInventories(gathered, estateOf(remembered.values()), round);
  const estate = estateOf(new Map([...remembered, ...progress.results]).values());
  await checkRows(gathered, estate, round);
  const blind = blindness(progress.sight, remembered.get(monitor.id)?.noticed?.blind, world.look.now());
  await settleLost(progress.lost, blind !== undefined, { remembered, estate, progress, world });
  if (progress.left > 0) progress.failures.push(leftOut(progress.left, targets.length));
  await retireGone(gathered, remembered, progress, world);
  const { recorded, failures } = progress;
  const results = [...progress.results.values()];
  const clients = new Set(results.map(({ client }) => client));
  return { results, clients, recorded, pending: pendingIn(progress), failures, ...(blind && { blind }) };
}

/** That the time was over before all had been looked at. */
export function leftOut(left: number, all: number): string {
  return `${left} of ${all} targets were not looked at: the time for this sweep was over; the next begins with them`;
}
