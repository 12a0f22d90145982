import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, type AwsSdkCall, Logging, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { TARGETS_KEYS } from '../lambda/environment';
import { acknowledge } from './acknowledge';
import type { Settings } from './context';

export interface FirstRowsProps extends Pick<Settings, 'retentionDays'> {
  readonly targets: TableV2;
}

interface FirstRow {
  readonly target: string;
  /** For whoever opens the table; `notes` would go into the messages about whatever the inventory finds. */
  readonly comment: string;
  readonly ladder?: string;
}

const FREE_TO_EDIT = 'Put here by the first deployment: edit it or delete it as you like, no later one brings it back.';

/** By the name of what puts them there. A new name brings back what people have deleted, so names never change. */
const FIRST_ROWS: Readonly<Record<string, FirstRow>> = {
  Acm: { target: 'acm:*', comment: `Certificates in AWS Certificate Manager, in all regions. ${FREE_TO_EDIT}` },
  Iam: { target: 'iam:', comment: `Server certificates in IAM. ${FREE_TO_EDIT}` },
  Route53: { target: 'route53:', comment: `Domains registered through Route 53. ${FREE_TO_EDIT}` },
  Rds: {
    target: 'rds:*',
    comment: `Databases in RDS and the CAs of their certificates, in all regions. ${FREE_TO_EDIT}`,
  },
  AcmPca: {
    target: 'acm-pca:*',
    comment: `Authorities of AWS Private CA, in all regions; to replace one takes long. ${FREE_TO_EDIT}`,
    ladder: '365,180,90,60,30,14,7,1',
  },
};

/**
 * Puts the rows into Targets that switch the inventories on, each when its part of the stack is made and never again. A row
 * that is there already is left as it is, and no row goes with the stack.
 */
export function firstRows(scope: Construct, props: FirstRowsProps): Construct {
  const part = new Construct(scope, 'FirstRows');
  const log = new LogGroup(part, 'Log', { retention: props.retentionDays, removalPolicy: RemovalPolicy.DESTROY });
  const role = firstRowsRole(part, props.targets, log);
  for (const [name, row] of Object.entries(FIRST_ROWS)) {
    new AwsCustomResource(part, name, {
      resourceType: 'Custom::FirstRow',
      // Neither at an update nor at the end: from now on the row belongs to people.
      onCreate: puttingUnlessThere(row, props.targets),
      role,
      logGroup: log,
      installLatestAwsSdk: false,
    });
  }
  acknowledgeProvider(part);
  return part;
}

/** The function behind the rows is the CDK's own, one a stack. */
function acknowledgeProvider(part: Construct): void {
  const provider = Stack.of(part).node.findChild(`AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`);
  const once = 'CloudFormation calls it once, waits for it, and fails the deployment if it fails.';
  acknowledge(provider, 'Serverless-LambdaDLQ', once);
  acknowledge(provider, 'Serverless-LambdaTracing', once);
  acknowledge(
    provider,
    'Serverless-LambdaDefaultMemorySize',
    'Lambda’s default of 128 MB is enough for one small row.',
  );
}

function puttingUnlessThere(row: FirstRow, targets: TableV2): AwsSdkCall {
  const attributes = Object.entries(row).map(([name, value]) => [name, { S: value }]);
  return {
    service: 'dynamodb',
    action: 'PutItem',
    parameters: {
      TableName: targets.tableName,
      Item: Object.fromEntries(attributes),
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': TARGETS_KEYS.partition },
    },
    ignoreErrorCodesMatching: '^ConditionalCheckFailedException$',
    physicalResourceId: PhysicalResourceId.of(row.target),
    logging: Logging.withDataHidden(),
  };
}

/** May put rows of these names and no others: those that people made are out of its reach. */
function firstRowsRole(part: Construct, targets: TableV2, log: LogGroup): Role {
  const role = new Role(part, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const names = Object.values(FIRST_ROWS).map(({ target }) => target);
  role.addToPolicy(
    new PolicyStatement({
      actions: ['dynamodb:PutItem'],
      resources: [targets.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': names } },
    }),
  );
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log.logGroupArn] }),
  );
  return role;
}
