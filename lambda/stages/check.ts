import { assess } from '../core/assess';
import { decide } from '../core/decide';
import type { Sighting } from '../core/observation';
import { historyOf, isWorthWriting, nextResult, type Result } from '../core/result';
import { probe } from '../probes';
import type { Gathered } from './gather';
import { inParallel } from './parallel';
import { retirable } from './retire';
import type { World } from './world';

interface Checked {
  readonly results: readonly Result[];
  readonly recorded: number;
  /** Targets that have something to tell. */
  readonly pending: ReadonlySet<string>;
  readonly failures: readonly string[];
}

/** Looks at each target and records what it comes to. */
export async function check({ targets, remembered }: Gathered, world: World): Promise<Checked> {
  const results = new Map<string, Result>();
  const failures: string[] = [];
  const sightings: Sighting[] = [];
  let recorded = 0;
  let looked = 0;
  await inParallel(targets, world.concurrency, async (target) => {
    const seen = await probe(target, world.look);
    sightings.push(...seen);
    for (const sighting of [...seen, ...stillKnown(seen[0], remembered)]) {
      const foundBy = sighting === seen[0] ? undefined : target.id;
      try {
        const outcome = await settle(sighting, foundBy, remembered.get(sighting.target.id), world);
        results.set(sighting.target.id, outcome.result);
        if (outcome.written) recorded++;
      } catch (error) {
        failures.push(`${sighting.target.id} could not be recorded: ${String(error)}`);
      }
    }
    world.onLook?.(++looked, targets.length);
  });
  for (const { result, entry } of retirable(remembered, targets, sightings, world.location, world.look.now())) {
    await world.results.retire(result, entry).catch((error: unknown) => {
      failures.push(`${result.target} could not be retired: ${String(error)}`);
    });
  }
  const pending = [...results.values()].filter((result) => result.pending.length > 0);
  return {
    results: [...results.values()],
    recorded,
    pending: new Set(pending.map(({ target }) => target)),
    failures,
  };
}

/** While an inventory cannot be read, what it found before goes on being judged by what was last seen. */
function stillKnown({ target, observation }: Sighting, remembered: ReadonlyMap<string, Result>): Sighting[] {
  if (observation.saw !== 'nothing') return [];
  const failure = { reason: 'inventory-unread', sentence: `The inventory ${target.id} could not be read.` } as const;
  return [...remembered.values()]
    .filter(({ foundBy }) => foundBy === target.id)
    .map((result) => ({
      target: { ...target, id: result.target, problems: [] },
      observation: { saw: 'nothing', failure },
    }));
}

/** Another sweep may record the same target meanwhile; then it is read and decided anew, this many times. */
const MOST_ATTEMPTS = 3;

/** Judges one sighting, decides, and records it when that is worth a write. */
async function settle(
  { target, observation }: Sighting,
  foundBy: string | undefined,
  remembered: Result | undefined,
  { results, look }: World,
): Promise<{ result: Result; written: boolean }> {
  let before = remembered;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const now = look.now();
    const assessment = assess(target, observation, before?.memory.lastSeen, now);
    const decision = decide(target, assessment, before?.memory, now);
    const looked = { target, observation, assessment, decision, ...(foundBy !== undefined && { foundBy }) };
    const result = nextResult(before, looked, now);
    if (!isWorthWriting(before, result)) return { result, written: false };
    const outcome = await results.record(result, historyOf(before, result, decision.notices));
    if (outcome === 'recorded') return { result, written: true };
    before = await results.read(target.id);
  }
  throw new Error('other sweeps kept writing it meanwhile');
}
