import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { countOf } from '../core/tally';
import { METRICS } from '../environment';
import { counted } from '../notify/words';
import { type Course, type Finished, finish } from '../stages/distributed/finish';
import { gatherBatches, type Sorted } from '../stages/distributed/gather';
import type { Parts } from '../stages/distributed/parts';
import { type Weighed, weigh } from '../stages/distributed/weigh';
import type { World } from '../stages/world';
import { readPartTask } from './part-task';
import { deployedParts, timed } from './parts';
import { deployedWorld, dynamoClient } from './world';

const logger = new Logger();
const metrics = new Metrics();

/** The parts of a distributed sweep that are done once for all batches: before them, between them, and after them. */
export const handler = handlerOf(deployed);

/** @param open what the function touches; called once, by the first event. */
export function handlerOf(open: () => Parts<World>) {
  let opened: Parts<World> | undefined;
  return async (event: unknown, context: Context): Promise<Sorted | Weighed | Summary> => {
    logger.addContext(context);
    const task = readPartTask(event);
    opened ??= open();
    const parts = timed(opened, context.getRemainingTimeInMillis());
    if (task.name === 'gather') return gatherBatches(task.sweep, parts);
    if (task.name === 'weigh') return weigh(task.sweep, task.checked, parts);
    return tell(task.course, parts);
  };
}

function deployed(): Parts<World> {
  const warn = (sentence: string) => logger.warn(sentence);
  return deployedParts(process.env, dynamoClient(), deployedWorld(process.env, warn), warn);
}

/** What the engine must not try again: everything has been done, and the log says what failed. */
class SweepFailed extends Error {
  override readonly name = 'SweepFailed';
}

/** Throws after all has been told when something of the monitor's own failed, so that the execution counts as failed. */
async function tell(course: Course, parts: Parts<World>): Promise<Summary> {
  const finished = await finish(course, parts);
  const { failures } = finished;
  const summary = summarise(finished);
  for (const failure of failures) logger.error(failure);
  measure(finished, summary);
  if (failures.length > 0)
    throw new SweepFailed(`The sweep met ${counted(failures.length, 'failure')} of its own; the log names them`);
  logger.info('The sweep is complete', { ...summary });
  return summary;
}

interface Summary {
  readonly targets: number;
  readonly warning: number;
  readonly critical: number;
  readonly unreachable: number;
  readonly recorded: number;
  readonly noticesSent: number;
  /** Rows left to the probers of other locations. */
  readonly elsewhere: number;
  readonly seconds: number;
}

function summarise({ tally, noticesSent, elsewhere, startedAt, finishedAt }: Finished): Summary {
  const { severities, unreachable, recorded } = tally;
  return {
    targets: countOf(tally),
    warning: severities.warning,
    critical: severities.critical,
    unreachable,
    recorded,
    noticesSent,
    elsewhere,
    seconds: (finishedAt - startedAt) / 1000,
  };
}

function measure({ failures, delivery }: Finished, summary: Summary): void {
  metrics.addMetric(METRICS.targets, MetricUnit.Count, summary.targets);
  metrics.addMetric(METRICS.warning, MetricUnit.Count, summary.warning);
  metrics.addMetric(METRICS.critical, MetricUnit.Count, summary.critical);
  metrics.addMetric(METRICS.unreachable, MetricUnit.Count, summary.unreachable);
  metrics.addMetric(METRICS.noticesSent, MetricUnit.Count, summary.noticesSent);
  metrics.addMetric(METRICS.failures, MetricUnit.Count, failures.length);
  if (failures.length === 0) metrics.addMetric(METRICS.sweepCompleted, MetricUnit.Count, 1);
  if (delivery) {
    const undeliverable = Math.max(delivery.unheardInAll, delivery.nobody ? 1 : 0);
    metrics.addMetric(METRICS.undeliverable, MetricUnit.Count, undeliverable);
  }
  metrics.publishStoredMetrics();
}
