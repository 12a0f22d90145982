import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { counted } from '../notify/words';
import { type Course, finish } from '../stages/distributed/finish';
import { gatherBatches, type Sorted } from '../stages/distributed/gather';
import { keptBySweeps } from '../stages/distributed/kept';
import type { Parts } from '../stages/distributed/parts';
import { type Weighed, weigh } from '../stages/distributed/weigh';
import type { World } from '../stages/world';
import { type EditsSummary, tellOfEdits } from './look-at-edits';
import { measureCrash, measureSweep, type Summary, summarise } from './measure';
import { readPartTask } from './part-task';
import { deployedParts, timed } from './parts';
import { FOR_WAITING } from './shares';
import { deployedWorld, dynamoClient } from './world';

const logger = new Logger();
const metrics = new Metrics();

/**
 * The parts of a distributed sweep that are done once for all batches: before them, between them, and after them. Where sweeps are
 * distributed it looks at edited rows too, which are judged by what the first part has kept.
 */
export const handler = handlerOf(deployed);

/** @param open what the function touches; called once, by the first event. */
export function handlerOf(open: () => Parts<World>) {
  let opened: Parts<World> | undefined;
  return async (event: unknown, context: Context): Promise<Sorted | Weighed | Summary | EditsSummary> => {
    logger.addContext(context);
    const task = readPartTask(event);
    opened ??= open();
    const parts = timed(opened, context.getRemainingTimeInMillis());
    if (task.name === 'gather') return gatherBatches(task.sweep, parts).catch(crashed);
    if (task.name === 'weigh') return weigh(task.sweep, task.checked, parts);
    if (task.name === 'finish') return tell(task.course, asRun(task.course.sweep, context, parts));
    const edited = { ...parts.world, surroundings: keptBySweeps(parts) };
    return tellOfEdits(task.edits, edited, { logger, metrics }).finally(() => metrics.publishStoredMetrics());
  };
}

/** Of a part without which there is no sweep. */
function crashed(error: unknown): never {
  measureCrash(metrics);
  metrics.publishStoredMetrics();
  throw error;
}

function deployed(): Parts<World> {
  const warn = (sentence: string) => logger.warn(sentence);
  return deployedParts(process.env, dynamoClient(), deployedWorld(process.env, warn), warn);
}

/** The engine names the sweep, the same in each attempt: what one that died had taken, the next takes over. */
function asRun(run: string, context: Context, parts: Parts<World>): Parts<World> {
  const { world } = parts;
  const waitUntil = world.look.now() + context.getRemainingTimeInMillis() * FOR_WAITING;
  return { ...parts, world: { ...world, run, waitUntil } };
}

/** What the engine must not try again: everything has been done, and the log says what failed. */
class SweepFailed extends Error {
  override readonly name = 'SweepFailed';
}

/** Throws after all has been told when something of the monitor's own failed, so that the execution counts as failed. */
async function tell(course: Course, parts: Parts<World>): Promise<Summary> {
  const figures = await finish(course, parts).catch(crashed);
  const { failures } = figures;
  const summary = summarise(figures);
  for (const failure of failures) logger.error(failure);
  measureSweep(metrics, figures);
  metrics.publishStoredMetrics();
  if (failures.length > 0)
    throw new SweepFailed(`The sweep met ${counted(failures.length, 'failure')} of its own; the log names them`);
  logger.info('The sweep is complete', { ...summary });
  return summary;
}
