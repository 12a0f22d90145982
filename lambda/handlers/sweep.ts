import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { Delivery } from '../core/noticed';
import { METRICS } from '../environment';
import { counted } from '../notify/words';
import { digest, type Occasion } from '../stages/digest';
import type { World } from '../stages/world';
import { type SweepReport, sweep } from '../sweep';
import { readTask } from './task';
import { deployedWorld } from './world';

const logger = new Logger();
const metrics = new Metrics();
let world: World | undefined;

/** The share of the function's time in which looks may begin; the rest is for the last to end and for telling. */
const FOR_LOOKING = 0.85;

/** The share of it after which no other run is waited for that tells. */
const FOR_WAITING = 0.95;

/**
 * One scheduled sweep, or one round of digests. Throws after all has been done when something of the monitor's own failed, so
 * that Lambda counts an error and runs it again: what was recorded and sent is not repeated.
 */
export async function handler(event: unknown, context: Context): Promise<Summary | DigestSummary> {
  logger.addContext(context);
  try {
    const task = readTask(event, context.awsRequestId);
    world ??= deployedWorld(process.env, (sentence) => logger.warn(sentence));
    const within = (share: number) => Date.now() + context.getRemainingTimeInMillis() * share;
    const here = { ...world, run: context.awsRequestId, waitUntil: within(FOR_WAITING) };
    if (task.name === 'digest') return await sendDigests(here, task);
    const report = await sweep({ ...here, lookUntil: within(FOR_LOOKING) });
    const summary = summarise(report);
    measure(report, summary);
    for (const failure of report.failures) logger.error(failure);
    if (report.failures.length > 0)
      throw new Error(`The sweep met ${report.failures.length} failures of its own; the log names them`);
    metrics.addMetric(METRICS.sweepCompleted, MetricUnit.Count, 1);
    logger.info('The sweep is complete', { ...summary });
    return summary;
  } finally {
    metrics.publishStoredMetrics();
  }
}

interface DigestSummary {
  readonly digestsSent: number;
  /** Those that an earlier attempt had sent. */
  readonly sentBefore: number;
}

async function sendDigests(deployed: World, occasion: Occasion): Promise<DigestSummary> {
  const { sent, before, failures } = await digest(deployed, occasion);
  metrics.addMetric(METRICS.digestsSent, MetricUnit.Count, sent);
  for (const failure of failures) logger.error(failure);
  if (failures.length > 0)
    throw new Error(
      `${counted(failures.length, 'digest')} failed; the log names them, and another attempt sends what is missing`,
    );
  const summary = { digestsSent: sent, sentBefore: before };
  logger.info('The digests are sent', { ...summary });
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

function summarise({ results, recorded, noticesSent, elsewhere, startedAt, finishedAt }: SweepReport): Summary {
  const severe = (severity: string) => results.filter((result) => result.severity === severity).length;
  return {
    targets: results.length,
    warning: severe('warning'),
    critical: severe('critical'),
    unreachable: results.filter(({ memory }) => memory.unseen > 0).length,
    recorded,
    noticesSent,
    elsewhere,
    seconds: (finishedAt - startedAt) / 1000,
  };
}

function measure({ failures, results }: SweepReport, summary: Summary): void {
  metrics.addMetric(METRICS.targets, MetricUnit.Count, summary.targets);
  metrics.addMetric(METRICS.warning, MetricUnit.Count, summary.warning);
  metrics.addMetric(METRICS.critical, MetricUnit.Count, summary.critical);
  metrics.addMetric(METRICS.unreachable, MetricUnit.Count, summary.unreachable);
  metrics.addMetric(METRICS.noticesSent, MetricUnit.Count, summary.noticesSent);
  metrics.addMetric(METRICS.failures, MetricUnit.Count, failures.length);
  for (const { noticed } of results) {
    if (noticed?.delivery) metrics.addMetric(METRICS.undeliverable, MetricUnit.Count, undeliverable(noticed.delivery));
  }
}

/** For how many clients there is something that nobody would hear. */
function undeliverable({ nobody, unheardInAll }: Delivery): number {
  return Math.max(unheardInAll, nobody ? 1 : 0);
}
