import { blindness, isOutOfReach, NOT_LOOKED } from '../core/blindness';
import { type Estate, estateOf } from '../core/estate';
import { DAY } from '../core/instant';
import { closestFirst, isInventory } from '../core/inventory';
import type { Remembered } from '../core/known-chain';
import type { Blindness } from '../core/noticed';
import type { Gap, Sighting } from '../core/observation';
import { inParallel } from '../core/parallel';
import type { Result } from '../core/result';
import { atLeast } from '../core/severity';
import type { Target } from '../core/target';
import { probe } from '../probes';
import type { Look } from '../probes/probe';
import { byInventory, mayLieUnread, type Seen, timed, toSettle } from './found';
import type { Gathered } from './gather';
import { retirable } from './retire';
import { settle } from './settle';
import type { World } from './world';

export interface Checked {
  readonly results: readonly Result[];
  readonly recorded: number;
  /** Targets that have something to tell. */
  readonly pending: ReadonlySet<string>;
  readonly failures: readonly string[];
  /** So much was lost at once that it is the prober which is offline. */
  readonly blind?: Blindness;
}

/** What one check has come to so far. */
interface Progress {
  readonly results: Map<string, Result>;
  readonly failures: string[];
  /** By inventory that was read, what could not be read of it: what it found before anywhere else, and has no more, is gone. */
  readonly gaps: Map<string, readonly Gap[]>;
  /** Where nothing was reached: settled when all have been looked at, since many at once are not their own fault. */
  readonly lost: Sighting[];
  /** How many endpoints were looked at of those that could be seen the last time, and how many of these are {@link lost}. */
  readonly sight: { known: number; lost: number };
  recorded: number;
  looked: number;
  left: number;
}

/** Looks at each target and records what it comes to; first at the inventories, whose finds have names that rows have too. */
export async function check(gathered: Gathered, world: World): Promise<Checked> {
  const { targets, monitor, remembered, readAt } = gathered;
  const progress: Progress = {
    results: new Map(),
    failures: [],
    gaps: new Map(),
    lost: [],
    sight: { known: 0, lost: 0 },
    recorded: 0,
    looked: 0,
    left: 0,
  };
  const before = byInventory(remembered);
  const ordered = inOrder(targets, remembered);
  const lookAt = async (target: Target, look: Look, then: (seen: Seen) => Promise<void> | void) => {
    if (world.look.now() >= (world.lookUntil ?? Infinity)) {
      progress.left++;
      return;
    }
    const at = world.look.now();
    const shown = await (world.probe ?? probe)(target, look, whatIsRemembered(remembered.get(target.id)));
    const seen = timed({ at, readAt }, shown);
    const { observation } = seen[0];
    if (observation.saw === 'inventory') progress.gaps.set(target.id, observation.gaps ?? []);
    if (!isHeldBack(seen[0], remembered.get(target.id), progress)) await then(seen);
    world.onLook?.(++progress.looked, targets.length);
  };
  const settleWith = (estate: Estate) => (seen: Seen) =>
    settleAll(toSettle(seen, before, gathered), remembered, estate, progress, world);

  const taken = new Map<string, Seen>();
  const inventories = ordered.filter(isInventory);
  const lookForAll = {
    ...world.look,
    ...(world.lookUntil !== undefined && { until: world.lookUntil }),
    before: (arn: string) => remembered.get(arn)?.holds,
  };
  await inParallel(inventories, world.concurrency, (target) =>
    lookAt(target, lookForAll, (seen) => void taken.set(target.id, seen)),
  );
  const settleHeld = settleWith(estateOf(remembered.values()));
  for (const { id } of inventories.sort(closestFirst)) {
    const seen = taken.get(id);
    if (seen) await settleHeld(seen);
  }
  // What the inventories hold is known before anything that is served is judged.
  const settleThem = settleWith(estateOf(new Map([...remembered, ...progress.results]).values()));
  const look = { ...world.look, unread: (arn: string) => mayLieUnread(arn, gathered, progress.gaps) };
  await inParallel(
    ordered.filter((target) => !isInventory(target)),
    world.concurrency,
    async (target) => {
      // What an inventory has found is not looked at once more because a row has its name.
      if (progress.results.has(target.kind === 'arn' ? target.arn : target.id)) return;
      await lookAt(target, look, settleThem);
    },
  );
  const blind = blindness(progress.sight, remembered.get(monitor.id)?.noticed?.blind, world.look.now());
  await inParallel(progress.lost, world.concurrency, async (sighting) => {
    const { target } = sighting;
    if (blind === undefined) await settleThem([sighting]);
    // Of what was never seen no date can go on counting.
    else if (remembered.has(target.id)) await settleThem([{ target, observation: NOT_LOOKED, readAt }]);
  });
  if (progress.left > 0)
    progress.failures.push(`${progress.left} of ${targets.length} targets were not looked at: ${OUT_OF_TIME}`);
  await retire([...targets, monitor], remembered, progress, look.unread, world);
  const { results, recorded, failures } = progress;
  const pending = [...results.values()].filter((result) => result.pending.length > 0).map(({ target }) => target);
  return { results: [...results.values()], recorded, pending: new Set(pending), failures, ...(blind && { blind }) };
}

