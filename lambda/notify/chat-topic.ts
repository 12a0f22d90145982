import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { ChatMessage } from './chat-message';

/** A way for messages to reach chat channels. Resolves once the message has been accepted; rejects if it may not have been. */
export type Chat = (message: ChatMessage) => Promise<void>;

/** Publishes on the topic that Amazon Q Developer in chat applications listens to. */
export function chatTopic(client: SNSClient, topicArn: string): Chat {
  return async (message) => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(message) }));
  };
}
