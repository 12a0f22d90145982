import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { METRICS } from '../lambda/environment';
import type { AlarmRule } from './alarm';
import type { Settings } from './context';
import { ownMetric } from './own-metric';

export interface MeasuredProps extends Pick<Settings, 'stackName' | 'schedule' | 'noSweepHours'> {
  readonly notices: ITopic;
}

/** The alarms about what sweeps measure of themselves. */
export function measured({ stackName, schedule, noSweepHours, notices }: MeasuredProps): AlarmRule[] {
  const gapHours = schedule.longestGap / 60;
  const lookHours = Math.ceil(RECORDED_HOURS + 2 * gapHours);
  // Before the second sweep that tries again; where they come often it may well pass.
  const noticeHours = Math.ceil(Math.max(3, 1.5 * gapHours));
  return [
    {
      article: 'No completed sweep',
      says: `No sweep was completed in ${noSweepHours} hours: nothing is watched.`,
      // Lambda's own Invocations would count a crashing one too.
      metric: ownMetric(stackName, METRICS.sweepCompleted, HOURLY_SUM),
      silentFor: noSweepHours,
      lasting: true,
    },
    {
      article: 'Targets not looked at',
      says: `The last look on record at a target is more than ${lookHours} hours ago.`,
      metric: ownMetric(stackName, METRICS.oldestLook, HOURLY_MAXIMUM),
      from: lookHours * 3600,
      bySweeps: true,
      lasting: true,
    },
    {
      article: 'Notices not sent',
      says: `A notice has been waiting to be sent for ${noticeHours} hours.`,
      metric: ownMetric(stackName, METRICS.oldestNotice, HOURLY_MAXIMUM),
      from: noticeHours * 3600,
      bySweeps: true,
      lasting: true,
    },
    {
      article: 'Nobody subscribed',
      says: 'Somebody should hear of a client, or of all, and nobody would.',
      metric: ownMetric(stackName, METRICS.undeliverable, HOURLY_MAXIMUM),
      bySweeps: true,
      lasting: true,
    },
    {
      article: 'Nobody in operations',
      says: 'Nobody would receive the alarms of the monitor itself.',
      metric: ownMetric(stackName, METRICS.operationsUnheard, HOURLY_MAXIMUM),
      bySweeps: true,
      lasting: true,
      // Nobody would hear of it there.
      also: notices,
    },
    {
      article: 'Text messages used up',
      says: `The account has spent ${MOST_SPENT} % of what it may spend on text messages in this month, or more.`,
      metric: smsSpent(stackName),
      from: MOST_SPENT,
      bySweeps: true,
      lasting: true,
    },
  ];
}

/** A look that changes nothing is recorded once a day. */
const RECORDED_HOURS = 24;

/** Percent. */
const MOST_SPENT = 80;

const HOURLY_SUM = { period: Duration.hours(1), statistic: Stats.SUM };
const HOURLY_MAXIMUM = { period: Duration.hours(1), statistic: Stats.MAXIMUM };

/** Of the whole account, which is what the limit is of; by the limit that sweeps read, since no template can know it. */
function smsSpent(stackName: string): MathExpression {
  const daily = { period: Duration.days(1), statistic: Stats.MAXIMUM };
  return new MathExpression({
    expression: 'IF(limit > 0, 100 * spent / limit, 100)',
    usingMetrics: {
      spent: new Metric({ namespace: 'AWS/SNS', metricName: 'SMSMonthToDateSpentUSD', ...daily }),
      limit: ownMetric(stackName, METRICS.smsLimit, daily),
    },
    label: 'Percent of the monthly limit for text messages',
    period: daily.period,
  });
}
