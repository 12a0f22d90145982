import {
  type MessageAttributeValue,
  PublishCommand,
  type PublishCommandInput,
  type SNSClient,
} from '@aws-sdk/client-sns';
import type { Channel, Message, MessageAttributes } from './channel';

/** What a topic takes, body and attributes together, unless its MaximumMessageSize says otherwise: 256 KiB. */
const MOST_BYTES = 262_144;

/** The topics, by their ARNs. What is for operations goes where the alarms of the monitor itself go. */
export interface Topics {
  readonly notices: string;
  readonly operations: string;
}

/**
 * Publishes messages on their topic, in the words of each medium, with the attributes that subscriptions filter by.
 *
 * The channel rejects with the SDK's error where SNS did not take the message, and with a plain one, before it asks SNS, where
 * the message is larger than a topic takes.
 */
export function snsChannel(client: SNSClient, topics: Topics): Channel {
  return async (message) => {
    const topic = message.attributes.audience === 'operations' ? topics.operations : topics.notices;
    const input = publishInput(message, topic);
    const size = sizeOf(input);
    if (size > MOST_BYTES) throw new Error(`The message has ${size} bytes; SNS takes ${MOST_BYTES}`);
    await client.send(new PublishCommand(input));
  };
}

function publishInput({ subject, text, sms, attributes }: Message, topicArn: string) {
  return {
    TopicArn: topicArn,
    Subject: subject,
    MessageStructure: 'json',
    Message: JSON.stringify({ default: text, email: text, sms }),
    MessageAttributes: attributeValues(attributes),
  } satisfies PublishCommandInput;
}

/** An absent attribute matches no filter; an empty one would make SNS refuse the message. */
function attributeValues({ severity, client, audience, event, kind, owner, daysLeft }: MessageAttributes) {
  return {
    severity: text(severity),
    client: text(client),
    audience: text(audience),
    ...list('event', event),
    ...list('kind', kind),
    ...list('owner', owner),
    ...(daysLeft !== undefined && { daysLeft: { DataType: 'Number', StringValue: String(daysLeft) } }),
    // Without it the account's default applies, which is Promotional: delivered when there is room.
    'AWS.SNS.SMS.SMSType': text('Transactional'),
  } satisfies Record<string, MessageAttributeValue>;
}

function text(value: string): MessageAttributeValue {
  return { DataType: 'String', StringValue: value };
}

function list(name: string, values: readonly string[]): Record<string, MessageAttributeValue> {
  return values.length === 0 ? {} : { [name]: { DataType: 'String.Array', StringValue: JSON.stringify(values) } };
}

function sizeOf({ Subject, Message, MessageAttributes }: ReturnType<typeof publishInput>): number {
  const attributes = Object.entries<MessageAttributeValue>(MessageAttributes).flatMap(
    ([name, { DataType = '', StringValue = '' }]) => [name, DataType, StringValue],
  );
  return [Subject, Message, ...attributes].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}
