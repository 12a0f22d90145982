import { blindness, isOutOfReach, NOT_LOOKED } from '../core/blindness';
import { type Estate, estateOf } from '../core/estate';
import type { Remembered } from '../core/known-chain';
import type { Blindness } from '../core/noticed';
import type { Sighting } from '../core/observation';
import type { Result } from '../core/result';
import { atLeast } from '../core/severity';
import { asFound, INVENTORIES, type Target } from '../core/target';
import { probe } from '../probes';
import type { Gathered } from './gather';
import { inParallel } from './parallel';
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
  /** The inventories that were read whole: what they found before and have no more is gone. */
  readonly readWhole: Set<string>;
  /** Where nothing was reached: settled when all have been looked at, since many at once are not their own fault. */
  readonly lost: Sighting[];
  /** How many endpoints were looked at of those that could be seen the last time, and how many of these are {@link lost}. */
  readonly sight: { known: number; lost: number };
  recorded: number;
  looked: number;
  left: number;
}

/** Looks at each target and records what it comes to. */
export async function check({ targets, monitor, remembered }: Gathered, world: World): Promise<Checked> {
  const progress: Progress = {
    results: new Map(),
    failures: [],
    readWhole: new Set(),
    lost: [],
    sight: { known: 0, lost: 0 },
    recorded: 0,
    looked: 0,
    left: 0,
  };
  const found = byInventory(remembered);
  const ordered = longestAgoFirst(targets, remembered);
  const lookAt = (estate: Estate) => async (target: Target) => {
    // What an inventory has found is not looked at once more because a row has its name.
    if (progress.results.has(target.id)) return;
    if (world.look.now() >= (world.lookUntil ?? Infinity)) {
      progress.left++;
      return;
    }
    const seen = await probe(target, world.look, whatIsRemembered(remembered.get(target.id)));
    if (seen[0].observation.saw === 'inventory') progress.readWhole.add(target.id);
    if (!isHeldBack(seen[0], remembered.get(target.id), progress))
      await settleAll([...seen, ...stillKnown(seen[0], found)], remembered, estate, progress, world);
    world.onLook?.(++progress.looked, targets.length);
  };
  const isOfInventory = ({ kind }: Target) => INVENTORIES.includes(kind);
  const inventories = ordered.filter(isOfInventory);
  await inParallel(inventories, world.concurrency, lookAt(estateOf(remembered.values())));
  // What the inventories hold is known before anything that is served is judged.
  const known = estateOf(new Map([...remembered, ...progress.results]).values());
  await inParallel(
    ordered.filter((target) => !isOfInventory(target)),
    world.concurrency,
    lookAt(known),
  );
  const blind = blindness(progress.sight, remembered.get(monitor.id)?.noticed?.blind, world.look.now());
  await inParallel(progress.lost, world.concurrency, async (sighting) => {
    const { target } = sighting;
    if (blind === undefined) await settleAll([sighting], remembered, known, progress, world);
    // Of what was never seen no date can go on counting.
    else if (remembered.has(target.id))
      await settleAll([{ target, observation: NOT_LOOKED }], remembered, known, progress, world);
  });
  if (progress.left > 0)
    progress.failures.push(`${progress.left} of ${targets.length} targets were not looked at: ${OUT_OF_TIME}`);
  await retire([...targets, monitor], remembered, progress, world);
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
  [own, ...found]: Sighting[],
  remembered: ReadonlyMap<string, Result>,
  estate: Estate,
  progress: Progress,
  world: World,
): Promise<void> {
  for (const sighting of own === undefined ? [] : [own, ...found]) {
    const { id } = sighting.target;
    const foundBy = sighting === own ? undefined : own?.target.id;
    try {
      const { result, written } = await settle(sighting, foundBy, remembered.get(id), estate, world);
      progress.results.set(id, result);
      if (written) progress.recorded++;
    } catch (error) {
      progress.failures.push(`${id} could not be recorded: ${String(error)}`);
    }
  }
}

function whatIsRemembered(result: Result | undefined): Remembered | undefined {
  if (result === undefined) return undefined;
  const { chains, severity, seen, memory } = result;
  return { chains, near: memory.told.expiry !== undefined, wrong: !seen || atLeast(severity, 'warning') };
}

/** So that what one sweep has no time for is the first thing that the next one does. */
function longestAgoFirst(targets: readonly Target[], remembered: ReadonlyMap<string, Result>): Target[] {
  const checkedAt = ({ id }: Target) => remembered.get(id)?.checkedAt ?? 0;
  return [...targets].sort((a, b) => checkedAt(a) - checkedAt(b));
}

function byInventory(remembered: ReadonlyMap<string, Result>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { target, foundBy } of remembered.values()) {
    if (foundBy !== undefined) found.set(foundBy, [...(found.get(foundBy) ?? []), target]);
  }
  return found;
}

/** While an inventory cannot be read, what it found before goes on being judged by what was last seen. */
function stillKnown({ target, observation }: Sighting, found: ReadonlyMap<string, readonly string[]>): Sighting[] {
  if (observation.saw !== 'nothing') return [];
  const failure = { reason: 'inventory-unread', sentence: `The inventory ${target.id} could not be read.` } as const;
  const ids = found.get(target.id) ?? [];
  return ids.map((id) => ({ target: asFound(target, id), observation: { saw: 'nothing', failure } }));
}

async function retire(
  targets: readonly Target[],
  remembered: ReadonlyMap<string, Result>,
  { results, readWhole, failures }: Progress,
  world: World,
): Promise<void> {
  const known = { watched: new Set(targets.map(({ id }) => id)), seen: new Set(results.keys()), readWhole };
  for (const { result, entry } of retirable(remembered, known, world.location, world.look.now())) {
    await world.results.retire(result, entry).catch((error: unknown) => {
      failures.push(`${result.target} could not be retired: ${String(error)}`);
    });
  }
}
