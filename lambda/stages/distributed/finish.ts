import type { Instant } from '../../core/instant';
import type { Blindness, Delivery } from '../../core/noticed';
import { overrunOf } from '../../core/overrun';
import { countOf, createSum, type Tally, tallyOf } from '../../core/tally';
import { watchItself } from '../monitor';
import { notify } from '../notify';
import type { Waiting } from '../owed';
import type { World } from '../world';
import type { Parts } from './parts';
import { sumUp } from './weigh';

/** What the parts before have come to. */
export interface Course {
  readonly sweep: string;
  readonly startedAt: Instant;
  readonly elsewhere: number;
  /** The earliest look on record when it began. */
  readonly oldest?: Instant;
  /** Where the engine wrote down what it did. */
  readonly manifests: readonly (string | undefined)[];
  /** Absent where the prober can see. */
  readonly blind?: Blindness;
}

export interface Finished {
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly elsewhere: number;
  readonly tally: Tally;
  readonly recorded: number;
  /** Targets that there was no time to look at. */
  readonly left: number;
  /** The longest time since the last look on record, in milliseconds; where not all were looked at, at most. */
  readonly oldestLook: number;
  /** Who would hear, where that is known. */
  readonly delivery?: Delivery;
  readonly noticesSent: number;
  /** What somebody is still to be told; undefined where that could not be read. */
  readonly waiting?: Waiting;
  /** There was no time to tell the rest, with which the engine goes on. */
  readonly isOutOfTime: boolean;
  /** What went wrong with the monitor's own tools (never with a target); all the rest was done. */
  readonly failures: readonly string[];
}

/** The last part of a distributed sweep: watches itself, and tells everybody what there is to tell. */
export async function finish(course: Course, { world, tables, files }: Parts<World>): Promise<Finished> {
  const { sweep, manifests, blind, startedAt, elsewhere, oldest } = course;
  const { monitor, probers, monitors, clientsElsewhere } = await files.readShared(sweep);
  const tally = await sumUp(sweep, manifests, files);
  const { left, recorded, clients, pending, failures } = tally;
  const remembered = await tables.resultsOf(new Set([monitor.id, ...monitors]));
  const short = left > 0 ? { left, all: left + countOf(tally) } : undefined;
  const overrun = overrunOf(short, remembered.get(monitor.id)?.noticed?.overrun, startedAt);
  const checked = {
    results: [],
    clients: new Set([...clients, ...clientsElsewhere]),
    recorded,
    pending: new Set(pending),
    failures,
    ...(blind && { blind }),
    ...(overrun && { overrun }),
  };
  const itself = await watchItself({ monitor, probers, remembered }, checked, world);
  const isWhole = left === 0 && failures.length === 0 && blind === undefined;
  const told = await notify(itself.pending, world);
  const finishedAt = world.look.now();
  const delivery = itself.results[0]?.noticed?.delivery;
  return {
    startedAt,
    finishedAt,
    elsewhere,
    tally: added(tally, tallyOf(itself.results)),
    recorded: itself.recorded,
    left,
    // What was not looked at is not known by name: it may be the one that was looked at longest ago.
    oldestLook: finishedAt - (isWhole ? startedAt : (oldest ?? startedAt)),
    noticesSent: told.sent,
    ...(told.waiting && { waiting: told.waiting }),
    isOutOfTime: told.outOfTime !== undefined,
    ...(delivery && { delivery }),
    failures: [...itself.failures, ...told.failures],
  };
}

function added(...tallies: readonly Tally[]): Tally {
  const sum = createSum();
  for (const tally of tallies) sum.add(tally);
  return sum.total();
}
