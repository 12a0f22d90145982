import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ENVIRONMENT, SWEEP_FILES } from '../lambda/environment';
import { acknowledge } from './acknowledge';
import type { Settings } from './context';
import { commonProps, mibForMany, type Placed } from './function-props';
import { inFindings, NAMED_AFTER_SWEEPS } from './sweep-files';

export interface GatherProps extends Pick<Settings, 'ca' | 'retentionDays' | 'memory' | 'timeoutMinutes'> {
  readonly files: Bucket;
  readonly placed: Placed;
  /** Those of the function that sweeps: other accounts trust this role by its name. */
  readonly role: IRole;
  readonly environment: Readonly<Record<string, string>>;
  readonly deadLetters: IQueue;
}

/** Of events that nobody waits for, which tell of a sweep that was given up: in an hour the next sweep has told the same. */
const ON_ITS_OWN = { maxEventAge: Duration.hours(1), retryAttempts: 2 };

/** The function that does what a distributed sweep does once for all batches, and looks at edits. */
export function gatherFunction(scope: Construct, props: GatherProps): NodejsFunction {
  const { files, role } = props;
  const logGroup = new LogGroup(scope, 'GatherLog', {
    retention: props.retentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const allow = (actions: string[], resource: string, conditions: Record<string, unknown> = {}) =>
    role.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [resource], conditions }));
  const all = files.arnForObjects(`${SWEEP_FILES.all}*`);
  allow(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObject'], all);
  // Else S3 says of what is absent that it is denied.
  allow(['s3:ListBucket'], files.bucketArn, { StringEquals: { 's3:prefix': SWEEP_FILES.latest } });
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
  acknowledge(role, `AwsSolutions-IAM5[Resource::${inFindings(files)}/${SWEEP_FILES.all}*]`, NAMED_AFTER_SWEEPS);
  const created = new NodejsFunction(scope, 'Gather', {
    ...commonProps('gather', props.ca, props.placed),
    description: 'notafter: begins and ends a distributed sweep, and looks at edits',
    timeout: Duration.minutes(props.timeoutMinutes),
    memorySize: mibForMany(props.memory),
    environment: { ...props.environment, [ENVIRONMENT.sweepFiles]: files.bucketName },
    role,
    logGroup,
    ...ON_ITS_OWN,
    onFailure: { bind: () => ({ destination: props.deadLetters.queueArn }) },
  });
  acknowledge(created, 'Serverless-LambdaDLQ', 'Dead letters leave by onFailure, which tells the error too.');
  return created;
}
