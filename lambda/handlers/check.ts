import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Tally } from '../core/tally';
import { checkBatch, settleBatch } from '../stages/distributed/batch';
import { type Parts, type Whole, wholes } from '../stages/distributed/parts';
import { readBatchTask } from './part-task';
import { deployedParts, timed } from './parts';
import { deployedProber, dynamoClient } from './world';

const logger = new Logger();

/**
 * Looks at one batch of a distributed sweep, or settles what one could not see. Throws where the batch could not be taken on at
 * all, so that the engine gives it to another attempt; what fails of a single target is in the tally.
 */
export const handler = handlerOf(deployed);

/** @param open what the function touches; called once, by the first event. */
export function handlerOf(open: () => Parts) {
  let warm: { readonly parts: Parts; readonly wholeOf: (sweep: string) => Promise<Whole> } | undefined;
  return async (event: unknown, context: Context): Promise<Tally> => {
    logger.addContext(context);
    const task = readBatchTask(event);
    if (warm === undefined) {
      const parts = open();
      warm = { parts, wholeOf: wholes(parts.files) };
    }
    const parts = timed(warm.parts, context.getRemainingTimeInMillis());
    const whole = await warm.wholeOf(task.sweep);
    const tally =
      task.name === 'check'
        ? await checkBatch(task.sweep, task.batch, whole, parts)
        : await settleBatch(task.key, task.blindTo, whole, parts);
    for (const failure of tally.failures) logger.error(failure);
    return tally;
  };
}

function deployed(): Parts {
  const warn = (sentence: string) => logger.warn(sentence);
  const dynamo = dynamoClient();
  return deployedParts(process.env, dynamo, deployedProber(process.env, dynamo, warn), warn);
}