/** Counts what the prober can see, and keeps what it could not. */
function isHeldBack(sighting: Sighting, before: Result | undefined, { lost, sight }: Progress): boolean {
  if (sighting.target.kind !== 'tls') return false;
  const isLost = isOutOfReach(sighting.observation);
  if (before?.seen) {
    sight.known++;
    if (isLost) sight.lost++;
  }
  if (isLost) lost.push(sighting);
  return isLost;
}

const OUT_OF_TIME = 'the time for this sweep was over; the next begins with them';

async function settleAll(
  sightings: readonly Sighting[],
  remembered: ReadonlyMap<string, Result>,
  estate: Estate,
  progress: Progress,
  world: World,
): Promise<void> {
  const foundBy = sightings[0]?.target.id;
  await inParallel(sightings, world.concurrency, async (sighting) => {
    const { id } = sighting.target;
    // Another row that names it more closely has found it too.
    if (progress.results.has(id)) return;
    try {
      const before = remembered.get(id);
      const { result, written } = await settle(sighting, id === foundBy ? undefined : foundBy, before, estate, world);
      progress.results.set(id, result);
      if (written) progress.recorded++;
    } catch (error) {
      progress.failures.push(`${id} could not be recorded: ${String(error)}`);
    }
  });
}

function whatIsRemembered(result: Result | undefined): Remembered | undefined {
  if (result === undefined) return undefined;
  const { chains, severity, seen, memory, addresses } = result;
  const unreached = addresses.filter(({ failure }) => failure !== undefined).map(({ address }) => address);
  return { chains, near: memory.told.expiry !== undefined, wrong: !seen || atLeast(severity, 'warning'), unreached };
}

/**
 * Longest ago first, so that what one sweep has no time for is the first thing that the next one does. What could not be seen
 * counts as a day older: its look will take longest, and then goes on beside all others and not after them.
 */
function inOrder(targets: readonly Target[], remembered: ReadonlyMap<string, Result>): Target[] {
  const lookedAt = ({ id }: Target) => {
    const result = remembered.get(id);
    return result === undefined ? 0 : result.checkedAt - (result.seen ? 0 : DAY);
  };
  return [...targets].sort((a, b) => lookedAt(a) - lookedAt(b));
}

async function retire(
  targets: readonly Target[],
  remembered: ReadonlyMap<string, Result>,
  { results, gaps, failures }: Progress,
  unread: (arn: string) => boolean,
  world: World,
): Promise<void> {
  const known = { watched: new Set(targets.map(({ id }) => id)), seen: new Set(results.keys()), gaps, unread };
  for (const { result, entry } of retirable(remembered, known, world.location, world.look.now())) {
    await world.results.retire(result, entry).catch((error: unknown) => {
      failures.push(`${result.target} could not be retired: ${String(error)}`);
    });
  }
}
