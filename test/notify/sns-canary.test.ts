import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { snsSubscribers } from '../../lambda/notify/sns-subscribers';
import { type SnsEmulator, startSns } from '../servers/sns-emulator';

let sns: SnsEmulator;
let client: SNSClient;

beforeAll(async () => {
  sns = await startSns();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new SNSClient({ endpoint: sns.endpoint, region: 'eu-west-1', credentials });
});
afterAll(async () => {
  client.destroy();
  await sns.close();
});

test('the subscriptions are read with their filters, and the canary arrives with its one attribute', async () => {
  const subscribers = snsSubscribers(client, { notices: sns.topicArn, operations: sns.chat.topicArn });
  const FilterPolicy = '{"severity":["critical"]}';
  const other = {
    Protocol: 'sqs',
    Endpoint: 'arn:aws:sqs:eu-west-1:000000000000:other',
    Attributes: { FilterPolicy },
  };
  await client.send(new SubscribeCommand({ TopicArn: sns.topicArn, ...other }));
  const { all, more, sms, operations } = await subscribers.read();
  expect([more, sms]).toEqual([false, undefined]);
  expect(all).toEqual(
    expect.arrayContaining([
      { protocol: 'sqs', endpoint: 'arn:aws:sqs:eu-west-1:000000000000:notices-inbox', confirmed: true },
      {
        protocol: 'sqs',
        endpoint: 'arn:aws:sqs:eu-west-1:000000000000:other',
        confirmed: true,
        filter: { policy: { severity: ['critical'] }, of: 'attributes' },
      },
    ]),
  );
  expect(operations).toMatchObject({ all: [{ protocol: 'sqs', confirmed: true }], more: false });
  await subscribers.sendCanary();
  expect(await sns.received()).toEqual([
    expect.objectContaining({ subject: 'notafter canary', attributes: { audience: 'canary' } }),
  ]);
});
