import type { Instant } from './core/instant';
import type { Result } from './core/result';
import { type Checked, check } from './stages/check';
import { type Gathered, gather } from './stages/gather';
import { watchItself } from './stages/monitor';
import { notify } from './stages/notify';
import type { Waiting } from './stages/owed';
import type { World } from './stages/world';

export interface SweepReport {
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** The state of everything that was looked at, as it stands after the sweep. */
  readonly results: readonly Result[];
  /** How many of them had changed enough to be written. */
  readonly recorded: number;
  readonly noticesSent: number;
  /** What somebody is still to be told; undefined where that could not be read. */
  readonly waiting?: Waiting;
  /** Targets that there was no time to look at; the next sweep begins with them. */
  readonly left: number;
  /** The longest time since the last look on record at a target that is watched here, in milliseconds; 0 without targets. */
  readonly oldestLook: number;
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
  const finishedAt = world.look.now();
  return {
    startedAt,
    finishedAt,
    results: checked.results,
    recorded: checked.recorded,
    noticesSent: told.sent,
    ...(told.waiting && { waiting: told.waiting }),
    left: checked.overrun?.left ?? 0,
    oldestLook: finishedAt - oldestLook(gathered, checked, finishedAt),
    elsewhere: gathered.elsewhere,
    failures: [...checked.failures, ...told.failures, ...(told.outOfTime ? [told.outOfTime] : [])],
  };
}

/** Of what was looked at now it is now; of what was left, failed, or could not be reached by a monitor without a network, it was then. */
function oldestLook({ targets, remembered }: Gathered, { results }: Checked, now: Instant): Instant {
  const looked = new Map(results.map((result) => [result.target, result]));
  return targets.reduce((oldest, target) => {
    const id = target.kind === 'arn' ? target.arn : target.id;
    return Math.min(oldest, (looked.get(id) ?? remembered.get(id))?.checkedAt ?? now);
  }, now);
}
