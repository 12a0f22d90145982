import { closestFirst, couldFind, inGap, isInventory } from '../core/inventory';
import type { Gap, Sighting } from '../core/observation';
import type { Result } from '../core/result';
import type { Tags } from '../core/tags';
import { asFound, NO_CLIENT, type Target } from '../core/target';
import type { Times } from '../core/times';
import type { Gathered } from './gather';

/** A look at one row: of the row itself, and of what its inventory found. */
export type Seen = readonly [Sighting, ...Sighting[]];

/** A look with when it began and when its row was read: nothing that it shows is older. */
export function timed(times: Times, [own, ...held]: Seen): Seen {
  return [{ ...own, ...times }, ...held.map((sighting) => ({ ...sighting, ...times }))];
}

/** The names of what each inventory has found before. */
export function byInventory(remembered: Iterable<Pick<Result, 'target' | 'foundBy'>>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { target, foundBy } of remembered) {
    if (foundBy === undefined) continue;
    const ids = found.get(foundBy);
    if (ids) ids.push(target);
    else found.set(foundBy, [target]);
  }
  return found;
}

/** An inventory's sightings as its rows want them watched, and those of what lies where it could not be read. */
export function toSettle(
  [own, ...held]: Seen,
  before: ReadonlyMap<string, readonly string[]>,
  { remembered, found }: Pick<Gathered, 'remembered' | 'found'>,
): Sighting[] {
  const still = stillKnown(own, before.get(own.target.id) ?? [], new Set(held.map(({ target }) => target.id)));
  const watched = [...held, ...still].flatMap((sighting) => {
    const { id } = sighting.target;
    const tags = sighting.tags ?? tagsBefore(remembered.get(id), own.target);
    const target = found(own.target, id, tags);
    return target ? { ...sighting, target, tags } : [];
  });
  return [own, ...watched];
}

/**
 * Without what another row that is watched names more closely and has found: in a sweep that row is settled first, and where one
 * is looked at alone it keeps what it has.
 */
export function ownOf(sightings: readonly Sighting[], { targets, remembered }: Gathered): Sighting[] {
  const [own] = sightings;
  if (own === undefined || !isInventory(own.target)) return [...sightings];
  const inventory = own.target;
  const closer = targets.filter(isInventory).filter((other) => closestFirst(other, inventory) < 0);
  const isOfCloser = ({ target: { id } }: Sighting) =>
    closer.some((other) => remembered.get(id)?.foundBy === other.id && couldFind(other, id));
  return sightings.filter((sighting) => sighting === own || !isOfCloser(sighting));
}

/** While an inventory cannot be read, or a part of it, what it found there before goes on being judged by what was last seen. */
function stillKnown(
  { target, observation, tags, ...times }: Sighting,
  before: readonly string[],
  held: ReadonlySet<string>,
): Sighting[] {
  const gaps = observation.saw === 'inventory' ? (observation.gaps ?? []) : [];
  const isUnread = (id: string) => observation.saw === 'nothing' || gaps.some((gap) => inGap(gap, id));
  const failure = { reason: 'inventory-unread', sentence: `The inventory ${target.id} could not be read.` } as const;
  return before
    .filter((id) => !held.has(id) && isUnread(id))
    .map((id) => ({ target: asFound(target, id), observation: { saw: 'nothing', failure }, ...times }));
}

/**
 * So that a message does not go to somebody else because tags could not be read. Versions before 0.2 kept none: then they
 * said what the inventory's row does not say.
 */
export function tagsBefore(result: Result | undefined, row: Target): Tags {
  if (result === undefined) return {};
  if (result.tags !== undefined) return result.tags;
  const { client, service, owner } = result;
  return {
    ...(client !== NO_CLIENT && client !== row.client && { client }),
    ...(service && service !== row.service && { service }),
    ...(owner && owner !== row.owner && { owner }),
  };
}

/** Whether an inventory that might find it was not read there by this sweep. */
export function mayLieUnread(
  arn: string,
  { targets }: Pick<Gathered, 'targets'>,
  gaps: ReadonlyMap<string, readonly Gap[]>,
): boolean {
  return targets.filter(isInventory).some((inventory) => {
    const unread = gaps.get(inventory.id);
    return couldFind(inventory, arn) && (unread === undefined || unread.some((gap) => inGap(gap, arn)));
  });
}
