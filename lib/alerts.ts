import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Settings } from './context';
import { FOR_OWNERS } from './settings/filter-policy';
import type { Subscriber } from './settings/subscription';
import { subscribe } from './subscriptions';

export interface Alerts {
  /** What expires; for those who look after it. */
  readonly notices: Topic;
  /** What is wrong with the monitor itself; for those who look after that. */
  readonly operations: Topic;
}

/** The two topics and who listens to them. */
export function alerts(
  scope: Construct,
  settings: Pick<Settings, 'email' | 'sms' | 'smsSeverity' | 'operationsEmail' | 'subscriptions'>,
): Alerts {
  const topics = {
    notices: topic(scope, 'Notices', 'notafter'),
    operations: topic(scope, 'OperationsTopic', 'notafter operations'),
  };
  const subscribers = subscribersOf(settings);
  for (const subscriber of subscribers) subscribe(topics[subscriber.topic], subscriber);
  const isSilent = (name: keyof Alerts) => subscribers.every((subscriber) => subscriber.topic !== name);
  if (isSilent('notices')) warnOfSilence(topics.notices, 'notices', 'email');
  if (isSilent('operations')) warnOfSilence(topics.operations, 'alarms of the monitor itself', 'operationsEmail');
  return topics;
}

function subscribersOf({
  email,
  sms,
  smsSeverity,
  operationsEmail,
  subscriptions,
}: Parameters<typeof alerts>[1]): Subscriber[] {
  // A digest is no text message, even for those who want what is merely worth reading.
  const filter = { ...FOR_OWNERS, severity: smsSeverity, event: [{ 'anything-but': ['digest'] }] };
  return [
    ...email.map((endpoint) => ({ topic: 'notices', means: 'email', endpoint, filter: FOR_OWNERS }) as const),
    ...sms.map((endpoint) => ({ topic: 'notices', means: 'sms', endpoint, filter }) as const),
    ...operationsEmail.map((endpoint) => ({ topic: 'operations', means: 'email', endpoint }) as const),
    ...subscriptions,
  ];
}

/** A topic that takes nothing over plain HTTP. */
function topic(scope: Construct, id: string, displayName: string): Topic {
  const created = new Topic(scope, id, { displayName, enforceSSL: true });
  created.addToResourcePolicy(alarmsMayPublish(created));
  return created;
}

/** A topic with a policy of its own has lost the default one, by which CloudWatch alarms of the account may publish. */
function alarmsMayPublish(created: Topic): PolicyStatement {
  const stack = Stack.of(created);
  const alarms = {
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  };
  return new PolicyStatement({
    sid: 'AllowAlarms',
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [created.topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn(alarms) },
    },
  });
}

function warnOfSilence(silent: Topic, what: string, key: string): void {
  Annotations.of(silent).addWarningV2(
    `notafter:${key}`,
    `This deployment subscribes nobody to the ${what}. Give ${key} (-c ${key}=it@example.com, at every deployment, or in the context of cdk.json), or subscribe to the topic yourself.`,
  );
}
