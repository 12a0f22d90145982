import { watchItself } from '../monitor';
import { notify } from '../notify';
import type { Waiting } from '../owed';
import type { World } from '../world';
import type { Parts } from './parts';

/** How the engine ends an execution that it does not bring to its end. */
export const ENDINGS = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

export interface GivenUp {
  readonly sweep: string;
  readonly ending: (typeof ENDINGS)[number];
}

const IN_WORDS = {
  FAILED: 'failed',
  TIMED_OUT: 'took too long',
  ABORTED: 'was stopped',
} as const satisfies Record<GivenUp['ending'], string>;

interface Told {
  readonly sent: number;
  /** What somebody is still to be told; undefined where that could not be read. */
  readonly waiting?: Waiting;
  /** That the sweep was given up, and what is not known of it for that reason. */
  readonly givenUp: readonly string[];
  /** What could not be recorded or told; another attempt may. */
  readonly failures: readonly string[];
}

/**
 * Tells what a sweep has recorded that the engine has given up, and has the monitor watch itself as far as that takes no whole
 * sweep.
 *
 * Twice is safe, and so is a redrive or another sweep before it, after it or at the same time: it looks at no target and touches no
 * file; of two that record the monitor each sees what the other has written; and of all that tell one does at a time, which then
 * reads what is still to be told.
 *
 * @returns what could not be done among its failures; it never throws.
 */
export async function giveUp({ sweep, ending }: GivenUp, parts: Parts<World>): Promise<Told> {
  const why = `The sweep ${sweep} ${IN_WORDS[ending]}; what it recorded is told, the rest is for its redrive or the next sweep`;
  const givenUp = [why];
  const itself = await watchAsBefore(sweep, parts).catch((error: unknown) => {
    // It may have come to no file at all, and no attempt would find one.
    givenUp.push(`Of the sweep ${sweep} it is not known what there is to watch: ${String(error)}`);
    return { pending: [], failures: [] };
  });
  const told = await notify(itself.pending, parts.world);
  const { sent, waiting, outOfTime } = told;
  const failures = [...itself.failures, ...told.failures, ...(outOfTime ? [outOfTime] : [])];
  return { sent, ...(waiting && { waiting }), givenUp, failures };
}

/**
 * What only a whole sweep can tell stays as the last one left it: what the prober sees, what it had no time for, and who would hear
 * of which client.
 */
async function watchAsBefore(sweep: string, { world, tables, files }: Parts<World>) {
  const { monitor, probers, monitors } = await files.readShared(sweep);
  const remembered = await tables.resultsOf(new Set([monitor.id, ...monitors]));
  const { blind, overrun } = remembered.get(monitor.id)?.noticed ?? {};
  const checked = {
    results: [],
    clients: new Set<string>(),
    recorded: 0,
    pending: new Set<string>(),
    failures: [],
    ...(blind && { blind }),
    ...(overrun && { overrun }),
  };
  const { subscribers, ...others } = world;
  return watchItself({ monitor, probers, remembered }, checked, others);
}
