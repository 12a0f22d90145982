import { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { RESULTS_KEYS } from '../lambda/environment';
import { acknowledge } from './acknowledge';

export interface SweepRoleProps {
  readonly targets: TableV2;
  readonly results: TableV2;
  readonly notices: ITopic;
  readonly deadLetters: IQueue;
  readonly log: ILogGroup;
}

/** What a sweep may do, and nothing else: it reads Targets and never writes it. */
export function sweepRole(scope: Construct, props: SweepRoleProps): Role {
  const { targets, results, notices, deadLetters, log } = props;
  const role = new Role(scope, 'SweepRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const indexes = [RESULTS_KEYS.byExpiry, RESULTS_KEYS.outbox].map(({ index }) => `${results.tableArn}/index/${index}`);
  const allow = (actions: string[], ...resources: string[]) =>
    role.addToPolicy(new PolicyStatement({ actions, resources }));
  allow(['dynamodb:Scan'], targets.tableArn);
  allow(['dynamodb:Scan'], ...indexes);
  allow(RESULTS_ACTIONS, results.tableArn);
  allow(['sns:Publish'], notices.topicArn);
  allow(['sqs:SendMessage'], deadLetters.queueArn);
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], log.logGroupArn);
  inventories(role);
  return role;
}

const RESULTS_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
];

/** Rows like `acm:eu-west-1` name any region, and which certificates there are is what is asked. */
function inventories(role: Role): void {
  const certificates = Stack.of(role).formatArn({
    service: 'acm',
    region: '*',
    resource: 'certificate',
    resourceName: '*',
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['acm:SearchCertificates', 'acm:ListCertificates'], resources: ['*'] }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ['acm:DescribeCertificate'], resources: [certificates] }));
  acknowledge(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'Listing certificates (acm:SearchCertificates, acm:ListCertificates) and writing traces (xray:Put…) have no resource-level permissions.',
  );
  acknowledge(
    role,
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:acm:*:<AWS::AccountId>:certificate/*]',
    'An inventory describes whatever certificates it finds, in the regions that rows name; the action only reads.',
  );
}
