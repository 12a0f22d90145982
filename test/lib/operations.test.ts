import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { METRICS, METRICS_NAMESPACE } from '../../lambda/environment';
import { PROJECT, templateWith } from './deployment';

const CHAT = { slackWorkspace: 'T0123ABCD', slackChannel: 'C0123ABCD' };
const template = templateWith({ email: 'a@example.com', noSweepHours: 5, distributed: 'yes', ...CHAT });
const single = templateWith(CHAT);

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions?: unknown;
  readonly OKActions?: unknown;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
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

test('each alarm goes to the operations topic, and that nobody hears it to the notices too', () => {
  const [operations] = OPERATIONS_TOPIC;
  template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.arrayWith([operations]) });
  const both = [operations, { Ref: Match.stringLikeRegexp('^Notices[0-9A-F]{8}$') }];
  hasAlarm('notafter-nobody-in-operations', { AlarmActions: both, OKActions: both });
  const others = alarms.filter(({ AlarmActions }) => Array.isArray(AlarmActions) && AlarmActions.length > 1);
  expect(others.map(({ AlarmName }) => AlarmName)).toEqual(['notafter-nobody-in-operations']);
});

test('the end is told of what lasts, and not of what has merely passed', () => {
  const told = alarms.filter(({ OKActions }) => OKActions !== undefined).map(({ AlarmName }) => AlarmName);
  expect(told.sort()).toEqual([
    'notafter-dead-letters',
    'notafter-no-canary',
    'notafter-no-completed-sweep',
    'notafter-nobody-in-operations',
    'notafter-nobody-subscribed',
    'notafter-notices-not-sent',
    'notafter-targets-not-looked-at',
    'notafter-text-messages-used-up',
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
  ['notafter-dropped-events', 'AWS/Lambda', 'AsyncEventsDropped', 'FunctionName'],
  ['notafter-dead-letters', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName'],
  ['notafter-undelivered-notices', 'AWS/SNS', 'NumberOfNotificationsFailed', 'TopicName'],
  ['notafter-undelivered-chat', 'AWS/SNS', 'NumberOfNotificationsFailed', 'TopicName'],
])('%s comes at the first one, and silence is no alarm', (name, namespace, metric, dimension) => {
  single.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: name,
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

test.each([
  ['nobody-subscribed', 'nobody who would hear', METRICS.undeliverable, 1],
  ['nobody-in-operations', 'nobody who would hear alarms', METRICS.operationsUnheard, 1],
  ['targets-not-looked-at', 'a look longer ago than a day and two sweeps', METRICS.oldestLook, 26 * 3600],
  ['notices-not-sent', 'a notice that waits for three hours', METRICS.oldestNotice, 3 * 3600],
])('%s: %s is an alarm until a sweep says otherwise', (name, _, metric, from) => {
  hasAlarm(`notafter-${name}`, {
    Namespace: METRICS_NAMESPACE,
    MetricName: metric,
    Dimensions: [{ Name: 'service', Value: 'notafter' }],
    Statistic: 'Maximum',
    Threshold: from,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'ignore',
  });
});

test.each([
  ['rate(15 minutes)', 25, 3],
  ['rate(6 hours)', 36, 9],
  ['rate(6 days)', 312, 216],
])('how long is too long goes by the schedule: %s', (schedule, look, notice) => {
  const found = templateWith({ schedule }).findResources('AWS::CloudWatch::Alarm');
  const hours = Object.values(found).map(({ Properties }) => [Properties.AlarmName, Properties.Threshold / 3600]);
  expect(hours).toContainEqual(['notafter-targets-not-looked-at', look]);
  expect(hours).toContainEqual(['notafter-notices-not-sent', notice]);
});

test.each([
  [15, 810_000],
  [5, 270_000],
])('a sweep that takes nine tenths of its %i minutes is an alarm', (timeoutMinutes, from) => {
  templateWith({ timeoutMinutes }).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'notafter-sweep-near-time-out',
    Namespace: 'AWS/Lambda',
    MetricName: 'Duration',
    Statistic: 'Maximum',
    Threshold: from,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  });
});

test('what was spent on text messages is compared with the limit that sweeps have read', () => {
  const daily = { Period: 86_400, Stat: 'Maximum' };
  hasAlarm('notafter-text-messages-used-up', {
    Metrics: Match.arrayWith([
      Match.objectLike({ Expression: 'IF(limit > 0, 100 * spent / limit, 100)' }),
      Match.objectLike({
        Id: 'spent',
        ReturnData: false,
        MetricStat: { ...daily, Metric: { Namespace: 'AWS/SNS', MetricName: 'SMSMonthToDateSpentUSD' } },
      }),
      Match.objectLike({
        Id: 'limit',
        ReturnData: false,
        MetricStat: Match.objectLike({
          ...daily,
          Metric: Match.objectLike({ Namespace: METRICS_NAMESPACE, MetricName: METRICS.smsLimit }),
        }),
      }),
    ]),
    Threshold: 80,
    TreatMissingData: 'ignore',
  });
});

/** As CloudFormation has it where an alarm is of several metrics: of each its name. */
function computed(name: string): [expression: string, metrics: string[]] {
  const found = template.findResources('AWS::CloudWatch::Alarm', { Properties: { AlarmName: name } });
  const [{ Properties }] = Object.values(found) as [{ Properties: { Metrics: Record<string, unknown>[] } }];
  const texts = (key: string) =>
    Properties.Metrics.flatMap((metric) => (metric[key] ? [JSON.stringify(metric[key])] : []));
  return [texts('Expression').join(), texts('MetricStat')];
}

test('a distributed sweep that failed, took too long, was stopped, or failed in part is an alarm, though the others have no data', () => {
  const [expression, metrics] = computed('notafter-distributed-sweep-failed');
  expect(expression).toBe('"SUM([failed, timedOut, aborted, failures])"');
  for (const name of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])
    expect(metrics.join()).toContain(`"MetricName":"${name}"`);
  expect(metrics[3]).toContain('"Dimensions":[{"Name":"service","Value":"notafter"}]');
  expect(metrics[3]).toContain(`"MetricName":"${METRICS.failures}","Namespace":"${METRICS_NAMESPACE}"`);
  expect(metrics.filter((metric) => metric.includes('"Stat":"Sum"'))).toHaveLength(4);
});

test.each([
  ['sweep-near-time-out', 'MAX', 'Duration'],
  ['sweep-errors', 'SUM', 'Errors'],
  ['sweep-throttles', 'SUM', 'Throttles'],
  ['dropped-events', 'SUM', 'AsyncEventsDropped'],
])(
  'where sweeps are distributed %s is about the function that gathers, tells and looks at edits, too',
  (name, together, metric) => {
    const [expression, metrics] = computed(`notafter-${name}`);
    expect(expression).toBe(`"${together}([sweep, gather])"`);
    expect(metrics).toEqual([
      expect.stringMatching(/"Ref":"Sweep[0-9A-F]{8}"/),
      expect.stringMatching(/"Ref":"Gather/),
    ]);
    expect(metrics.filter((each) => each.includes(`"MetricName":"${metric}"`))).toHaveLength(2);
  },
);

/** The names in the table below “Metrics”. */
function documented(): string[] {
  const [, section = ''] = readFileSync(join(PROJECT, 'docs', 'operations.md'), 'utf8').split(/^## Metrics$/m);
  const [table = ''] = section.split(/^## /m);
  return [...table.matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, names = '']) => names.replaceAll('`', '').split(' '));
}

test('each metric stands in the docs, and each of those is one', () => {
  expect(documented().sort()).toEqual(Object.values(METRICS).sort());
});

test('CloudWatch takes the longest that may be asked: periods of an hour may look back 7 days', () => {
  const longest = templateWith({ noSweepHours: 168 }).findResources('AWS::CloudWatch::Alarm', {
    Properties: { AlarmName: 'notafter-no-completed-sweep' },
  });
  const [{ Properties }] = Object.values(longest) as [{ Properties: AlarmProperties }];
  expect(Properties.Period * Properties.EvaluationPeriods).toBe(7 * 86_400);
});
