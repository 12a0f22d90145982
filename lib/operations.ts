import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { METRICS } from '../lambda/environment';
import { type AlarmRule, alarm } from './alarm';
import type { Settings } from './context';
import { dashboard } from './dashboard';
import { measured } from './measured';
import { ownMetric } from './own-metric';
import { LONGEST_ALARM_HOURS } from './settings/schedule';

export interface OperationsProps
  extends Pick<Settings, 'stackName' | 'schedule' | 'timeoutMinutes' | 'noSweepHours' | 'dashboard'> {
  readonly sweepFunction: IFunction;
  readonly deadLetters: IQueue;
  readonly notices: ITopic;
  readonly chat?: ITopic;
  /** What sweeps, where sweeps are distributed, and what begins and ends each. */
  readonly stateMachine?: IStateMachine;
  readonly gatherFunction?: IFunction;
  /** Counts the canaries that have gone the whole way. */
  readonly canary: IQueue;
  /** Where alarms go. */
  readonly operations: ITopic;
}

/** The alarms by which the monitor says that it is blind or dumb. */
export function operations(scope: Construct, props: OperationsProps): void {
  const part = new Construct(scope, 'Operations');
  const all = [...measured(props), ...rules(props)];
  const alarms = all.map((rule) => alarm(part, rule, props.stackName, props.operations));
  if (props.dashboard === 'yes') dashboard(part, props.stackName, alarms);
}

function rules(props: OperationsProps): AlarmRule[] {
  const { stackName, noSweepHours, timeoutMinutes, deadLetters, notices, canary, chat, stateMachine } = props;
  const ofBoth = ofFunctions(props);
  const canaryHours = Math.min(LONGEST_ALARM_HOURS, noSweepHours + CANARY_HOURS);
  return [
    {
      article: 'Sweep errors',
      says: 'A sweep failed, in whole or in part.',
      metric: ofBoth('errors', (of) => of.metricErrors(FIVE_MINUTES)),
    },
    {
      article: 'Sweep throttles',
      says: 'Lambda refused to start a sweep: the account had no concurrency left.',
      metric: ofBoth('throttles', (of) => of.metricThrottles(FIVE_MINUTES)),
    },
    {
      article: 'Sweep near time-out',
      says: `A sweep took ${NEAR_TIMEOUT * 100} % of its ${timeoutMinutes} minutes, or more.`,
      metric: ofBoth(
        'the longest run',
        (of) => of.metricDuration({ ...FIVE_MINUTES, statistic: Stats.MAXIMUM }),
        'MAX',
      ),
      from: timeoutMinutes * 60_000 * NEAR_TIMEOUT,
    },
    {
      article: 'Dead letters',
      says: 'A sweep could not be started, or failed at every attempt.',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ ...FIVE_MINUTES, statistic: Stats.MAXIMUM }),
      lasting: true,
    },
    {
      article: 'Dropped events',
      says: 'Lambda dropped the start of a sweep.',
      metric: ofBoth('dropped events', (of) => of.metric('AsyncEventsDropped', FIVE_MINUTES)),
    },
    {
      article: 'Undelivered notices',
      says: 'SNS could not deliver a notice to a subscriber.',
      metric: notices.metricNumberOfNotificationsFailed(FIVE_MINUTES),
    },
    {
      article: 'No canary',
      says: `No canary arrived in ${canaryHours} hours: notices may not arrive either.`,
      metric: canary.metricNumberOfMessagesSent({ period: Duration.hours(1), statistic: Stats.SUM }),
      silentFor: canaryHours,
      lasting: true,
    },
    ...(chat ? [undeliveredChat(chat)] : []),
    ...(stateMachine ? [failedDistributedSweep(stateMachine, stackName)] : []),
  ];
}

/** The metric of the function that sweeps; where sweeps are distributed, of that and of what begins and ends them and looks at edits. */
function ofFunctions({ sweepFunction, gatherFunction }: OperationsProps) {
  return (label: string, metricOf: (of: IFunction) => IMetric, together: 'SUM' | 'MAX' = 'SUM'): IMetric =>
    gatherFunction === undefined
      ? metricOf(sweepFunction)
      : new MathExpression({
          label,
          expression: `${together}([sweep, gather])`,
          period: FIVE_MINUTES.period,
          usingMetrics: { sweep: metricOf(sweepFunction), gather: metricOf(gatherFunction) },
        });
}

function failedDistributedSweep(machine: IStateMachine, stackName: string): AlarmRule {
  return {
    article: 'Distributed sweep failed',
    says: 'A distributed sweep failed, in whole or in part, or was stopped.',
    metric: new MathExpression({
      label: 'sweeps that failed, and what failed in others',
      // Not “+”, which comes to nothing where one of them has no data.
      expression: 'SUM([failed, timedOut, aborted, failures])',
      period: FIVE_MINUTES.period,
      usingMetrics: {
        failed: machine.metricFailed(FIVE_MINUTES),
        timedOut: machine.metricTimedOut(FIVE_MINUTES),
        aborted: machine.metricAborted(FIVE_MINUTES),
        // An execution succeeds that has done all it could.
        failures: ownMetric(stackName, METRICS.failures, FIVE_MINUTES),
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

/** No look begins after 85 %: what then takes this long is a sweep that cannot record or tell in time. */
const NEAR_TIMEOUT = 0.9;

const FIVE_MINUTES = { period: Duration.minutes(5), statistic: Stats.SUM };
