import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Subscription, SubscriptionFilter, SubscriptionProtocol, type Topic } from 'aws-cdk-lib/aws-sns';
import { acknowledge } from './acknowledge';
import type { FilterPolicy } from './settings/filter-policy';
import type { Subscriber } from './settings/subscription';

const PROTOCOLS: Record<Subscriber['means'], SubscriptionProtocol> = {
  email: SubscriptionProtocol.EMAIL,
  sms: SubscriptionProtocol.SMS,
  https: SubscriptionProtocol.HTTPS,
  sqs: SubscriptionProtocol.SQS,
  lambda: SubscriptionProtocol.LAMBDA,
};

/**
 * Subscribes an endpoint to a topic. It is called by the endpoint alone, so that no other change makes it a new one, which
 * people would have to confirm anew.
 */
export function subscribe(topic: Topic, { means, endpoint, filter }: Omit<Subscriber, 'topic'>): void {
  const subscription = new Subscription(topic, endpoint, {
    topic,
    protocol: PROTOCOLS[means],
    endpoint,
    ...(filter && { filterPolicy: conditionsOf(filter) }),
  });
  acknowledge(
    subscription,
    'Serverless-SNSRedrivePolicy',
    'The alarm “Undelivered notices” counts what is given up; its matter comes up again at the next rung.',
  );
  if (means === 'lambda') allowInvoking(topic, endpoint);
}

function conditionsOf(filter: FilterPolicy): Record<string, SubscriptionFilter> {
  return Object.fromEntries(
    Object.entries(filter).map(([name, conditions]) => [name, new SubscriptionFilter([...conditions])]),
  );
}

/** Elsewhere only the owner of the function can allow it; CloudFormation reaches no other account or region. */
function allowInvoking(topic: Topic, functionArn: string): void {
  const [, , , region = '', account = ''] = functionArn.split(':');
  const isHere = new CfnCondition(topic, `${functionArn} is here`, {
    expression: Fn.conditionAnd(Fn.conditionEquals(Aws.REGION, region), Fn.conditionEquals(Aws.ACCOUNT_ID, account)),
  });
  const permission = new CfnPermission(topic, `${functionArn} may be invoked`, {
    action: 'lambda:InvokeFunction',
    functionName: functionArn,
    principal: 'sns.amazonaws.com',
    sourceArn: topic.topicArn,
  });
  permission.cfnOptions.condition = isHere;
}
