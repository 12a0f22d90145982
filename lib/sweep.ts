import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ENVIRONMENT, METRICS_NAMESPACE } from '../lambda/environment';
import { acknowledge } from './acknowledge';
import { PRIVATE_CA_FILE } from './bundling';
import type { Settings } from './context';
import { distributedSweep } from './distributed-sweep';
import { edits } from './edits';
import { commonProps, mibForMany, type Placed } from './function-props';
import { network } from './network';
import { schedules } from './schedules';
import { sweepRole } from './sweep-role';

export interface SweepProps
  extends Pick<
    Settings,
    | 'stackName'
    | 'schedule'
    | 'digest'
    | 'timeoutMinutes'
    | 'memory'
    | 'retentionDays'
    | 'historyDays'
    | 'ca'
    | 'allowAddresses'
    | 'askCas'
    | 'memberRole'
    | 'externalId'
    | 'organization'
    | 'tagPrefix'
    | 'maintenance'
    | 'chatSeverity'
    | 'chatClients'
    | 'events'
    | 'distributed'
    | 'distributedConcurrency'
    | 'reservedConcurrency'
    | 'vpc'
    | 'subnets'
    | 'securityGroups'
    | 'ipv6'
    | 'port25'
  > {
  readonly targets: TableV2;
  readonly results: TableV2;
  readonly notices: ITopic;
  readonly operations: ITopic;
  /** Where messages for chat channels go. Default nowhere. */
  readonly chat?: ITopic;
}

export interface Sweep {
  readonly sweepFunction: IFunction;
  /** Sweeps that could not be started, and what failed at every attempt. */
  readonly deadLetters: IQueue;
  /** What its environment tells it; an agent elsewhere is told the same. */
  readonly settings: Readonly<Record<string, string>>;
  /** That of the sweeps. */
  readonly schedule: Schedule;
  /** What sweeps instead of the function, where sweeps are distributed. */
  readonly stateMachine?: IStateMachine;
  /** What begins and ends each distributed sweep. */
  readonly gatherFunction?: IFunction;
}

/** The function that sweeps, looks at edits and sends digests, and what starts it. */
export function sweep(scope: Construct, props: SweepProps): Sweep {
  const deadLetters = deadLetterQueue(scope);
  const placed = network(scope, props);
  const sweepFunction = functionOf(scope, props, placed, deadLetters);
  acknowledge(sweepFunction, 'Serverless-LambdaDLQ', 'Dead letters leave by onFailure, which tells the error too.');
  const sweeping = {
    sweepFunction,
    deadLetters,
    ...distributed(scope, { ...props, deadLetters }, placed, sweepFunction),
  };
  edits(scope, { ...props, deadLetters, looker: sweeping.gatherFunction ?? sweepFunction });
  const schedule = schedules(scope, { ...props, ...sweeping });
  return { ...sweeping, settings: environment(props), schedule };
}

function distributed(
  scope: Construct,
  props: SweepProps & Pick<Sweep, 'deadLetters'>,
  placed: Placed,
  { role }: IFunction,
): Pick<Sweep, 'stateMachine' | 'gatherFunction'> {
  if (props.distributed === 'no' || role === undefined) return {};
  return distributedSweep(scope, { ...props, role, placed, environment: environment(props) });
}

function deadLetterQueue(scope: Construct): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const itself = 'This is the queue of dead letters itself.';
  acknowledge(queue, 'AwsSolutions-SQS3', itself);
  acknowledge(queue, 'Serverless-SQSRedrivePolicy', itself);
  return queue;
}

function functionOf(scope: Construct, props: SweepProps, placed: Placed, deadLetters: Queue): NodejsFunction {
  const logGroup = new LogGroup(scope, 'SweepLog', {
    retention: props.retentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new NodejsFunction(scope, 'Sweep', {
    description: 'notafter: looks at every target and tells what is due',
    ...commonProps('sweep', props.ca, placed),
    timeout: Duration.minutes(props.timeoutMinutes),
    // Where another sweeps, it sends the digests of as many.
    memorySize: props.distributed === 'no' ? props.memory : mibForMany(props.memory),
    // None by default: two sweeps at a time are only wasteful, and a new account's quota of 10 leaves none to reserve.
    ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    environment: environment(props),
    role: sweepRole(scope, { ...props, deadLetters, log: logGroup }),
    logGroup,
    // An hour-old sweep is worth nothing: the next one looks at the same.
    maxEventAge: Duration.hours(1),
    retryAttempts: 2,
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
  });
}

function environment(props: SweepProps): Record<string, string> {
  const { targets, results, notices, operations, stackName, historyDays, ca, allowAddresses, askCas } = props;
  const { memberRole, externalId, tagPrefix, maintenance, digest } = props;
  return {
    [ENVIRONMENT.targetsTable]: targets.tableName,
    [ENVIRONMENT.resultsTable]: results.tableName,
    [ENVIRONMENT.topicArn]: notices.topicArn,
    [ENVIRONMENT.operationsTopicArn]: operations.topicArn,
    [ENVIRONMENT.historyDays]: String(historyDays),
    [ENVIRONMENT.memberRole]: memberRole,
    [ENVIRONMENT.externalId]: externalId,
    [ENVIRONMENT.tagPrefix]: tagPrefix,
    ...channelVariables(props),
    ...(props.vpc !== undefined && { [ENVIRONMENT.vpc]: 'yes' }),
    ...(props.port25 === 'yes' && { [ENVIRONMENT.port25]: props.port25 }),
    ...(ca !== undefined && { [ENVIRONMENT.privateCa]: PRIVATE_CA_FILE }),
    ...(digest !== 'off' && { [ENVIRONMENT.digestMinutes]: String(digest.longestGap) }),
    ...(askCas === 'no' && { [ENVIRONMENT.askCas]: askCas }),
    ...(maintenance.length > 0 && { [ENVIRONMENT.maintenance]: JSON.stringify(maintenance) }),
    ...(allowAddresses.length > 0 && { [ENVIRONMENT.allowAddresses]: allowAddresses.join(',') }),
    // Names without a dot are looked up on the thread pool, where four threads would wait for four dead name servers.
    UV_THREADPOOL_SIZE: '64',
    POWERTOOLS_SERVICE_NAME: stackName,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
  };
}

function channelVariables({ chat, chatSeverity, chatClients, events }: SweepProps): Record<string, string> {
  return {
    ...(chat && { [ENVIRONMENT.chatTopicArn]: chat.topicArn }),
    ...(chat && chatSeverity && { [ENVIRONMENT.chatSeverity]: JSON.stringify(chatSeverity) }),
    ...(chat && chatClients && { [ENVIRONMENT.chatClients]: JSON.stringify(chatClients) }),
    ...(events !== undefined && { [ENVIRONMENT.eventBus]: events }),
  };
}
