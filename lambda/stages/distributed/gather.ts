import { type EstateFacts, estateFrom, heldBy, servedOfHeld } from '../../core/estate';
import type { ValuedRow } from '../../core/found';
import type { Instant } from '../../core/instant';
import { type HandedDown, handedDownBy, targetsOf } from '../../core/read-targets';
import type { Result } from '../../core/result';
import { checkInventories } from '../check-inventories';
import { checkRows } from '../check-rows';
import { byInventory } from '../found';
import { atLocation, type Gathered } from '../gather';
import { noProgress, type Progress } from '../progress';
import { retireGone } from '../retire';
import { type Glimpses, glimpseAll } from './glimpses';
import { type Parts, tallyIn } from './parts';
import { sortRows } from './rows';

export interface Sorted {
  /** Batches in the manifest. */
  readonly batches: number;
  /** How many rows were left to the probers of other locations. */
  readonly elsewhere: number;
  /** The earliest look on record when it began. */
  readonly oldest: Instant;
}

/** Results read at once to be retired; in the unlikely case of more, the next sweeps go on. */
const MOST_GONE = 50_000;

/**
 * The first part of a distributed sweep. Sorts the rows into batches; looks at the inventories, whose finds all others are judged
 * by, and at the rows about them; and retires what is no longer watched. Twice is safe.
 */
export async function gatherBatches(sweep: string, parts: Parts): Promise<Sorted> {
  const { world, tables, files } = parts;
  const readAt = world.look.now();
  const glimpses = await glimpseAll(tables, world.location, world.look.now());
  const remembered = await tables.resultsOf(glimpses.ofInventories);
  const before = byInventory(remembered.values());
  const { own, batches, elsewhere } = await sortRows(sweep, parts, {
    location: world.location,
    hasFound: (id) => before.has(id),
    isUnseen: (id) => glimpses.unseen.has(id),
    watched: (id) => glimpses.mayBeGone.delete(id),
  });
  const clients = handedDownBy(own);
  const gathered = { ...(await gatherOwn(own, elsewhere, clients, remembered, parts)), readAt };
  const progress = noProgress();
  const at = world.look.now();
  const facts = await checkOwn(gathered, glimpses, progress, parts);
  const monitors = [...remembered.values()].filter(({ kind }) => kind === 'monitor').map(({ target }) => target);
  const known = { ...facts, served: servedOfHeld(facts) };
  await files.writeLatest({ ...known, rows: own });
  await files.writeShared(sweep, {
    ...known,
    clients,
    readAt,
    monitor: gathered.monitor,
    probers: gathered.probers,
    monitors,
    clientsElsewhere: [...glimpses.clientsElsewhere],
  });
  await files.keepLost(sweep, 'gathered', { at, sightings: progress.lost });
  await retireGone(gathered, await mayBeGone(glimpses, gathered, progress, parts), progress, world);
  await files.keepTally(sweep, tallyIn(progress));
  const left = [...elsewhere.values()].reduce((sum, rows) => sum + rows, gathered.elsewhere);
  return { batches, elsewhere: left, oldest: glimpses.oldest };
}

/** What is looked at here, and what is remembered of it besides of what inventories found. */
async function gatherOwn(
  own: readonly ValuedRow[],
  elsewhere: ReadonlyMap<string, number>,
  clients: HandedDown,
  ofInventories: ReadonlyMap<string, Result>,
  { world, tables }: Parts,
): Promise<Omit<Gathered, 'readAt'>> {
  const { targets: all, found } = targetsOf(own, clients);
  const here = atLocation(all, world.location, elsewhere);
  const others = here.targets.map(({ id }) => id).filter((id) => !ofInventories.has(id));
  const remembered = new Map([...ofInventories, ...(await tables.resultsOf(others))]);
  return { ...here, found, remembered };
}

async function checkOwn(
  gathered: Gathered,
  { served }: Glimpses,
  progress: Progress,
  { world }: Parts,
): Promise<EstateFacts> {
  const { remembered, readAt, targets } = gathered;
  const round = { remembered, readAt, progress, world, all: targets.length };
  await checkInventories(gathered, estateFrom({ ...heldBy(remembered.values()), served }), round);
  const facts = { ...heldBy(new Map([...remembered, ...progress.results]).values()), served };
  await checkRows(gathered, estateFrom(facts), round);
  return facts;
}

/** The results of what neither a row nor an inventory has shown. */
async function mayBeGone(
  { mayBeGone: names }: Glimpses,
  { remembered, targets, monitor }: Gathered,
  { results }: Progress,
  { tables }: Parts,
): Promise<ReadonlyMap<string, Result>> {
  for (const { id } of [...targets, monitor]) names.delete(id);
  const unseen = [...names].filter((id) => !results.has(id)).slice(0, MOST_GONE);
  const read = await tables.resultsOf(unseen.filter((id) => !remembered.has(id)));
  return new Map(
    unseen.flatMap((id) => {
      const result = remembered.get(id) ?? read.get(id);
      return result ? [[id, result]] : [];
    }),
  );
}
