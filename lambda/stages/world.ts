import type { EstateFacts } from '../core/estate';
import type { ValuedRow } from '../core/found';
import type { Instant } from '../core/instant';
import type { MaintenanceWindow } from '../core/maintenance';
import type { Result } from '../core/result';
import type { Channel } from '../notify/channel';
import type { EventBus } from '../notify/event-bus';
import type { Place } from '../notify/place';
import type { Subscribers } from '../notify/subscribers';
import type { ChatRoom } from '../notify/to-chat';
import type { probe } from '../probes';
import type { Look } from '../probes/probe';
import type { ResultsTable } from '../store/results-table';
import type { TargetsTable } from '../store/targets-table';

/** All rows, and what is remembered. */
export interface Surroundings {
  readonly rows: readonly ValuedRow[];
  readonly remembered: ReadonlyMap<string, Result>;
  /** What is known of everything. Default: what is remembered tells it. */
  readonly facts?: EstateFacts;
}

/** All that a sweep touches of the world; composed in the Lambda handler, in the CLI and in tests. */
export interface World {
  readonly targets: TargetsTable;
  readonly results: ResultsTable;
  /**
   * What the last sweep has kept of all, for edited rows that are judged by it and add nothing to it; undefined where it has kept
   * nothing. Of the rows, those of clients, inventories and ARNs suffice, and of what is remembered, the monitor. Default: edited
   * rows are judged by both tables, if these are not too large.
   */
  readonly surroundings?: () => Promise<Surroundings | undefined>;
  readonly channel: Channel;
  /** Default: no chat channel is told. */
  readonly chat?: ChatRoom;
  /** Default: nothing is put on an event bus. */
  readonly events?: EventBus;
  readonly look: Look;
  /** How a target is looked at; default with the probe of its kind. */
  readonly probe?: typeof probe;
  /** Where people find the tables; goes into messages. */
  readonly place: Place;
  /** Rows with another location are left to its prober. */
  readonly location: string;
  /** When nothing is told but what expires; default never. */
  readonly maintenance?: readonly MaintenanceWindow[];
  /** Who would hear what is told; absent on a desk, where nobody proves it. */
  readonly subscribers?: Subscribers;
  /** The longest time from one digest to the next, in milliseconds. Default: none are sent, and none is missed. */
  readonly digestEvery?: number;
  /** How many targets are looked at at the same time. */
  readonly concurrency: number;
  /** No look begins after this; what was recorded by then is still told. Default: never. */
  readonly lookUntil?: Instant;
  /** Names this run, the same in each of its attempts: what one that died had taken, the next takes over. Default: a name of its own. */
  readonly run?: string;
  /** Another run that tells is waited for until then, and no message is begun after it. Default: for as long as it takes. */
  readonly waitUntil?: Instant;
  /** How to pause while waiting for it; default: by really waiting. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
  /** Told of each look, for a progress display; must not throw. */
  readonly onLook?: (done: number, all: number) => void;
}

/** As much of the world as looking and settling touch. */
export type Prober = Pick<
  World,
  'results' | 'look' | 'probe' | 'location' | 'maintenance' | 'concurrency' | 'lookUntil' | 'onLook'
>;
