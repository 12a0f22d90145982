import {
  type Subscription as Entry,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  GetSubscriptionAttributesCommand,
  PublishCommand,
  paginateListSubscriptionsByTopic,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { CANARY, type Subscription, type Subscriptions } from '../core/delivery';
import type { Subscribers } from './subscribers';

/** Read in turn, each in some 20 ms. */
const MOST_SUBSCRIPTIONS = 500;

/** What SNS gives for an ARN where nobody has confirmed. */
const PENDING = 'PendingConfirmation';

/** The subscribers of the topics. */
export function snsSubscribers(client: SNSClient, topics: { notices: string; operations: string }): Subscribers {
  return {
    async read() {
      const { all, more } = await subscriptionsOf(client, topics.notices);
      const operations = await subscriptionsOf(client, topics.operations);
      const sms = [...all, ...operations.all].some(({ protocol, confirmed }) => protocol === 'sms' && confirmed);
      return { all, more, operations, ...(sms && { sms: await textMessages(client) }) };
    },
    async sendCanary() {
      const audience = { DataType: 'String', StringValue: CANARY.audience[0] };
      const Message = 'The daily canary of notafter: it shows that notices arrive, and is for nobody to read.';
      const input = { TopicArn: topics.notices, Subject: 'notafter canary', Message, MessageAttributes: { audience } };
      await client.send(new PublishCommand(input));
    },
  };
}

async function subscriptionsOf(client: SNSClient, topicArn: string): Promise<{ all: Subscription[]; more: boolean }> {
  const { entries, more } = await listed(client, topicArn);
  const all: Subscription[] = [];
  for (const entry of entries) all.push(...(await subscriptionOf(client, entry)));
  return { all, more };
}

async function listed(client: SNSClient, TopicArn: string): Promise<{ entries: Entry[]; more: boolean }> {
  const entries: Entry[] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
    entries.push(...(page.Subscriptions ?? []));
    if (entries.length > MOST_SUBSCRIPTIONS) return { entries: entries.slice(0, MOST_SUBSCRIPTIONS), more: true };
  }
  return { entries, more: false };
}

/** None where it has been deleted, lately or since it was listed. */
async function subscriptionOf(client: SNSClient, entry: Entry): Promise<Subscription[]> {
  const { SubscriptionArn: arn = '', Protocol: protocol = '', Endpoint: endpoint = '' } = entry;
  if (arn === PENDING) return [{ protocol, endpoint, confirmed: false }];
  if (!arn.startsWith('arn:')) return [];
  const known = { protocol, endpoint, confirmed: true };
  try {
    const { Attributes = {} } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
    const { FilterPolicy, FilterPolicyScope } = Attributes;
    if (!FilterPolicy) return [known];
    const of = FilterPolicyScope === 'MessageBody' ? 'body' : 'attributes';
    return [{ ...known, filter: { policy: JSON.parse(FilterPolicy), of } }];
  } catch (error) {
    if (isNamed(error, 'NotFoundException')) return [];
    if (isNamed(error, 'AuthorizationErrorException')) return [{ ...known, unread: true }];
    throw error;
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

async function textMessages(client: SNSClient): Promise<NonNullable<Subscriptions['sms']>> {
  const { IsInSandbox = false } = await client.send(new GetSMSSandboxAccountStatusCommand({}));
  const { attributes = {} } = await client.send(new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] }));
  const limit = Number(attributes.MonthlySpendLimit ?? Number.NaN);
  return { sandbox: IsInSandbox, ...(!Number.isNaN(limit) && { monthlyLimit: limit }) };
}
