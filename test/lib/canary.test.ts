import { Match } from 'aws-cdk-lib/assertions';
import { CANARY, deliveryOf, type Subscription } from '../../lambda/core/delivery';
import { templateWith } from './deployment';

const template = templateWith({ email: 'a@example.com', sms: '+491701234567' });
const QUEUE = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Canary[0-9A-F]{8}$'), 'Arn'] };

/** The subscriptions to the notices as SNS lists them once they are confirmed. */
function subscriptions(): Subscription[] {
  return Object.values(template.findResources('AWS::SNS::Subscription'))
    .map(({ Properties }) => Properties)
    .filter(({ TopicArn }) => TopicArn.Ref.startsWith('Notices'))
    .map(({ Protocol, Endpoint, FilterPolicy }) => ({
      protocol: Protocol,
      endpoint: String(Endpoint),
      confirmed: true,
      ...(FilterPolicy && { filter: { policy: FilterPolicy, of: 'attributes' } }),
    }));
}

test('the canary reaches the queue, and nobody that a deployment subscribes', () => {
  template.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'sqs',
    Endpoint: QUEUE,
    FilterPolicy: CANARY,
  });
  expect(subscriptions()).toHaveLength(3);
  const delivery = deliveryOf({ all: subscriptions(), more: false }, [], ['-', 'Contoso'], 0);
  expect(delivery).toMatchObject({ nobody: false, unheard: [], disturbed: [] });
});

test('the queue is not taken for somebody who hears', () => {
  const queue = subscriptions().filter(({ protocol }) => protocol === 'sqs');
  expect(deliveryOf({ all: queue, more: false }, [], ['-'], 0)).toMatchObject({ nobody: true, disturbed: [] });
});

test('the queue forgets after a day, is encrypted, and takes messages of the topic alone', () => {
  template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 86_400, SqsManagedSseEnabled: true });
  template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'sns.amazonaws.com' },
          Resource: QUEUE,
          Condition: { ArnEquals: { 'aws:SourceArn': { Ref: Match.stringLikeRegexp('^Notices') } } },
        }),
      ]),
    },
  });
});

test.each([
  ['two more than a day where a sweep comes every hour', {}, 26],
  ['as many more as sweeps are apart', { schedule: 'rate(6 hours)' }, 31],
  ['seven days at most, which is as far as an alarm looks back', { schedule: 'rate(6 days)' }, 168],
])('its absence is an alarm after hours: %s', (_, context, hours) => {
  templateWith(context).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'notafter-no-canary',
    Namespace: 'AWS/SQS',
    MetricName: 'NumberOfMessagesSent',
    Period: 3600,
    EvaluationPeriods: hours,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});
