import { isNotLooked } from '../core/blindness';
import type { Estate } from '../core/estate';
import { type BlindTo, believed } from '../core/families';
import type { Sighting } from '../core/observation';
import { inParallel } from '../core/parallel';
import type { Result } from '../core/result';
import type { Progress } from './progress';
import { settle } from './settle';
import type { Prober } from './world';

/** What sightings are settled with. */
export interface Settling {
  readonly remembered: ReadonlyMap<string, Result>;
  readonly estate: Estate;
  readonly progress: Progress;
  readonly world: Prober;
}

/** Settles what one look saw: of a row, and of what was found by it. What cannot be recorded stops nothing else. */
export async function settleAll(
  sightings: readonly Sighting[],
  { remembered, estate, progress, world }: Settling,
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

/** Settles what was not reached, or not wholly, once it is known whether that is the prober's own fault. */
export async function settleLost(lost: readonly Sighting[], blind: BlindTo, settling: Settling): Promise<void> {
  const { remembered, world } = settling;
  await inParallel(lost, world.concurrency, async (sighting) => {
    const { target, readAt } = sighting;
    const before = remembered.get(target.id);
    const observation = believed(sighting.observation, blind, before);
    if (!isNotLooked(observation)) await settleAll([{ ...sighting, observation }], settling);
    // Of what was never seen no date can go on counting.
    else if (before) await settleAll([{ target, observation, ...(readAt !== undefined && { readAt }) }], settling);
  });
}
