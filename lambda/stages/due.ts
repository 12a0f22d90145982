import { conclude } from '../core/conclude';
import { type Estate, estateOf, NOTHING_ELSE_KNOWN } from '../core/estate';
import type { Instant } from '../core/instant';
import { isInventory } from '../core/inventory';
import { underMaintenance } from '../core/maintenance';
import { monitorOf } from '../core/monitor';
import { withNew } from '../core/next-result';
import type { PendingNotice } from '../core/notice';
import type { Observation } from '../core/observation';
import { probersElsewhere } from '../core/prober';
import { CLOUD, type ReadRows, readRows } from '../core/read-targets';
import type { Result } from '../core/result';
import type { MonitorTarget, Target } from '../core/target';
import { unchangedSince } from '../core/unchanged-since';
import { PROBES } from '../probes';
import { tagsBefore } from './found';
import { aliveIn, noticedOf } from './probers';
import type { World } from './world';

/** As much of the world as it takes to say what is due; nothing of it is written, and nobody is looked at. */
export interface Readable extends Pick<World, 'maintenance'> {
  readonly targets: Pick<World['targets'], 'rows'>;
  readonly results: Pick<World['results'], 'latest'>;
  readonly look: Pick<World['look'], 'now'>;
}

export interface Due {
  /** What waits to be sent, and what a sweep would add that finds everything as it was. */
  readonly notices: readonly PendingNotice[];
  /** The names of the rows at which nobody has looked yet, so that nothing is known of them. */
  readonly unlooked: readonly string[];
}

/** What would be seen of a target. */
interface Expected {
  readonly target: Target;
  readonly observation: Observation;
  readonly estate: Estate;
}

/** Decides for all rows, of every location, and all that was found what sweeps would tell now if each look saw what the last one saw. */
export async function dueNow({ targets, results, look, maintenance = [] }: Readable): Promise<Due> {
  const now = look.now();
  const [rows, remembered] = await Promise.all([targets.rows(), results.latest()]);
  const read = readRows(rows);
  const estate = estateOf(remembered.values());
  const { known, unlooked } = await ofRows(read, remembered, estate);
  const all = [...known, ...ofInventories(read, remembered, estate), ...ofMonitors(read, remembered, now)];
  const pending = new Map([...remembered].map(([target, result]) => [target, result.pending]));
  for (const { target: watched, observation, estate } of all) {
    const target = underMaintenance(watched, maintenance, now);
    const { decision } = conclude(target, observation, remembered.get(target.id), estate, now);
    pending.set(target.id, withNew(pending.get(target.id) ?? [], decision.notices));
  }
  return { notices: [...pending.values()].flat(), unlooked };
}

async function ofRows({ targets }: ReadRows, remembered: ReadonlyMap<string, Result>, estate: Estate) {
  const known: Expected[] = [];
  const unlooked: string[] = [];
  for (const target of targets) {
    const before = remembered.get(target.id);
    // Those are watched with what has found it, or by sweeps themselves.
    if (target.kind === 'monitor' || (target.kind === 'arn' && remembered.get(target.arn)?.foundBy)) continue;
    const observation = await withoutNetwork(target);
    if (observation) known.push({ target, observation, estate });
    else if (before) known.push({ target, observation: unchangedSince(before), estate });
    else unlooked.push(target.id);
  }
  return { known, unlooked };
}

/** What a look sees that asks nobody; undefined where it would ask. */
async function withoutNetwork(target: Target): Promise<Observation | undefined> {
  if (target.kind === 'dated') return (await PROBES.dated(target))[0].observation;
  if (target.kind === 'unreadable') return (await PROBES.unreadable(target))[0].observation;
  return undefined;
}

/** What inventories found, as long as the rows of both want it watched. */
function ofInventories(
  { targets, found }: ReadRows,
  remembered: ReadonlyMap<string, Result>,
  estate: Estate,
): Expected[] {
  const inventories = new Map(targets.filter(isInventory).map((inventory) => [inventory.id, inventory]));
  return [...remembered.values()].flatMap((before) => {
    const inventory = inventories.get(before.foundBy ?? '');
    const target = inventory && found(inventory, before.target, tagsBefore(before, inventory));
    return target ? [{ target, observation: unchangedSince(before), estate }] : [];
  });
}

/** The probers as the cloud watches them: itself as it was, and the others, of which silence alone becomes news. */
function ofMonitors({ targets }: ReadRows, remembered: ReadonlyMap<string, Result>, now: Instant): Expected[] {
  const alive = aliveIn(remembered);
  const noticed = ({ id }: MonitorTarget) => remembered.get(id)?.noticed;
  const itself = monitorOf(targets, CLOUD);
  const own = noticed(itself) ?? (itself.problems.length > 0 ? {} : undefined);
  const others = probersElsewhere(targets, CLOUD).map((prober) => {
    const before = noticed(prober.monitor);
    return { target: prober.monitor, noticed: noticedOf(prober, before, alive, now) ?? before };
  });
  return [{ target: itself, noticed: own }, ...others].flatMap(({ target, noticed }) =>
    noticed ? [{ target, observation: { saw: 'monitor', noticed }, estate: NOTHING_ELSE_KNOWN }] : [],
  );
}
