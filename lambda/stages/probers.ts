import { NOTHING_ELSE_KNOWN } from '../core/estate';
import type { Instant } from '../core/instant';
import type { Noticed } from '../core/noticed';
import { inParallel } from '../core/parallel';
import { type ProberElsewhere, silenceOf } from '../core/prober';
import { CLOUD } from '../core/read-targets';
import type { Result } from '../core/result';
import type { Checked } from './check';
import type { Gathered } from './gather';
import { removed } from './retire';
import { settle } from './settle';
import type { World } from './world';

/** As much of what was gathered as concerns probers. */
export type Watched = Pick<Gathered, 'monitor' | 'probers' | 'remembered'>;

/**
 * Has the cloud watch the probers of other locations, each of which keeps a result of its own alive: one that is silent, or that
 * rows wait for in vain, is told in its place.
 */
export async function watchProbers(gathered: Watched, checked: Checked, world: World): Promise<Checked> {
  if (world.location !== CLOUD) return checked;
  const { probers, remembered } = gathered;
  const failures = [...checked.failures];
  const pending = new Set(checked.pending);
  let recorded = checked.recorded;
  const alive = aliveIn(remembered);
  await inParallel(probers, world.concurrency, async (prober) => {
    try {
      const kept = await watch(prober, alive, remembered.get(prober.monitor.id), world);
      if (kept && kept.result.pending.length > 0) pending.add(kept.result.target);
      if (kept?.written) recorded++;
    } catch (error) {
      failures.push(`${prober.monitor.id} could not be recorded: ${String(error)}`);
    }
  });
  failures.push(...(await forget(gathered, world)));
  return { ...checked, recorded, pending, failures };
}

async function watch(
  { monitor, rows }: ProberElsewhere,
  alive: readonly string[],
  before: Result | undefined,
  world: World,
) {
  const noticed = noticedOf({ monitor, rows }, before?.noticed, alive, world.look.now());
  if (noticed === undefined) return undefined;
  const sighting = { target: monitor, observation: { saw: 'monitor', noticed } } as const;
  return settle(sighting, undefined, before, NOTHING_ELSE_KNOWN, world);
}

/** What is to be recorded of a prober elsewhere by the cloud; undefined where it speaks for itself. */
export function noticedOf(
  prober: ProberElsewhere,
  before: Noticed | undefined,
  alive: readonly string[],
  now: Instant,
): Noticed | undefined {
  const state = silenceOf(prober, before, alive, now);
  const { awaited, silence, ...noticed } = before ?? {};
  return state && { ...noticed, ...state };
}

/** Locations whose probers have looked at least once. */
export function aliveIn(remembered: ReadonlyMap<string, Result>): string[] {
  return [CLOUD, ...[...remembered.values()].filter(({ noticed }) => noticed?.life).map(({ location }) => location)];
}

/** Nobody waits any more for what has been silent: its rows are gone, or name another location. */
async function forget({ probers, remembered }: Watched, world: World): Promise<string[]> {
  const awaited = new Set(probers.map(({ monitor }) => monitor.id));
  const failures: string[] = [];
  for (const result of remembered.values()) {
    const { target, kind, location, noticed, pending } = result;
    const isDone = kind === 'monitor' && location !== CLOUD && !awaited.has(target) && pending.length === 0;
    if (!isDone || !(noticed?.silence || noticed?.awaited)) continue;
    await world.results.retire(result, removed(result, world.look.now())).catch((error: unknown) => {
      failures.push(`${target} could not be retired: ${String(error)}`);
    });
  }
  return failures;
}
