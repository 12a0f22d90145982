import { isOutOfReach, isOutOfSight } from '../core/blindness';
import { familiesMet, lostFamilies } from '../core/families';
import type { Instant } from '../core/instant';
import type { Remembered } from '../core/known-chain';
import type { Sighting } from '../core/observation';
import { inParallel } from '../core/parallel';
import type { Result } from '../core/result';
import { atLeast } from '../core/severity';
import type { Target } from '../core/target';
import { probe } from '../probes';
import type { Look } from '../probes/probe';
import { type Seen, timed } from './found';
import { inOrder } from './order';
import type { Progress } from './progress';
import type { Prober } from './world';

/** What a round of looks needs to know. */
export interface Round {
  readonly remembered: ReadonlyMap<string, Result>;
  /** When the rows were read. */
  readonly readAt: Instant;
  readonly progress: Progress;
  readonly world: Prober;
  /** How many targets there are in all, for a progress display. */
  readonly all: number;
  /** Where the last sweep had no time for all, the first that it left. */
  readonly next?: string | undefined;
  /** Looks at these alone. Default: at all. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Looks at the targets in their order, and hands on what was seen; where nothing was reached, that is
 * kept in the progress instead. Once the sweep's time for looking is over, the others are counted as left.
 */
export async function lookAtEach<T extends Target>(
  targets: readonly T[],
  look: Look,
  round: Round,
  then: (seen: Seen) => Promise<void> | void,
): Promise<void> {
  const { remembered, readAt, progress, world, all, next, only } = round;
  const chosen = only ? targets.filter(({ id }) => only.has(id)) : targets;
  await inParallel(inOrder(chosen, remembered, next), world.concurrency, async (target) => {
    // What an inventory has found is not looked at once more because a row has its name.
    if (progress.results.has(target.kind === 'arn' ? target.arn : target.id)) return;
    if (world.look.now() >= (world.lookUntil ?? Infinity)) {
      progress.left++;
      if (remembered.has(target.id)) progress.next ??= target.id;
      return;
    }
    const at = world.look.now();
    const shown = await (world.probe ?? probe)(target, look, whatIsRemembered(remembered.get(target.id)));
    const seen = timed({ at, readAt }, shown);
    const { observation } = seen[0];
    if (observation.saw === 'inventory') progress.gaps.set(target.id, observation.gaps ?? []);
    if (!isHeldBack(seen[0], remembered.get(target.id), progress)) await then(seen);
    world.onLook?.(++progress.looked, all);
  });
}

/**
 * Counts what the prober can see, and keeps what it could not: of what it knows whatever the reason, since it was seen once, of what
 * is new only what may be the prober's own fault, since a new row may be wrong.
 */
function isHeldBack(sighting: Sighting, before: Result | undefined, progress: Progress): boolean {
  if (sighting.target.kind !== 'tls') return false;
  const { lost, sight, newcomers, families } = progress;
  const isLost = before ? isOutOfSight(sighting.observation) : isOutOfReach(sighting.observation);
  const among = before === undefined ? newcomers : before.seen ? sight : undefined;
  if (among) {
    among.known++;
    if (isLost) among.lost++;
  }
  for (const { family, isLost } of before?.seen ? familiesMet(sighting.observation, before) : []) {
    families[family].known++;
    if (isLost) families[family].lost++;
  }
  const isHeld = isLost || lostFamilies(sighting.observation).length > 0;
  if (isHeld) lost.push(sighting);
  return isHeld;
}

function whatIsRemembered(result: Result | undefined): Remembered | undefined {
  if (result === undefined) return undefined;
  const { chains, severity, seen, memory, addresses } = result;
  const unreached = addresses.filter(({ failure }) => failure !== undefined).map(({ address }) => address);
  return { chains, near: memory.told.expiry !== undefined, wrong: !seen || atLeast(severity, 'warning'), unreached };
}
