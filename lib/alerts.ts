import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SmsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { SEVERITIES, type Settings } from './context';

export interface Alerts {
  /** What expires; for those who look after it. */
  readonly notices: Topic;
  /** What is wrong with the monitor itself; for those who look after that. */
  readonly operations: Topic;
}

/** The two topics and who listens to them. */
export function alerts(
  scope: Construct,
  settings: Pick<Settings, 'email' | 'sms' | 'smsSeverity' | 'operationsEmail'>,
): Alerts {
  const { email, sms, smsSeverity, operationsEmail } = settings;
  const notices = topic(scope, 'Notices', 'notafter');
  const operations = topic(scope, 'OperationsTopic', 'notafter operations');
  // Every notice has a severity, and the daily canary has none.
  const all = { severity: SubscriptionFilter.stringFilter({ allowlist: [...SEVERITIES] }) };
  for (const address of email) notices.addSubscription(new EmailSubscription(address, { filterPolicy: all }));
  for (const address of operationsEmail) operations.addSubscription(new EmailSubscription(address));
  const filterPolicy = { severity: SubscriptionFilter.stringFilter({ allowlist: [...smsSeverity] }) };
  for (const number of sms) notices.addSubscription(new SmsSubscription(number, { filterPolicy }));
  if (email.length + sms.length === 0) warnOfSilence(notices, 'notices', 'email');
  if (operationsEmail.length === 0) warnOfSilence(operations, 'alarms of the monitor itself', 'operationsEmail');
  return { notices, operations };
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
