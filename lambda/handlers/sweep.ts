import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { METRICS } from '../environment';
import { counted } from '../notify/words';
import { digest, type Occasion } from '../stages/digest';
import type { World } from '../stages/world';
import { sweep } from '../sweep';
import { type EditsSummary, tellOfEdits } from './look-at-edits';
import { figuresOf, measureCrash, measureSweep, type Summary, summarise } from './measure';
import { FOR_LOOKING, FOR_WAITING } from './shares';
import { readTask } from './task';
import { deployedWorld } from './world';

const logger = new Logger();
const metrics = new Metrics();
let world: World | undefined;

/**
 * One scheduled sweep, one round of digests, or a look at edited rows. Throws after all has been done when something of the
 * monitor's own failed, so that Lambda counts an error and runs it again: what was recorded and sent is not repeated.
 */
export async function handler(event: unknown, context: Context): Promise<Summary | DigestSummary | EditsSummary> {
  logger.addContext(context);
  try {
    const task = readTask(event, context.awsRequestId);
    world ??= deployedWorld(process.env, (sentence) => logger.warn(sentence));
    const within = (share: number) => Date.now() + context.getRemainingTimeInMillis() * share;
    const here = {
      ...world,
      run: context.awsRequestId,
      waitUntil: within(FOR_WAITING),
      lookUntil: within(FOR_LOOKING),
    };
    if (task.name === 'digest') return await sendDigests(here, task);
    if (task.name === 'edits') return await tellOfEdits(task.edits, here, { logger, metrics });
    const report = await sweep(here).catch((error: unknown) => {
      measureCrash(metrics);
      throw error;
    });
    const figures = figuresOf(report);
    measureSweep(metrics, figures);
    for (const failure of report.failures) logger.error(failure);
    if (report.failures.length > 0)
      throw new Error(`The sweep met ${report.failures.length} failures of its own; the log names them`);
    const summary = summarise(figures);
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
