import type { Estate } from '../core/estate';
import { isInventory } from '../core/inventory';
import { byInventory, mayLieUnread, toSettle } from './found';
import type { Gathered } from './gather';
import { lookAtEach, type Round } from './look-at';
import { settleAll } from './settle-all';

/**
 * Looks at all targets but inventories, and records what was seen; where nothing was reached, it is kept as lost.
 *
 * @param estate with what inventories hold now, which is known before anything that is served is judged.
 */
export async function checkRows(
  gathered: Pick<Gathered, 'targets' | 'found' | 'remembered'>,
  estate: Estate,
  round: Round,
): Promise<void> {
  const { targets, remembered } = gathered;
  const { world, progress } = round;
  const look = { ...world.look, unread: (arn: string) => mayLieUnread(arn, gathered, progress.gaps) };
  const before = byInventory(remembered.values());
  const others = targets.filter((target) => !isInventory(target));
  await lookAtEach(others, look, round, (seen) =>
    settleAll(toSettle(seen, before, gathered), { remembered, estate, progress, world }),
  );
}
