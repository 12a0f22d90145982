import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { METRICS, METRICS_NAMESPACE } from '../../lambda/environment';
import { PROJECT, templateWith } from './deployment';

const CHAT = { slackWorkspace: 'T0123ABCD', slackChannel: 'C0123ABCD' };
const template = templateWith({ email: 'a@example.com', noSweepHours: 5, distributed: 'yes', ...CHAT });

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions?: unknown;
  readonly OKActions?: unknown;
  readonly Period: number;
  readonly EvaluationPeriods: number;
}

const alarms: AlarmProperties[] = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties,
);
const OPERATIONS_TOPIC = [{ Ref: Match.stringLikeRegexp('^OperationsTopic[0-9A-F]{8}$') }];

function hasAlarm(name: string, properties: object): void {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: name, ...properties });
}

/** The anchors, as GitHub makes them, of the articles below “Alarms”. */
function articles(): string[] {
  const text = readFileSync(join(PROJECT, 'docs', 'operations.md'), 'utf8');
  const [, below = ''] = text.split(/^## Alarms$/m);
  const [section = ''] = below.split(/^## /m);
  return [...section.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'));
}

test('each alarm has an article, and each article an alarm', () => {
  const linked = alarms.map(({ AlarmName, AlarmDescription }) => {
    const anchor = /docs\/operations\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1];
    return AlarmName === `notafter-${anchor}` ? anchor : `${AlarmName} is described by ${anchor}`;
  });
  expect(linked.sort()).toEqual(articles().sort());
});

test('each article says what it means, what is lost, where to look and what to do', () => {
  const text = readFileSync(join(PROJECT, 'docs', 'operations.md'), 'utf8');
  for (const part of ['Means', 'Lost', 'Look at', 'Do'])
    expect(text.match(new RegExp(`^\\*\\*${part}\\*\\*: `, 'gm'))).toHaveLength(alarms.length);
});

test('each alarm goes to the operations topic', () => {
  template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: OPERATIONS_TOPIC });
});

test('the end is told of what lasts, and not of what has merely passed', () => {
  const told = alarms.filter(({ OKActions }) => OKActions !== undefined).map(({ AlarmName }) => AlarmName);
  expect(told.sort()).toEqual([
    'notafter-dead-letters',
    'notafter-no-canary',
    'notafter-no-completed-sweep',
    'notafter-nobody-subscribed',
  ]);
});

test('no completed sweep for the hours that were asked is an alarm, even if there was never a sweep', () => {
  hasAlarm('notafter-no-completed-sweep', {
    Namespace: METRICS_NAMESPACE,
    MetricName: METRICS.sweepCompleted,
    Dimensions: [{ Name: 'service', Value: 'notafter' }],
    Statistic: 'Sum',
    Period: 3600,
    EvaluationPeriods: 5,
    DatapointsToAlarm: Match.absent(),
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});

test('its metric is that which the function emits under the name of its stack', () => {
  const other = templateWith({ stackName: 'other' });
  other.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'other-no-completed-sweep',
    Dimensions: [{ Name: 'service', Value: 'other' }],
  });
  other.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        POWERTOOLS_SERVICE_NAME: 'other',
        POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
      }),
    },
  });
});

test.each([
  ['notafter-sweep-errors', 'AWS/Lambda', 'Errors', 'FunctionName'],
  ['notafter-sweep-throttles', 'AWS/Lambda', 'Throttles', 'FunctionName'],
  ['notafter-dead-letters', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName'],
  ['notafter-undelivered-notices', 'AWS/SNS', 'NumberOfNotificationsFailed', 'TopicName'],
  ['notafter-undelivered-chat', 'AWS/SNS', 'NumberOfNotificationsFailed', 'TopicName'],
])('%s comes at the first one, and silence is no alarm', (name, namespace, metric, dimension) => {
  hasAlarm(name, {
    Namespace: namespace,
    MetricName: metric,
    Dimensions: [{ Name: dimension, Value: Match.anyValue() }],
    Threshold: 1,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  });
});

test('without a chat channel and distributed sweeps there are no alarms of them', () => {
  templateWith().resourceCountIs('AWS::CloudWatch::Alarm', alarms.length - 2);
});

test('nobody who would hear is an alarm until a sweep says otherwise', () => {
  hasAlarm('notafter-nobody-subscribed', {
    Namespace: METRICS_NAMESPACE,
    MetricName: METRICS.undeliverable,
    Dimensions: [{ Name: 'service', Value: 'notafter' }],
    Statistic: 'Maximum',
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'ignore',
  });
});

test('CloudWatch takes the longest that may be asked: periods of an hour may look back 7 days', () => {
  const longest = templateWith({ noSweepHours: 168 }).findResources('AWS::CloudWatch::Alarm', {
    Properties: { AlarmName: 'notafter-no-completed-sweep' },
  });
  const [{ Properties }] = Object.values(longest) as [{ Properties: AlarmProperties }];
  expect(Properties.Period * Properties.EvaluationPeriods).toBe(7 * 86_400);
});
