import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface EditsProps {
  readonly targets: TableV2;
  /** What looks at them. */
  readonly looker: IFunction;
  readonly deadLetters: IQueue;
}

/** Has rows looked at a few seconds after they were written. That rows were removed is left to the sweeps. */
export function edits(scope: Construct, { targets, looker, deadLetters }: EditsProps): void {
  new EventSourceMapping(scope, 'Edits', {
    target: looker,
    eventSourceArn: streamOf(targets),
    // What was edited before is for the sweep that comes anyway.
    startingPosition: StartingPosition.LATEST,
    filters: [FilterCriteria.filter({ eventName: FilterRule.or('INSERT', 'MODIFY') })],
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(2),
    parallelizationFactor: 1,
    retryAttempts: 2,
    bisectBatchOnError: true,
    // Longer than the function itself takes edits for: what it leaves is no failure.
    maxRecordAge: Duration.hours(1),
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
  });
}

export function streamOf({ tableStreamArn }: TableV2): string {
  if (tableStreamArn === undefined) throw new Error('the table of the targets has no stream');
  return tableStreamArn;
}
