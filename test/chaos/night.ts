import type { Instant } from '../../lambda/core/instant';
import type { World } from '../../lambda/stages/world';
import type { S3Emulator } from '../servers/s3-emulator';
import type { Actor } from './actor';
import type { Site } from './estate';
import type { Weather } from './faults';
import type { Ledger } from './ledger';

/** A function of AWS Lambda. @param request names the call, by default one of its own. */
export type Handler = (event: unknown, remaining: number, request?: string) => Promise<unknown>;

/** How an execution ended that the engine gave up. */
export interface Ending {
  readonly sweep: string;
  readonly status: 'FAILED' | 'ABORTED';
  /** Of the event that tells of it; two may. */
  readonly event: string;
}

/** The state machine and what it works with; its functions know of each call who makes it. */
export interface Machine {
  /** In the Amazon States Language. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly s3: S3Emulator;
  readonly gather: Handler;
  readonly check: Handler;
  /** The executions under way, the youngest first. */
  running: readonly string[];
  /** Events that are delivered beside the next sweep. */
  readonly undelivered: Ending[];
}

/** What goes on in it. */
export interface Night {
  readonly seed: string;
  readonly sites: readonly Site[];
  readonly ledger: Ledger;
  /** What all who act touch; it knows who does. */
  readonly world: World;
  /** Takes a row away. */
  readonly remove: (target: string) => Promise<void>;
  /** Absent where sweeps are not distributed. */
  readonly machine?: Machine;
  /** Those who have acted in this round. */
  readonly actors: Actor[];
  /** Calls of functions that nobody waits for any more. */
  readonly loose: Promise<unknown>[];
  /** What waits until so many calls of AWS have been made in this round. */
  readonly waiting: { readonly calls: number; readonly begin: () => void }[];
  round: number;
  now: Instant;
  calls: number;
  looks: number;
  killed: number;
  sweeps: number;
  /** Executions that were redriven, and events of how one ended. */
  redriven: number;
  events: number;
  /** What happens in the midst of the round, by the count of looks. */
  late: Map<number, () => void>;
}

/** How one of those that act in a round does. */
export interface Going {
  readonly name: string;
  readonly weather: Weather;
  /** Nobody else acts. */
  readonly isAlone: boolean;
  readonly isSkewed: boolean;
  readonly skew: number;
}
