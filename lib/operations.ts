import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  type MetricOptions,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { METRICS, METRICS_NAMESPACE } from '../lambda/environment';
import type { Settings } from './context';
import { LONGEST_ALARM_HOURS } from './settings/schedule';

export interface OperationsProps extends Pick<Settings, 'stackName' | 'noSweepHours'> {
  readonly sweepFunction: IFunction;
  readonly deadLetters: IQueue;
  readonly notices: ITopic;
  readonly chat?: ITopic;
  /** What sweeps, where sweeps are distributed. */
  readonly stateMachine?: IStateMachine;
  /** Counts the canaries that have gone the whole way. */
  readonly canary: IQueue;
  /** Where alarms go. */
  readonly operations: ITopic;
}

interface AlarmRule {
  /** The article's heading in docs/operations.md, which also names the alarm. */
  readonly article: string;
  readonly says: string;
  readonly metric: IMetric;
  /** Where silence is the alarm: this many periods without a single count. */
  readonly silentFor?: number;
  /** Counted by sweeps alone: until the next, it stands as it was. */
  readonly bySweeps?: boolean;
  /** A state that ends, and not an event that has passed: its end is told too. */
  readonly lasting?: boolean;
}

/** The alarms by which the monitor says that it is blind or dumb. */
export function operations(scope: Construct, props: OperationsProps): void {
  const part = new Construct(scope, 'Operations');
  for (const rule of rules(props)) alarm(part, rule, props);
}

function rules(props: OperationsProps): AlarmRule[] {
  const { stackName, noSweepHours, sweepFunction, deadLetters, notices, canary, chat, stateMachine } = props;
  const canaryHours = Math.min(LONGEST_ALARM_HOURS, noSweepHours + CANARY_HOURS);
  return [
    {
      article: 'No completed sweep',
      says: `No sweep was completed in ${noSweepHours} hours: nothing is watched.`,
      metric: completedSweeps(stackName),
      silentFor: noSweepHours,
      lasting: true,
    },
    {
      article: 'Sweep errors',
      says: 'A sweep failed, in whole or in part.',
      metric: sweepFunction.metricErrors(FIVE_MINUTES),
    },
    {
      article: 'Sweep throttles',
      says: 'Lambda refused to start a sweep: the account had no concurrency left.',
      metric: sweepFunction.metricThrottles(FIVE_MINUTES),
    },
    {
      article: 'Dead letters',
      says: 'A sweep could not be started, or failed at every attempt.',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ ...FIVE_MINUTES, statistic: Stats.MAXIMUM }),
      lasting: true,
    },
    {
      article: 'Undelivered notices',
      says: 'SNS could not deliver a notice to a subscriber.',
      metric: notices.metricNumberOfNotificationsFailed(FIVE_MINUTES),
    },
    {
      article: 'Nobody subscribed',
      says: 'Somebody should hear of a client, or of all, and nobody would.',
      metric: ownMetric(stackName, METRICS.undeliverable, { period: Duration.hours(1), statistic: Stats.MAXIMUM }),
      bySweeps: true,
      lasting: true,
    },
    {
      article: 'No canary',
      says: `No canary arrived in ${canaryHours} hours: notices may not arrive either.`,
      metric: canary.metricNumberOfMessagesSent({ period: Duration.hours(1), statistic: Stats.SUM }),
      silentFor: canaryHours,
      lasting: true,
    },
    ...(chat ? [undeliveredChat(chat)] : []),
    ...(stateMachine ? [failedDistributedSweep(stateMachine)] : []),
  ];
}

function failedDistributedSweep(machine: IStateMachine): AlarmRule {
  return {
    article: 'Distributed sweep failed',
    says: 'A distributed sweep failed, in whole or in part, or was stopped.',
    metric: new MathExpression({
      label: 'sweeps that failed',
      expression: 'failed + timedOut + aborted',
      period: FIVE_MINUTES.period,
      usingMetrics: {
        failed: machine.metricFailed(FIVE_MINUTES),
        timedOut: machine.metricTimedOut(FIVE_MINUTES),
        aborted: machine.metricAborted(FIVE_MINUTES),
      },
    }),
  };
}

function undeliveredChat(chat: ITopic): AlarmRule {
  return {
    article: 'Undelivered chat',
    says: 'SNS could not deliver a message to Amazon Q Developer in chat applications.',
    metric: chat.metricNumberOfNotificationsFailed(FIVE_MINUTES),
  };
}

/** A canary is sent daily, by the sweep that comes then. */
const CANARY_HOURS = 23;

const FIVE_MINUTES = { period: Duration.minutes(5), statistic: Stats.SUM };

/** Counted at the end of a sweep in which nothing failed; Lambda's own Invocations would count a crashing one too. */
function completedSweeps(stackName: string): Metric {
  return ownMetric(stackName, METRICS.sweepCompleted, { period: Duration.hours(1), statistic: Stats.SUM });
}

function ownMetric(service: string, metricName: string, options: MetricOptions): Metric {
  return new Metric({ namespace: METRICS_NAMESPACE, metricName, dimensionsMap: { service }, ...options });
}

function alarm(scope: Construct, rule: AlarmRule, { stackName, operations: topic }: OperationsProps): void {
  const { article, says, metric, silentFor, bySweeps, lasting } = rule;
  const anchor = article.toLowerCase().replaceAll(' ', '-');
  const silence = silentFor !== undefined;
  const created = new Alarm(scope, article.replaceAll(' ', ''), {
    alarmName: `${stackName}-${anchor}`,
    alarmDescription: `${says} What to do: docs/operations.md#${anchor}`,
    metric,
    threshold: 1,
    evaluationPeriods: silentFor ?? 1,
    comparisonOperator: silence
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: silence
      ? TreatMissingData.BREACHING
      : bySweeps
        ? TreatMissingData.IGNORE
        : TreatMissingData.NOT_BREACHING,
  });
  created.addAlarmAction(new SnsAction(topic));
  if (lasting) created.addOkAction(new SnsAction(topic));
}
