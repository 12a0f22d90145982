import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { Edit } from '../core/edit';
import { oneLine } from '../core/safe-text';
import { METRICS } from '../environment';
import { counted } from '../notify/words';
import { digest, type Occasion } from '../stages/digest';
import { lookAtEdits } from '../stages/edits';
import type { World } from '../stages/world';
import { sweep } from '../sweep';
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
    if (task.name === 'edits') return await lookAt(task.edits, here);
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

interface EditsSummary {
  readonly looked: number;
  readonly recorded: number;
  /** Edited rows that are left to the next sweep. */
  readonly left: number;
}

async function lookAt(edits: readonly Edit[], deployed: World): Promise<EditsSummary> {
  const { results, recorded, left, failures } = await lookAtEdits(edits, deployed);
  metrics.addMetric(METRICS.editsLooked, MetricUnit.Count, results.length);
  for (const { why, targets } of left)
    logger.info('Edited rows are left to the next sweep', {
      why,
      targets: targets.map((target) => oneLine(target, 200)),
    });
  for (const failure of failures) logger.error(failure);
  if (failures.length > 0)
    throw new Error(
      `${counted(failures.length, 'edited row')} failed; the log names them, and another attempt looks at them`,
    );
  const summary = {
    looked: results.length,
    recorded,
    left: left.reduce((sum, { targets }) => sum + targets.length, 0),
  };
  logger.info('The edited rows are looked at', { ...summary });
  return summary;
}
