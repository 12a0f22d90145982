import { Duration } from 'aws-cdk-lib';
import { SubscriptionFilter, type Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/**
 * Where the canary ends that a sweep sends to the notices once a day, on the way that all notices go. Nobody reads it: the queue
 * counts what arrives, an alarm looks at the count, and a day later it is forgotten.
 */
export function canary(scope: Construct, notices: Topic): IQueue {
  const queue = new Queue(scope, 'Canary', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(1),
  });
  const unread = 'Nothing reads it, so that nothing can fail to.';
  acknowledge(queue, 'AwsSolutions-SQS3', unread);
  acknowledge(queue, 'Serverless-SQSRedrivePolicy', unread);
  const filterPolicy = { audience: SubscriptionFilter.stringFilter({ allowlist: ['canary'] }) };
  const subscription = notices.addSubscription(new SqsSubscription(queue, { filterPolicy }));
  acknowledge(
    subscription,
    'Serverless-SNSRedrivePolicy',
    'A canary that does not arrive raises the alarm “No canary”.',
  );
  return queue;
}
