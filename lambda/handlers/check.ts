import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Tally } from '../core/tally';
import { checkBatch, settleBatch } from '../stages/distributed/batch';
import { type Parts, type Whole, wholes } from '../stages/distributed/parts';
import { readBatchTask } from './part-task';
import { deployedParts, timed } from './parts';
import { deployedProber, dynamoClient } from './world';

const logger = new Logger();

interface Warm {
  readonly parts: Parts;
  readonly wholeOf: (sweep: string) => Promise<Whole>;
}
let warm: Warm | undefined;

/**
 * Looks at one batch of a distributed sweep, or settles what one could not see. Throws where the batch could not be taken on at
 * all, so that the engine gives it to another attempt; what fails of a single target is in the tally.
 */
export async function handler(event: unknown, context: Context): Promise<Tally> {
  logger.addContext(context);
  const task = readBatchTask(event);
  warm ??= deployed();
  const parts = timed(warm.parts, context.getRemainingTimeInMillis());
  const whole = await warm.wholeOf(task.sweep);
  const tally =
    task.name === 'check'
      ? await checkBatch(task.sweep, task.batch, whole, parts)
      : await settleBatch(task.key, task.isBlind, whole, parts);
  for (const failure of tally.failures) logger.error(failure);
  return tally;
}

function deployed(): Warm {
  const warn = (sentence: string) => logger.warn(sentence);
  const dynamo = dynamoClient();
  const parts = deployedParts(process.env, dynamo, deployedProber(process.env, dynamo, warn), warn);
  return { parts, wholeOf: wholes(parts.files) };
}
