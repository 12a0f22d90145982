import { DAY } from '../core/instant';
import type { Remembered } from '../core/known-chain';
import type { Sighting } from '../core/observation';
import type { Result } from '../core/result';
import { atLeast } from '../core/severity';
import { asFound, type Target } from '../core/target';
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
}

/** What one check has come to so far. */
interface Progress {
  readonly results: Map<string, Result>;
  readonly failures: string[];
  /** The inventories that were read whole: what they found before and have no more is gone. */
  readonly readWhole: Set<string>;
  recorded: number;
  looked: number;
  left: number;
}

/** Looks at each target and records what it comes to. */
export async function check({ targets, remembered }: Gathered, world: World): Promise<Checked> {
  const progress: Progress = {
    results: new Map(),
    failures: [],
    readWhole: new Set(),
    recorded: 0,
    looked: 0,
    left: 0,
  };
  const found = byInventory(remembered);
  const ordered = inOrder(targets, remembered);
  const lookAt = async (target: Target) => {
    // What an inventory has found is not looked at once more because a row has its name.
    if (progress.results.has(target.id)) return;
    if (world.look.now() >= (world.lookUntil ?? Infinity)) {
      progress.left++;
      return;
    }
    const seen = await probe(target, world.look, whatIsRemembered(remembered.get(target.id)));
    if (seen[0].observation.saw === 'inventory') progress.readWhole.add(target.id);
    await settleAll([...seen, ...stillKnown(seen[0], found)], remembered, progress, world);
    world.onLook?.(++progress.looked, targets.length);
  };
  await inParallel(
    ordered.filter(({ kind }) => kind === 'acm'),
    world.concurrency,
    lookAt,
  );
  await inParallel(
    ordered.filter(({ kind }) => kind !== 'acm'),
    world.concurrency,
    lookAt,
  );
  if (progress.left > 0)
    progress.failures.push(`${progress.left} of ${targets.length} targets were not looked at: ${OUT_OF_TIME}`);
  await retire(targets, remembered, progress, world);
  const { results, recorded, failures } = progress;
  const pending = [...results.values()].filter((result) => result.pending.length > 0).map(({ target }) => target);
  return { results: [...results.values()], recorded, pending: new Set(pending), failures };
}

const OUT_OF_TIME = 'the time for this sweep was over; the next begins with them';

async function settleAll(
  [own, ...found]: Sighting[],
  remembered: ReadonlyMap<string, Result>,
  progress: Progress,
  world: World,
): Promise<void> {
  for (const sighting of own === undefined ? [] : [own, ...found]) {
    const { id } = sighting.target;
    const foundBy = sighting === own ? undefined : own?.target.id;
    try {
      const { result, written } = await settle(sighting, foundBy, remembered.get(id), world);
      progress.results.set(id, result);
      if (written) progress.recorded++;
    } catch (error) {
      progress.failures.push(`${id} could not be recorded: ${String(error)}`);
    }
  }
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
