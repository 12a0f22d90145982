import { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { RESULTS_KEYS } from '../lambda/environment';
import { acknowledge } from './acknowledge';
import type { Settings } from './context';
import { streamOf } from './edits';
import { mayPutEvents } from './events';
import { acknowledgeInventories, inventoryStatements } from './inventory-permissions';
import { networkStatements } from './network';

export interface SweepRoleProps extends Pick<Settings, 'stackName' | 'memberRole' | 'organization' | 'events' | 'vpc'> {
  readonly targets: TableV2;
  readonly results: TableV2;
  readonly notices: ITopic;
  readonly operations: ITopic;
  readonly chat?: ITopic;
  readonly deadLetters: IQueue;
  readonly log: ILogGroup;
}

/** Fixed, so that the roles of other accounts can name exactly whom they trust, and go on trusting a stack that is made anew. */
export function sweepRoleName(stackName: string): string {
  return `${stackName}-sweep`;
}

/** What a sweep may do, and nothing else: it reads Targets and never writes it. */
export function sweepRole(scope: Construct, props: SweepRoleProps): Role {
  const { targets, results, notices, operations, chat, events, deadLetters, log } = props;
  const role = new Role(scope, 'SweepRole', {
    roleName: sweepRoleName(props.stackName),
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  const indexes = [RESULTS_KEYS.byExpiry, RESULTS_KEYS.outbox].map(({ index }) => `${results.tableArn}/index/${index}`);
  const allow = (actions: string[], ...resources: string[]) =>
    role.addToPolicy(new PolicyStatement({ actions, resources }));
  allow(['dynamodb:DescribeTable', 'dynamodb:Scan', 'dynamodb:BatchGetItem'], targets.tableArn);
  allow(STREAM_ACTIONS, streamOf(targets));
  allow(['dynamodb:Scan'], ...indexes);
  allow(RESULTS_ACTIONS, results.tableArn);
  allow(['sns:Publish'], notices.topicArn, operations.topicArn, ...(chat ? [chat.topicArn] : []));
  allow(['sns:ListSubscriptionsByTopic'], notices.topicArn, operations.topicArn);
  allow(WHO_WOULD_HEAR, '*');
  if (events !== undefined) role.addToPolicy(mayPutEvents(scope, events));
  allow(['sqs:SendMessage'], deadLetters.queueArn);
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], log.logGroupArn);
  for (const statement of networkStatements(role, props)) role.addToPolicy(statement);
  inventories(role, props);
  return role;
}

const RESULTS_ACTIONS = [
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:BatchGetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
];

/** Lambda reads the stream in the role of the function; it asks for the right to list this one too. */
const STREAM_ACTIONS = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/** How subscriptions filter, and what the account may send by SMS; IAM limits none of it to resources. */
const WHO_WOULD_HEAR = ['sns:GetSubscriptionAttributes', 'sns:GetSMSSandboxAccountStatus', 'sns:GetSMSAttributes'];

/** Of the monitor's own account, and of those that rows name or the organization has, each entered in the member role. */
function inventories(role: Role, { memberRole, organization }: SweepRoleProps): void {
  for (const statement of inventoryStatements(role)) role.addToPolicy(statement);
  const members = `:iam::*:role/${memberRole}`;
  role.addToPolicy(
    new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [`arn:${Stack.of(role).partition}${members}`] }),
  );
  if (organization === 'yes')
    role.addToPolicy(new PolicyStatement({ actions: ['organizations:ListAccounts'], resources: ['*'] }));
  acknowledgeInventories(
    role,
    `, ${WHO_WOULD_HEAR.join(', ')}, organizations:ListAccounts, what Lambda itself does with network interfaces (ec2:…) and the writing of traces (xray:Put…)`,
  );
  acknowledge(
    role,
    `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>${members}]`,
    'Rows name any account; it is entered only where a role of this very name trusts the monitor.',
  );
}
