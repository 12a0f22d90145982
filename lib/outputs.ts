import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { OUTPUTS } from '../lambda/environment';

export interface OutputsProps {
  readonly targets: TableV2;
  readonly results: TableV2;
  readonly notices: ITopic;
  readonly operations: ITopic;
  readonly sweepFunction: IFunction;
  /** What sweeps instead of it. Default nothing. */
  readonly stateMachine?: IStateMachine;
  readonly settings: Readonly<Record<string, string>>;
}

/** What a user needs after the deployment; the command line finds the tables and the topic by these names too. */
export function outputs(scope: Construct, props: OutputsProps): void {
  const { targets, results, notices, operations, settings } = props;
  const stack = Stack.of(scope);
  const table = (name: string) => consoleLink(stack, 'dynamodbv2', `item-explorer?table=${name}`);
  const topic = (arn: string) => consoleLink(stack, 'sns/v3', `/topic/${arn}`);
  const output = (name: string, value: string, description: string) =>
    new CfnOutput(scope, name, { value, description }).overrideLogicalId(name);
  output(OUTPUTS.targetsTable, targets.tableName, 'Table of what to watch');
  output(OUTPUTS.resultsTable, results.tableName, 'Table of what is known');
  output(OUTPUTS.topicArn, notices.topicArn, 'Topic of the notices');
  output(OUTPUTS.operationsTopicArn, operations.topicArn, 'Topic of the alarms of the monitor itself');
  output(OUTPUTS.settings, stack.toJsonString(settings), 'What sweeps go by, for agents');
  output('EditTargets', table(targets.tableName), 'Add rows here');
  output('ReadResults', table(results.tableName), 'See what is known here');
  output('SubscribeToNotices', topic(notices.topicArn), 'Subscribe people here');
  output('SubscribeToOperations', topic(operations.topicArn), 'Subscribe those who look after the monitor here');
  output(
    'DeployAgain',
    `npx cdk deploy --import-existing-resources -c targetsTable=${targets.tableName} -c resultsTable=${results.tableName}`,
    'The tables outlive the stack: once it is removed, this deploys over them again',
  );
  output('SweepNow', startingOf(stack, props), 'Sweeps at once');
}

function startingOf({ region }: Stack, { sweepFunction, stateMachine }: OutputsProps): string {
  return stateMachine
    ? `aws stepfunctions start-execution --region ${region} --state-machine-arn ${stateMachine.stateMachineArn}`
    : `aws lambda invoke --region ${region} --function-name ${sweepFunction.functionName} --invocation-type Event /dev/null`;
}

function consoleLink({ region }: Stack, service: string, place: string): string {
  return `https://${region}.console.aws.amazon.com/${service}/home?region=${region}#${place}`;
}
