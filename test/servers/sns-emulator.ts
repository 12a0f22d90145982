import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from './fauxqs';

/** A message as a subscriber of the topic received it, in SNS's own envelope. */
export interface Received {
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Topic {
  readonly topicArn: string;
  /** What has arrived since the last call, in no order. */
  readonly received: () => Promise<Received[]>;
}

export interface SnsEmulator extends Topic {
  readonly endpoint: string;
  /** Another topic, as that of chat channels. */
  readonly chat: Topic;
  readonly close: () => Promise<void>;
}

/**
 * fauxqs with two topics and a queue that is subscribed to each.
 *
 * @param filter the filter policy of the queue that receives notices; default none.
 */
export async function startSns(filter?: object): Promise<SnsEmulator> {
  const { endpoint, close } = await startFauxqs();
  const config = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const sns = new SNSClient(config);
  const sqs = new SQSClient(config);
  return {
    endpoint,
    ...(await openTopic('notices', sns, sqs, filter)),
    chat: await openTopic('chat', sns, sqs),
    close: async () => {
      sns.destroy();
      sqs.destroy();
      await close();
    },
  };
}

async function openTopic(name: string, sns: SNSClient, sqs: SQSClient, filter?: object): Promise<Topic> {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-inbox` }));
  const Endpoint = `arn:aws:sqs:eu-west-1:000000000000:${name}-inbox`;
  const Attributes = filter && { FilterPolicy: JSON.stringify(filter) };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  return { topicArn: TopicArn, received: () => receiveAll(sqs, QueueUrl) };
}

async function receiveAll(sqs: SQSClient, QueueUrl: string): Promise<Received[]> {
  const all: Received[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return all;
    for (const { Body = '{}', ReceiptHandle } of Messages) {
      all.push(readEnvelope(JSON.parse(Body)));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html: what is not raw comes as this JSON. */
function readEnvelope(envelope: {
  Subject?: string;
  Message?: string;
  MessageAttributes?: Record<string, { Value: string }>;
}): Received {
  const { Subject = '', Message = '', MessageAttributes = {} } = envelope;
  const attributes = Object.fromEntries(Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]));
  return { subject: Subject, text: Message, attributes };
}
