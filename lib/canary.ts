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
  acknowledge(queue, 'AwsSolutions-SQS3', 'Nothing reads it, so that nothing can fail to.');
  const filterPolicy = { audience: SubscriptionFilter.stringFilter({ allowlist: ['canary'] }) };
  notices.addSubscription(new SqsSubscription(queue, { filterPolicy }));
  return queue;
}
