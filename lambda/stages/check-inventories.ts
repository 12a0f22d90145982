import type { Estate } from '../core/estate';
import { closestFirst, isInventory } from '../core/inventory';
import { byInventory, ownOf, type Seen, toSettle } from './found';
import type { Gathered } from './gather';
import { lookAtEach, type Round } from './look-at';
import { settleAll } from './settle-all';

/**
 * Looks at the inventories among the targets and records what they hold: of several that find the same thing, it is of the one
 * whose row names it most closely.
 *
 * @param estate of what was known before, what is served included.
 */
export async function checkInventories(gathered: Gathered, estate: Estate, round: Round): Promise<void> {
  const { targets, remembered } = gathered;
  const { world, progress } = round;
  const inventories = targets.filter(isInventory);
  const look = {
    ...world.look,
    ...(world.lookUntil !== undefined && { until: world.lookUntil }),
    before: (arn: string) => remembered.get(arn)?.holds,
  };
  const taken = new Map<string, Seen>();
  await lookAtEach(inventories, look, round, (seen) => void taken.set(seen[0].target.id, seen));
  const before = byInventory(remembered.values());
  for (const { id } of inventories.sort(closestFirst)) {
    const seen = taken.get(id);
    if (seen === undefined) continue;
    const sightings = toSettle(seen, before, gathered);
    const own = round.only ? ownOf(sightings, gathered) : sightings;
    await settleAll(own, { remembered, estate, progress, world });
  }
}
