import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { METRICS } from '../environment';
import { counted } from '../notify/words';
import { type Course, finish } from '../stages/distributed/finish';
import { gatherBatches, type Sorted } from '../stages/distributed/gather';
import { type GivenUp, giveUp } from '../stages/distributed/give-up';
import { keptBySweeps } from '../stages/distributed/kept';
import type { Parts } from '../stages/distributed/parts';
import { type Weighed, weigh } from '../stages/distributed/weigh';
import { notify } from '../stages/notify';
import type { World } from '../stages/world';
import { type EditsSummary, tellOfEdits } from './look-at-edits';
import { measureCrash, measureSweep, measureTold, type Summary, summarise } from './measure';
import { readPartTask } from './part-task';
import { deployedParts, timed } from './parts';
import { FOR_WAITING } from './shares';
import { deployedWorld, dynamoClient } from './world';

const logger = new Logger();
const metrics = new Metrics();

/**
 * The parts of a distributed sweep that are done once for all batches: before them, between them, and after them; and what is left
 * to do where the engine gave one up. Where sweeps are distributed it looks at edited rows too, which are judged by what the first
 * part has kept.
 */
export const handler = handlerOf(deployed);

/** @param open what the function touches; called once, by the first event. */
export function handlerOf(open: () => Parts<World>) {
  let opened: Parts<World> | undefined;
  return async (
    event: unknown,
    context: Context,
  ): Promise<Sorted | Weighed | Finished | ToldOn | Told | EditsSummary> => {
    logger.addContext(context);
    const task = readPartTask(event);
    opened ??= open();
    const parts = timed(opened, context.getRemainingTimeInMillis());
    if (task.name === 'gather') return gatherBatches(task.sweep, parts);
    if (task.name === 'weigh') return weigh(task.sweep, task.checked, parts);
    if (task.name === 'finish') return finishAndTell(task.course, asRun(task.course.sweep, context, parts));
    if (task.name === 'tell') return tellOn(asRun(task.sweep, context, parts));
    // A holder of its own: the redrive of this sweep may be telling, in which two of one name would not wait for each other.
    if (task.name === 'gaveUp') return tellGivenUp(task, asRun(context.awsRequestId, context, parts));
    const edited = { ...parts.world, surroundings: keptBySweeps(parts) };
    return tellOfEdits(task.edits, edited, { logger, metrics }).finally(() => metrics.publishStoredMetrics());
  };
}

function deployed(): Parts<World> {
  const warn = (sentence: string) => logger.warn(sentence);
  return deployedParts(process.env, dynamoClient(), deployedWorld(process.env, warn), warn);
}

/** @param run the same in each attempt: what one that died had taken, the next takes over. */
function asRun(run: string, context: Context, parts: Parts<World>): Parts<World> {
  const { world } = parts;
  const waitUntil = world.look.now() + context.getRemainingTimeInMillis() * FOR_WAITING;
  return { ...parts, world: { ...world, run, waitUntil } };
}

interface Failed {
  /** How much of the monitor's own failed; the log names it. */
  readonly failures: number;
}

/** Whether there was no time to tell all, and the engine is to have it told on; it reads that of each state in the same place. */
interface Pending {
  readonly isOutOfTime: boolean;
}

interface Finished extends Summary, Failed {
  readonly told: Pending;
}

/**
 * What of the monitor's own failed is logged and counted, and not thrown: all that could be done is done, and a redrive, which an
 * execution that failed asks for, would do no more.
 */
async function finishAndTell(course: Course, parts: Parts<World>): Promise<Finished> {
  const figures = await finish(course, parts);
  const { failures, isOutOfTime } = figures;
  const summary = { ...summarise(figures), failures: failures.length, told: { isOutOfTime } };
  for (const failure of failures) logger.error(failure);
  measureSweep(metrics, figures);
  metrics.publishStoredMetrics();
  logger.info(failures.length === 0 ? 'The sweep is complete' : 'The sweep is over', summary);
  return summary;
}

interface Told extends Failed {
  readonly noticesSent: number;
}

type ToldOn = Told & Pending;

/**
 * Goes on with what the sweep had no time to tell, as part of it. Where there was no time for anything nobody is to go on: the same
 * would come of that, and the rest waits for the next sweep.
 */
async function tellOn({ world }: Parts<World>): Promise<ToldOn> {
  const { sent, waiting, failures, outOfTime } = await notify([], world);
  const isOutOfTime = outOfTime !== undefined && sent > 0;
  const all = [...failures, ...(outOfTime !== undefined && !isOutOfTime ? [outOfTime] : [])];
  for (const failure of all) logger.error(failure);
  metrics.addMetric(METRICS.failures, MetricUnit.Count, all.length);
  measureTold(metrics, { noticesSent: sent, ...(waiting && { waiting }) });
  metrics.publishStoredMetrics();
  return { noticesSent: sent, failures: all.length, isOutOfTime };
}

/** Throws after all has been done when something of that failed: nobody but Lambda tries it again, and leaves a dead letter. */
async function tellGivenUp(ended: GivenUp, parts: Parts<World>): Promise<Told> {
  const { sent, waiting, givenUp, failures } = await giveUp(ended, parts);
  const all = [...givenUp, ...failures];
  for (const failure of all) logger.error(failure);
  measureCrash(metrics, all.length);
  measureTold(metrics, { noticesSent: sent, ...(waiting && { waiting }) });
  metrics.publishStoredMetrics();
  if (failures.length > 0)
    throw new Error(
      `${counted(failures.length, 'thing')} failed in telling what the sweep ${ended.sweep} recorded; the log names them`,
    );
  return { noticesSent: sent, failures: all.length };
}
