import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface SweepScheduleProps {
  readonly sweepFunction: IFunction;
  readonly deadLetters: IQueue;
  /** In UTC. */
  readonly expression: string;
}

/** Covers a start that Lambda refuses, for an hour; what fails once it has started is for Lambda's own attempts. */
const RETRY_POLICY = { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 };

/** Starts the sweeps. A rate sweeps for the first time as soon as it is deployed, a cron expression at its next moment. */
export function sweepSchedule(scope: Construct, props: SweepScheduleProps): Schedule {
  const { sweepFunction, deadLetters, expression } = props;
  const role = schedulerRole(scope, props);
  const schedule = new Schedule(scope, 'Schedule', {
    description: 'Starts the sweeps of notafter',
    schedule: ScheduleExpression.expression(expression),
    target: {
      bind: () => ({
        arn: sweepFunction.functionArn,
        role,
        retryPolicy: RETRY_POLICY,
        deadLetterConfig: { arn: deadLetters.queueArn },
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
      }),
    },
  });
  // The role's policy too, or the first start comes before it may start anything.
  schedule.node.addDependency(role);
  return schedule;
}

/** Written by hand because the CDK's own target (LambdaInvoke) may invoke every version and alias too. */
function schedulerRole(scope: Construct, { sweepFunction, deadLetters }: SweepScheduleProps): Role {
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
  allow('sqs:SendMessage', deadLetters.queueArn);
  return role;
}
