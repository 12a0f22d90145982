import type { Batch } from '../core/batch';
import type { EstateFacts } from '../core/estate';
import type { ValuedRow } from '../core/found';
import type { Instant } from '../core/instant';
import type { Sighting } from '../core/observation';
import type { ProberElsewhere } from '../core/prober';
import type { HandedDown } from '../core/read-targets';
import type { Tally } from '../core/tally';
import type { MonitorTarget } from '../core/target';

/** What all parts of one sweep have to know. */
export interface Shared extends EstateFacts {
  /** When the rows were read. */
  readonly readAt: Instant;
  readonly clients: HandedDown;
  /** The prober itself, as its row says. */
  readonly monitor: MonitorTarget;
  /** The probers of other locations. */
  readonly probers: readonly ProberElsewhere[];
  /** The names of all monitors that have a result. */
  readonly monitors: readonly string[];
  /** The clients of what the probers of other locations look at. */
  readonly clientsElsewhere: readonly string[];
}

/** What an edited row is judged by besides itself. */
export interface LatestEstate extends EstateFacts {
  /** Of clients, inventories, what these find, and the monitor. */
  readonly rows: readonly ValuedRow[];
}

/** What one batch could not see. */
export interface Lost {
  /** When its looks began. */
  readonly at: Instant;
  readonly sightings: readonly Sighting[];
}

/** What the parts of one distributed sweep leave for each other; all of it goes away by itself after some days. */
export interface SweepFiles {
  /**
   * Writes the batches as they come; they can be read when this resolves. Twice is safe: the last one stands.
   *
   * @param produce hands over batches, from several places at once if it likes; where it throws nothing is written.
   */
  writeBatches(
    sweep: string,
    produce: (write: (batches: readonly Batch[]) => Promise<void>) => Promise<void>,
  ): Promise<void>;
  writeShared(sweep: string, shared: Shared): Promise<void>;
  readShared(sweep: string): Promise<Shared>;
  /** Keeps what there was to know of all, for those that come between sweeps. Twice is safe: the last one stands. */
  writeLatest(latest: LatestEstate): Promise<void>;
  /** Undefined where no sweep has written it in the last days. */
  readLatest(): Promise<LatestEstate | undefined>;
  /** Keeps what a batch could not see; none takes away what an earlier attempt at it has kept. */
  keepLost(sweep: string, batch: string, lost: Lost): Promise<void>;
  /** @param key as the engine lists it. */
  readLost(key: string): Promise<Lost>;
  /** Keeps what the first part has come to. Twice is safe: the last one stands. */
  keepTally(sweep: string, tally: Tally): Promise<void>;
  readTally(sweep: string): Promise<Tally>;
  /** What the engine wrote down of its batches. @param manifest key of its list of files; undefined where it ran none. */
  tallies(manifest: string | undefined): AsyncIterable<Tally | FailedBatch>;
}

/** A batch that failed at every attempt. */
export interface FailedBatch {
  readonly failed: string;
}
