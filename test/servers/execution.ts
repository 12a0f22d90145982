import type { S3Emulator } from './s3-emulator';

export type Fields = Record<string, unknown>;

/** What a state's Resource does with its input. */
export type Task = (input: Fields) => Promise<unknown>;

export interface Machine {
  /** In the Amazon States Language. */
  readonly definition: Fields;
  /** By the Resource of the state. */
  readonly tasks: Readonly<Record<string, Task>>;
  readonly s3: S3Emulator;
  /** After a redrive ResultWriter writes of those children alone that the redrive has run. Default: of all. */
  readonly forgetful?: boolean;
}

/** What the engine remembers of an execution, and a redrive goes by. */
export interface Execution {
  readonly startedAt: string;
  /** What each state has come to that succeeded, by its name and how often it had been entered. */
  readonly succeeded: Map<string, unknown>;
  readonly mapRuns: Map<string, MapRun>;
  /** Somebody has stopped it: what runs may run to its end, and nothing else begins. */
  isStopped: boolean;
}

export function newExecution(startedAt = new Date().toISOString()): Execution {
  return { startedAt, succeeded: new Map(), mapRuns: new Map(), isStopped: false };
}

export type Outcome = { readonly output: unknown } | { readonly error: string; readonly cause: string };

export interface Child {
  readonly outcome: Outcome;
  readonly given: unknown;
}

/** What has become of a Distributed Map so far. */
export interface MapRun {
  readonly items: readonly unknown[];
  /** Those that have run, by the index of the item. */
  readonly children: Map<number, Child>;
}
