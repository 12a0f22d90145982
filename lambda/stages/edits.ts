import { type Edit, isChange } from '../core/edit';
import { isOfInventories } from '../core/glimpse';
import { couldFind, isInventory } from '../core/inventory';
import { clientOf, readValues } from '../core/read-targets';
import type { Result } from '../core/result';
import type { Target } from '../core/target';
import { readTargetName } from '../core/target-name';
import { check } from './check';
import { type Gathered, gathered } from './gather';
import { noProgress } from './progress';
import { retireGone } from './retire';
import type { Surroundings, World } from './world';

export interface EditsReport {
  /** The state of the rows that were looked at, and of what they found, as it stands now. */
  readonly results: readonly Result[];
  readonly recorded: number;
  /** Rows that are left to the next sweep, by the reason. */
  readonly left: readonly { readonly why: string; readonly targets: readonly string[] }[];
  /** What went wrong with the monitor's own tools; all the rest was done. */
  readonly failures: readonly string[];
}

/** Milliseconds after which an edit is left to the next sweep: so long, at most, an import keeps the function busy. */
const TOO_OLD = 3 * 60_000;

/** More results or rows than this are not read for an edit. */
const MOST = 100_000;

/**
 * Looks at rows that were edited, as they stand now, and records what that comes to, exactly as a sweep would. Nothing is sent:
 * what there is to tell goes out with the next sweep. Twice is safe, and so is a sweep at the same time.
 *
 * @throws when the tables cannot be read.
 */
export async function lookAtEdits(edits: readonly Edit[], world: World): Promise<EditsReport> {
  const changes = edits.filter(isChange);
  const now = world.look.now();
  const names = (some: readonly Edit[]) => new Set(some.map(({ target }) => target));
  const recent = names(changes.filter(({ at }) => now - at <= TOO_OLD));
  const old = [...names(changes)].filter((target) => !recent.has(target));
  const left = [{ why: 'they were edited more than 3 minutes ago', targets: old }];
  if (recent.size === 0) return nothingBut(left);
  const surroundings = await surroundingsOf(recent, world);
  if (surroundings === undefined) return nothingBut([...left, { why: TOO_MUCH, targets: [...recent] }]);
  const chosen = surroundings.facts ? new Set([...recent].filter((target) => !addsToAll(target))) : recent;
  left.push({ why: TOO_MUCH, targets: [...recent].filter((target) => !chosen.has(target)) });
  const present = gathered(await withTheirPresent(surroundings, chosen, world), world.location);
  // Nobody has read them later.
  const all = { ...present, readAt: Number.POSITIVE_INFINITY };
  const held = heldByInventories(all.targets);
  const edited = all.targets.filter(({ id }) => chosen.has(id));
  left.push({ why: 'an inventory finds what they tell of', targets: edited.filter(held).map(({ id }) => id) });
  const only = new Set(edited.filter((target) => !held(target)).map(({ id }) => id));
  const { results, recorded, failures } = await check(all, world, only);
  const kept = await retireRepaired(chosen, all, world);
  return { ...nothingBut(left), results, recorded, failures: [...failures, ...kept] };
}

/** The row of a client has a result for as long as something is wrong with it. @returns what could not be retired. */
async function retireRepaired(edited: ReadonlySet<string>, all: Gathered, world: World): Promise<readonly string[]> {
  const progress = noProgress();
  const ofClients = [...all.remembered].filter(([id]) => edited.has(id) && clientOf(id) !== undefined);
  await retireGone(all, new Map(ofClients), progress, world);
  return progress.failures;
}

function nothingBut(left: EditsReport['left']): EditsReport {
  return { results: [], recorded: 0, left: left.filter(({ targets }) => targets.length > 0), failures: [] };
}

const TOO_MUCH = 'too much is known to be read for an edit';

/** Whether it is an inventory or what one could find: it is judged by all that is served, which no sweep keeps. */
function addsToAll(key: string): boolean {
  const name = readTargetName(key);
  return clientOf(key) === undefined && !('problem' in name) && isOfInventories({ kind: name.kind });
}

/** What is kept where that will do; else both tables, and what is kept where these are too large. */
async function surroundingsOf(edited: ReadonlySet<string>, world: World): Promise<Surroundings | undefined> {
  const isJudgedByAll = [...edited].some(addsToAll);
  const kept = isJudgedByAll ? undefined : await world.surroundings?.();
  return kept ?? (await bothTables(world)) ?? (isJudgedByAll ? world.surroundings?.() : undefined);
}

/** The counts are some hours old: they save reading in vain, and what is read is limited all the same. */
async function bothTables({ targets, results }: World): Promise<Surroundings | undefined> {
  const counts = await Promise.all([targets.count(), results.count()]);
  if (counts.some((count) => count > MOST)) return undefined;
  const [rows, remembered] = await Promise.all([targets.rows(MOST + 1), results.latest(MOST + 1)]);
  return rows.length > MOST || remembered.size > MOST ? undefined : { rows: rows.map(readValues), remembered };
}

/** The surroundings may lag; of the edited rows and of their results none may, or the last edit of several would not be seen. */
async function withTheirPresent(
  { rows, remembered, ...known }: Surroundings,
  keys: ReadonlySet<string>,
  { targets, results }: World,
): Promise<Surroundings> {
  const others = rows.filter(({ id }) => !keys.has(id));
  const present = new Map(remembered);
  const read = async (key: string) => {
    const result = await results.read(key);
    if (result === undefined) present.delete(key);
    else present.set(key, withoutHaste(result));
  };
  const [edited] = await Promise.all([targets.read([...keys]), ...[...keys].map(read)]);
  return { ...known, rows: [...others, ...edited.map(readValues)], remembered: present };
}

/** Two looks in a row that fail make a target unreachable: two sweeps' that is, and not two edits' within a minute. */
function withoutHaste(result: Result): Result {
  const { memory } = result;
  return { ...result, memory: { ...memory, unseen: Math.max(0, memory.unseen - 1) } };
}

/** Rows that say more of what an inventory finds: it is seen when the inventory is taken, and by nothing else. */
function heldByInventories(targets: readonly Target[]): (target: Target) => boolean {
  const inventories = targets.filter(isInventory);
  return (target) => target.kind === 'arn' && inventories.some((inventory) => couldFind(inventory, target.arn));
}
