import { Duration } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

export interface GivenUpProps {
  readonly machine: IStateMachine;
  readonly gather: IFunction;
  readonly deadLetters: IQueue;
}

/**
 * Has what a sweep recorded told at once where the engine gave it up, be it redriven or not. AWS delivers these events as best it
 * can, twice or never: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-states.html. What is not told so, the next
 * sweep tells.
 */
export function tellGivenUp(scope: Construct, { machine, gather, deadLetters }: GivenUpProps): void {
  new Rule(scope, 'GivenUp', {
    description: 'Has told what a distributed sweep of notafter recorded that failed, took too long or was stopped',
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [machine.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
    targets: [
      new LambdaFunction(gather, {
        // Read in lambda/handlers/part-task.ts.
        event: RuleTargetInput.fromObject({
          task: 'gaveUp',
          sweep: EventField.fromPath('$.detail.name'),
          status: EventField.fromPath('$.detail.status'),
        }),
        deadLetterQueue: deadLetters,
        ...RETRY_POLICY,
      }),
    ],
  });
}

/** As for the start of a sweep (lib/schedules.ts). */
const RETRY_POLICY = { retryAttempts: 10, maxEventAge: Duration.hours(1) };
