import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { SWEEP_FILES } from '../lambda/environment';
import { acknowledge } from './acknowledge';
import { CHECK_SECONDS, type CheckProps, checkFunction } from './check-function';
import type { Settings } from './context';
import { definition } from './distributed-definition';
import { type GatherProps, gatherFunction } from './gather-function';
import { tellGivenUp } from './given-up';
import { inFindings, NAMED_AFTER_SWEEPS, sweepFiles } from './sweep-files';

export interface DistributedProps
  extends Omit<GatherProps, 'files'>,
    Omit<CheckProps, 'files'>,
    Pick<Settings, 'stackName' | 'distributedConcurrency'> {}

export interface DistributedSweep {
  readonly stateMachine: StateMachine;
  /** What begins and ends a sweep; it keeps what is known of all, and so looks at edits, too. */
  readonly gatherFunction: IFunction;
}

/** The state machine that sweeps very many targets, its two functions, and the bucket between them. */
export function distributedSweep(scope: Construct, props: DistributedProps): DistributedSweep {
  const files = sweepFiles(scope);
  const gather = gatherFunction(scope, { ...props, files });
  const check = checkFunction(scope, { ...props, files });
  const logs = new LogGroup(scope, 'DistributedSweepLog', {
    retention: props.retentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const { partition } = Stack.of(scope);
  const name = `${props.stackName}-sweep`;
  const asked = definition({
    partition,
    gather: gather.functionArn,
    check: check.functionArn,
    bucket: files.bucketName,
    concurrency: props.distributedConcurrency,
    gatherSeconds: props.timeoutMinutes * 60,
    checkSeconds: CHECK_SECONDS,
  });
  const machine = new StateMachine(scope, 'DistributedSweep', {
    // Fixed, so that its role can name it.
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    comment: 'notafter: a sweep over very many targets',
    definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(asked)),
    role: machineRole(scope, name, files, [gather.functionArn, check.functionArn]),
    tracingEnabled: true,
    logs: { destination: logs, level: LogLevel.ERROR, includeExecutionData: false },
  });
  acknowledge(
    machine,
    'AwsSolutions-SF1',
    'The engine keeps the history of each sweep itself; that of each batch would cost more than the batches.',
  );
  tellGivenUp(scope, { machine, gather, deadLetters: props.deadLetters });
  return { stateMachine: machine, gatherFunction: gather };
}

/** What the engine does by itself: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
function machineRole(scope: Construct, name: string, files: Bucket, functions: string[]): Role {
  const stack = Stack.of(scope);
  const role = new Role(scope, 'DistributedSweepRole', {
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
  const allow = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
    role.addToPolicy(new PolicyStatement({ actions, resources, ...(conditions && { conditions }) }));
  const arn = (resource: string, resourceName: string) =>
    `arn:${stack.partition}:states:${stack.region}:${stack.account}:${resource}:${resourceName}`;
  allow(['lambda:InvokeFunction'], functions);
  allow(['states:StartExecution', 'states:ListExecutions'], [arn('stateMachine', name)]);
  allow(['states:DescribeExecution', 'states:StopExecution'], [arn('execution', `${name}:*`)]);
  allow(['states:RedriveExecution'], [arn('execution', `${name}/*:*`)]);
  allow(FILES_ACTIONS, [files.arnForObjects(`${SWEEP_FILES.all}*`)]);
  allow(['s3:ListBucket'], [files.bucketArn], { StringLike: { 's3:prefix': `${SWEEP_FILES.all}*` } });
  const engine = 'The engine names its executions itself.';
  const inAccount = (rest: string) => `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${rest}`;
  acknowledge(role, `AwsSolutions-IAM5[Resource::${inAccount(`${name}:*`)}]`, engine);
  acknowledge(role, `AwsSolutions-IAM5[Resource::${inAccount(`${name}/*:*`)}]`, engine);
  acknowledge(role, `AwsSolutions-IAM5[Resource::${inFindings(files)}/${SWEEP_FILES.all}*]`, NAMED_AFTER_SWEEPS);
  acknowledge(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'The delivery of logs and the writing of traces have no resource-level permissions.',
  );
  return role;
}

const FILES_ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'];
