import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Settings } from './context';

export interface SchedulesProps extends Pick<Settings, 'schedule' | 'digest'> {
  readonly sweepFunction: IFunction;
  /** What sweeps instead of the function. Default nothing. */
  readonly stateMachine?: IStateMachine;
  readonly deadLetters: IQueue;
}

/** Covers a start that Lambda refuses, for an hour; what fails once it has started is for Lambda's own attempts. */
const RETRY_POLICY = { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 };

/**
 * Starts the sweeps and the digests. A rate begins as soon as it is deployed, a cron expression at its next moment.
 *
 * @returns the schedule of the sweeps.
 */
export function schedules(scope: Construct, props: SchedulesProps): Schedule {
  const role = schedulerRole(scope, props);
  const start = (
    id: string,
    description: string,
    expression: string,
    event: Record<string, unknown>,
    arn = props.sweepFunction.functionArn,
  ) => {
    const schedule = new Schedule(scope, id, {
      description,
      schedule: ScheduleExpression.expression(expression),
      target: {
        bind: () => ({
          arn,
          role,
          retryPolicy: RETRY_POLICY,
          deadLetterConfig: { arn: props.deadLetters.queueArn },
          input: ScheduleTargetInput.fromObject({ ...event, scheduledTime: ContextAttribute.scheduledTime }),
        }),
      },
    });
    // The role's policy too, or the first start comes before it may start anything.
    schedule.node.addDependency(role);
    return schedule;
  };
  const { digest } = props;
  if (digest !== 'off') {
    const event = { task: 'digest', withinMinutes: digest.longestGap };
    start('DigestSchedule', 'Starts the digests of notafter', digest.expression, event);
  }
  const { expression } = props.schedule;
  return start('Schedule', 'Starts the sweeps of notafter', expression, {}, props.stateMachine?.stateMachineArn);
}

/** Written by hand because the CDK's own target (LambdaInvoke) may invoke every version and alias too. */
function schedulerRole(scope: Construct, { sweepFunction, stateMachine, deadLetters }: SchedulesProps): Role {
  const stack = Stack.of(scope);
  const group = stack.formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: 'default' });
  const role = new Role(scope, 'ScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } },
    }),
  });
  const allow = (action: string, resource: string) =>
    role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  allow('lambda:InvokeFunction', sweepFunction.functionArn);
  if (stateMachine) allow('states:StartExecution', stateMachine.stateMachineArn);
  allow('sqs:SendMessage', deadLetters.queueArn);
  return role;
}
