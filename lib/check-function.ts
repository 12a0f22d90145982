import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ENVIRONMENT, SWEEP_FILES } from '../lambda/environment';
import { acknowledge } from './acknowledge';
import type { Settings } from './context';
import { commonProps, type Placed, STARTED_BY_ENGINE } from './function-props';
import { networkStatements } from './network';
import { inFindings, NAMED_AFTER_SWEEPS } from './sweep-files';

export interface CheckProps extends Pick<Settings, 'ca' | 'retentionDays' | 'vpc'> {
  readonly results: TableV2;
  readonly files: Bucket;
  readonly placed: Placed;
  /** That of the function that sweeps. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Seconds; a hundred looks beside each other take little longer than the longest, and three attempts fit into five minutes. */
export const CHECK_SECONDS = 60;

/** A hundred looks take a third of a second of a whole processor, and wait for the rest of their time. */
const CHECK_MIB = 512;

/** Only these of what a sweep is told: it reads no inventory, tells nobody, and sees no row but those it is given. */
const TOLD = [
  ENVIRONMENT.resultsTable,
  ENVIRONMENT.historyDays,
  ENVIRONMENT.privateCa,
  ENVIRONMENT.allowAddresses,
  ENVIRONMENT.vpc,
  ENVIRONMENT.port25,
  ENVIRONMENT.maintenance,
  ENVIRONMENT.askCas,
  'UV_THREADPOOL_SIZE',
  'POWERTOOLS_SERVICE_NAME',
  'POWERTOOLS_METRICS_NAMESPACE',
];

/** The function that looks at one batch of a distributed sweep. */
export function checkFunction(scope: Construct, props: CheckProps): NodejsFunction {
  const logGroup = new LogGroup(scope, 'CheckLog', {
    retention: props.retentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const told = Object.entries(props.environment).filter(([name]) => TOLD.includes(name));
  const created = new NodejsFunction(scope, 'Check', {
    ...commonProps('check', props.ca, props.placed),
    description: 'notafter: looks at a batch of targets',
    timeout: Duration.seconds(CHECK_SECONDS),
    memorySize: CHECK_MIB,
    environment: { ...Object.fromEntries(told), [ENVIRONMENT.sweepFiles]: props.files.bucketName },
    role: checkRole(scope, props, logGroup),
    logGroup,
  });
  acknowledge(created, 'Serverless-LambdaDLQ', STARTED_BY_ENGINE);
  return created;
}

function checkRole(scope: Construct, { results, files, ...props }: CheckProps, log: ILogGroup): Role {
  const role = new Role(scope, 'CheckRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const allow = (actions: string[], ...resources: string[]) =>
    role.addToPolicy(new PolicyStatement({ actions, resources }));
  const lost = files.arnForObjects(`${SWEEP_FILES.lost('*')}*`);
  allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem'], results.tableArn);
  allow(['s3:GetObject'], files.arnForObjects(SWEEP_FILES.shared('*')));
  allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], lost);
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], log.logGroupArn);
  for (const statement of networkStatements(role, props)) role.addToPolicy(statement);
  for (const key of [SWEEP_FILES.shared('*'), `${SWEEP_FILES.lost('*')}*`])
    acknowledge(role, `AwsSolutions-IAM5[Resource::${inFindings(files)}/${key}]`, NAMED_AFTER_SWEEPS);
  acknowledge(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'What Lambda itself does with network interfaces (ec2:…) and the writing of traces (xray:Put…) have no resource-level permissions.',
  );
  return role;
}
