import {
  AuthorizationErrorException,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
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
const read = () => snsSubscribers(new SNSClient({}), TOPIC).read();

beforeEach(() => {
  mock.reset();
  mock.on(GetSubscriptionAttributesCommand).resolves({ Attributes: {} });
});

test('what is pending is not confirmed, and what is deleted is not there', async () => {
  mock.on(ListSubscriptionsByTopicCommand).resolves({
    Subscriptions: [entry('PendingConfirmation'), entry('Deleted'), entry(arn('gone')), entry(arn('here'))],
  });
  mock
    .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn('gone') })
    .rejects(new NotFoundException({ message: 'gone', $metadata: {} }));
  expect(await read()).toEqual({
    all: [
      { protocol: 'email', endpoint: 'a@example.com', confirmed: false },
      { protocol: 'email', endpoint: 'a@example.com', confirmed: true },
    ],
    more: false,
  });
});

test('a filter of the body is known for one, and one of another account is not known', async () => {
  mock.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [entry(arn('body')), entry(arn('other'))] });
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
  mock.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: page(1) });
  mock
    .on(ListSubscriptionsByTopicCommand, { NextToken: undefined })
    .resolves({ Subscriptions: page(0), NextToken: '1' });
  expect(await read()).toMatchObject({ all: { length: 200 }, more: false });
  mock.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: page(0), NextToken: 'again' });
  expect(await read()).toMatchObject({ all: { length: 500 }, more: true });
  expect(mock.commandCalls(ListSubscriptionsByTopicCommand).length).toBeLessThan(10);
});

test.each([
  ['a dollar', '1', { sandbox: true, monthlyLimit: 1 }],
  ['nothing that is known', undefined, { sandbox: true }],
])('where somebody wants text messages the account is asked: it may spend %s', async (_, limit, sms) => {
  const attributes = limit === undefined ? undefined : { MonthlySpendLimit: limit };
  mock.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [entry(arn('sms'), 'sms', '+491701234567')] });
  mock.on(GetSMSSandboxAccountStatusCommand).resolves({ IsInSandbox: true });
  mock.on(GetSMSAttributesCommand).resolves(attributes ? { attributes } : {});
  expect((await read()).sms).toEqual(sms);
});

test('what else SNS answers is no answer', async () => {
  mock.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [entry(arn('x'))] });
  mock.on(GetSubscriptionAttributesCommand).rejects(new Error('throttled'));
  await expect(read()).rejects.toThrow('throttled');
});
