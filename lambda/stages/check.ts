import { blindness } from '../core/blindness';
import { estateFrom, estateOf } from '../core/estate';
import { blindTo, familyBlindness } from '../core/families';
import type { Blindness, Left, Overrun, Sight } from '../core/noticed';
import { overrunOf } from '../core/overrun';
import type { Result } from '../core/result';
import { checkInventories } from './check-inventories';
import { checkRows } from './check-rows';
import type { Gathered } from './gather';
import { noProgress, type Progress, pendingIn } from './progress';
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
  /** There was no time for all of them. */
  readonly overrun?: Overrun;
}

/**
 * Looks at each target and records what it comes to; first at the inventories, whose finds have names that rows have too.
 *
 * @param only looks at these targets alone, and leaves to the next sweep what takes a look at all: what is gone, and whether it
 *   is the prober that is offline, for which the last sweep's word is taken.
 */
export async function check(gathered: Gathered, world: World, only?: ReadonlySet<string>): Promise<Checked> {
  const { targets, monitor, remembered, readAt, facts } = gathered;
  const progress = noProgress();
  const noticed = remembered.get(monitor.id)?.noticed;
  const all = only?.size ?? targets.length;
  const next = noticed?.overrun?.next;
  const round = { remembered, readAt, progress, world, all, next, ...(only && { only }) };
  await checkInventories(gathered, estateOf(remembered.values()), round);
  const estate = facts ? estateFrom(facts) : estateOf(new Map([...remembered, ...progress.results]).values());
  await checkRows(gathered, estate, round);
  const { sight, newcomers, families } = progress;
  const now = world.look.now();
  const blind =
    blindness(sight, only ? NOBODY : newcomers, noticed?.blind, now) ??
    familyBlindness(families, noticed?.blind, now) ??
    (only && noticed?.blind);
  await settleLost(progress.lost, blindTo(blind), { remembered, estate, progress, world });
  if (!only) await retireGone(gathered, remembered, progress, world);
  const { recorded, failures } = progress;
  const results = [...progress.results.values()];
  const clients = new Set(results.map(({ client }) => client));
  const left = progress.left > 0 ? leftOut(progress, all) : undefined;
  const overrun = overrunOf(left, noticed?.overrun, world.look.now());
  return {
    results,
    clients,
    recorded,
    pending: pendingIn(progress),
    failures,
    ...(blind && { blind }),
    ...(overrun && { overrun }),
  };
}

/** That none of a few new rows is reached says more of them than of the network. */
const NOBODY: Sight = { known: 0, lost: 0 };

function leftOut({ left, next }: Progress, all: number): Left {
  return { left, all, ...(next !== undefined && { next }) };
}
