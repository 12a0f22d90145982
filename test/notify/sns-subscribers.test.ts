import {
  AuthorizationErrorException,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  type ListSubscriptionsByTopicCommandOutput,
  NotFoundException,
  SNSClient,
} from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { snsSubscribers } from '../../lambda/notify/sns-subscribers';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:notices';
const arn = (id: string) => `${TOPIC}:${id}`;

const mock = mockClient(SNSClient);
const entry = (SubscriptionArn: string, Protocol = 'email', Endpoint = 'a@example.com') => ({
  SubscriptionArn,
  Protocol,
  Endpoint,
});
const OPERATIONS = 'arn:aws:sns:eu-west-1:123456789012:operations';
const read = () => snsSubscribers(new SNSClient({}), { notices: TOPIC, operations: OPERATIONS }).read();

beforeEach(() => {
  mock.reset();
  mock.on(GetSubscriptionAttributesCommand).resolves({ Attributes: {} });
});

/** What is listed for the notices; nobody listens to operations. */
function listed(page: ListSubscriptionsByTopicCommandOutput['Subscriptions'], more: { NextToken?: string } = {}): void {
  mock.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: page, ...more });
  mock.on(ListSubscriptionsByTopicCommand, { TopicArn: OPERATIONS }).resolves({ Subscriptions: [] });
}

test('what is pending is not confirmed, and what is deleted is not there', async () => {
  listed([entry('PendingConfirmation'), entry('Deleted'), entry(arn('gone')), entry(arn('here'))]);
  mock
    .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn('gone') })
    .rejects(new NotFoundException({ message: 'gone', $metadata: {} }));
  expect(await read()).toEqual({
    all: [
      { protocol: 'email', endpoint: 'a@example.com', confirmed: false },
      { protocol: 'email', endpoint: 'a@example.com', confirmed: true },
    ],
    more: false,
    operations: { all: [], more: false },
  });
});

test('who listens to operations is read too', async () => {
  listed([entry(arn('here'))]);
  mock
    .on(ListSubscriptionsByTopicCommand, { TopicArn: OPERATIONS })
    .resolves({ Subscriptions: [entry(`${OPERATIONS}:1`, 'email', 'ops@example.com'), entry('PendingConfirmation')] });
  expect((await read()).operations).toEqual({
    all: [
      { protocol: 'email', endpoint: 'ops@example.com', confirmed: true },
      { protocol: 'email', endpoint: 'a@example.com', confirmed: false },
    ],
    more: false,
  });
});

test('a filter of the body is known for one, and one of another account is not known', async () => {
  listed([entry(arn('body')), entry(arn('other'))]);
  mock
    .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn('body') })
    .resolves({ Attributes: { FilterPolicy: '{"a":["b"]}', FilterPolicyScope: 'MessageBody' } })
    .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn('other') })
    .rejects(new AuthorizationErrorException({ message: 'not yours', $metadata: {} }));
  expect((await read()).all).toEqual([
    expect.objectContaining({ filter: { policy: { a: ['b'] }, of: 'body' } }),
    expect.objectContaining({ confirmed: true, unread: true }),
  ]);
});

test('all pages are read, as far as 500 subscriptions', async () => {
  const page = (n: number) => Array.from({ length: 100 }, (_, i) => entry(arn(`${n}-${i}`)));
  mock
    .on(ListSubscriptionsByTopicCommand, { TopicArn: TOPIC })
    .resolvesOnce({ Subscriptions: page(0), NextToken: '1' })
    .resolves({ Subscriptions: page(1) })
    .on(ListSubscriptionsByTopicCommand, { TopicArn: OPERATIONS })
    .resolves({ Subscriptions: [] });
  expect(await read()).toMatchObject({ all: { length: 200 }, more: false });
  listed(page(0), { NextToken: 'again' });
  expect(await read()).toMatchObject({ all: { length: 500 }, more: true });
  expect(mock.commandCalls(ListSubscriptionsByTopicCommand).length).toBeLessThan(12);
});

test.each([
  ['a dollar', '1', { sandbox: true, monthlyLimit: 1 }],
  ['nothing that is known', undefined, { sandbox: true }],
])('where somebody wants text messages the account is asked: it may spend %s', async (_, limit, sms) => {
  const attributes = limit === undefined ? undefined : { MonthlySpendLimit: limit };
  listed([entry(arn('sms'), 'sms', '+491701234567')]);
  mock.on(GetSMSSandboxAccountStatusCommand).resolves({ IsInSandbox: true });
  mock.on(GetSMSAttributesCommand).resolves(attributes ? { attributes } : {});
  expect((await read()).sms).toEqual(sms);
});

test('what else SNS answers is no answer', async () => {
  listed([entry(arn('x'))]);
  mock.on(GetSubscriptionAttributesCommand).rejects(new Error('throttled'));
  await expect(read()).rejects.toThrow('throttled');
});
