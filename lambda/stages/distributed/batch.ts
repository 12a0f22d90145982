import type { Batch } from '../../core/batch';
import type { BlindTo } from '../../core/families';
import { targetsOf } from '../../core/read-targets';
import type { Tally } from '../../core/tally';
import { checkRows } from '../check-rows';
import { noProgress } from '../progress';
import { settleLost } from '../settle-all';
import { type Parts, tallyIn, type Whole } from './parts';

/** Looks at the targets of one batch and records them, as a sweep of them alone would; what it could not see it keeps. Twice is safe. */
export async function checkBatch(
  sweep: string,
  { batch, rows }: Batch,
  { shared, estate }: Whole,
  { world, tables, files }: Parts,
): Promise<Tally> {
  const { targets, found } = targetsOf(rows, shared.clients);
  const remembered = await tables.resultsOf(targets.map(({ id }) => id));
  const progress = noProgress();
  const at = world.look.now();
  const { readAt } = shared;
  const gathered = { targets, found, remembered };
  await checkRows(gathered, estate, { remembered, readAt, progress, world, all: targets.length });
  await files.keepLost(sweep, batch, { at, sightings: progress.lost });
  return tallyIn(progress);
}

/**
 * Records what one batch could not see. Twice is safe: what has been recorded since it looked stands, be it by an attempt that died
 * or by another look.
 *
 * @param key where it has kept it.
 * @param blind what the prober cannot see, by its own fault.
 */
export async function settleBatch(
  key: string,
  blind: BlindTo,
  { estate }: Whole,
  { world, tables, files }: Parts,
): Promise<Tally> {
  const { at, sightings } = await files.readLost(key);
  const remembered = await tables.resultsOf(sightings.map(({ target }) => target.id));
  const progress = noProgress();
  for (const [id, result] of remembered) if (result.checkedAt >= at) progress.results.set(id, result);
  const lost = sightings.filter(({ target }) => !progress.results.has(target.id));
  await settleLost(lost, blind, { remembered, estate, progress, world });
  return tallyIn(progress);
}
