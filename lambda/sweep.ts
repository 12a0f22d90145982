import type { Instant } from './core/instant';
import type { Result } from './core/result';
import { check } from './stages/check';
import { gather } from './stages/gather';
import { watchItself } from './stages/monitor';
import { notify } from './stages/notify';
import type { World } from './stages/world';

export interface SweepReport {
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** The state of everything that was looked at, as it stands after the sweep. */
  readonly results: readonly Result[];
  /** How many of them had changed enough to be written. */
  readonly recorded: number;
  readonly noticesSent: number;
  /** How many rows were left to the probers of other locations. */
  readonly elsewhere: number;
  /** What went wrong with the monitor's own tools (never with a target); all the rest was done. */
  readonly failures: readonly string[];
}

/** One run over everything: look, judge, decide, record, tell. What fails for one target or client stops no other. */
export async function sweep(world: World): Promise<SweepReport> {
  const startedAt = world.look.now();
  const gathered = await gather(world);
  const checked = await watchItself(gathered, await check(gathered, world), world);
  const told = await notify(checked.pending, world);
  return {
    startedAt,
    finishedAt: world.look.now(),
    results: checked.results,
    recorded: checked.recorded,
    noticesSent: told.sent,
    elsewhere: gathered.elsewhere,
    failures: [...checked.failures, ...told.failures],
  };
}
