import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { DAY } from '../../lambda/core/instant';
import type { Message } from '../../lambda/notify/channel';
import { compose } from '../../lambda/notify/compose';
import { snsChannel } from '../../lambda/notify/sns';
import { address, certificate, DOCUMENTED, NOW, notice, PLACE, renewalCase, SUCCESSOR } from './notices';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:notafter';
const OPERATIONS = 'arn:aws:sns:eu-west-1:123456789012:operations';
const sns = mockClient(SNSClient);
const channel = snsChannel(new SNSClient({}), { notices: TOPIC, operations: OPERATIONS });

const MESSAGE: Message = {
  subject: '[CRITICAL] www.example.com expires in 3 days (Contoso)',
  text: 'The “text”.\n',
  sms: 'notafter CRITICAL: www.example.com expires in 3 days.',
  attributes: {
    severity: 'critical',
    event: ['overdue', 'due'],
    kind: ['tls'],
    client: 'Müller & Söhne',
    audience: 'escalation',
    owner: ['ops@contoso.example', 'Erika "E" Mustermann'],
    daysLeft: 3,
  },
};

beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: '1' });
});

function request() {
  const calls = sns.commandCalls(PublishCommand);
  expect(calls).toHaveLength(1);
  return calls[0]?.args[0].input;
}

test('A message is published with the words of each medium and the attributes that subscriptions filter by', async () => {
  await channel(MESSAGE);
  expect(request()).toEqual({
    TopicArn: TOPIC,
    Subject: MESSAGE.subject,
    MessageStructure: 'json',
    Message: JSON.stringify({ default: MESSAGE.text, email: MESSAGE.text, sms: MESSAGE.sms }),
    MessageAttributes: {
      severity: { DataType: 'String', StringValue: 'critical' },
      client: { DataType: 'String', StringValue: 'Müller & Söhne' },
      audience: { DataType: 'String', StringValue: 'escalation' },
      event: { DataType: 'String.Array', StringValue: '["overdue","due"]' },
      kind: { DataType: 'String.Array', StringValue: '["tls"]' },
      owner: { DataType: 'String.Array', StringValue: '["ops@contoso.example","Erika \\"E\\" Mustermann"]' },
      daysLeft: { DataType: 'Number', StringValue: '3' },
      'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
    },
  });
});

test.each([
  ['owner', TOPIC],
  ['escalation', TOPIC],
  ['operations', OPERATIONS],
] as const)('What is for the audience %s goes to %s', async (audience, topic) => {
  await channel({ ...MESSAGE, attributes: { ...MESSAGE.attributes, audience } });
  expect(request()).toMatchObject({ TopicArn: topic, MessageAttributes: { audience: { StringValue: audience } } });
});

test('What a message does not have is left out, since SNS refuses empty attributes', async () => {
  const { daysLeft: _none, ...attributes } = MESSAGE.attributes;
  await channel({ ...MESSAGE, attributes: { ...attributes, owner: [] } });
  expect(Object.keys(request()?.MessageAttributes ?? {}).sort()).toEqual([
    'AWS.SNS.SMS.SMSType',
    'audience',
    'client',
    'event',
    'kind',
    'severity',
  ]);
});

test('Whom a message is for is said where it says so', async () => {
  await channel({ ...MESSAGE, attributes: { ...MESSAGE.attributes, event: ['digest'], audience: 'operations' } });
  expect(request()?.MessageAttributes).toMatchObject({
    audience: { DataType: 'String', StringValue: 'operations' },
    event: { DataType: 'String.Array', StringValue: '["digest"]' },
  });
});

test('The last day is told as 0 and not left out', async () => {
  await channel({ ...MESSAGE, attributes: { ...MESSAGE.attributes, daysLeft: 0 } });
  expect(request()?.MessageAttributes?.daysLeft).toEqual({ DataType: 'Number', StringValue: '0' });
});

test('A message that is too large as JSON is not sent, and the channel says why', async () => {
  const text = '"'.repeat(65_600);
  await expect(channel({ ...MESSAGE, text })).rejects.toThrow('SNS takes 262144');
  expect(sns.calls()).toHaveLength(0);
});

test('Size is counted in bytes, not in characters', async () => {
  const text = '𝓍'.repeat(40_000);
  await expect(channel({ ...MESSAGE, text })).rejects.toThrow('bytes');
});

test('The attributes count too', async () => {
  const text = 'x'.repeat(130_000);
  await channel({ ...MESSAGE, text });
  const owner = ['o'.repeat(2_200)];
  await expect(channel({ ...MESSAGE, text, attributes: { ...MESSAGE.attributes, owner } })).rejects.toThrow('bytes');
});

test('What SNS refuses is rejected, so that the notices stay in the outbox', async () => {
  sns.on(PublishCommand).rejects(new Error('AuthorizationError'));
  await expect(channel(MESSAGE)).rejects.toThrow('AuthorizationError');
});

test('What is composed is never too large: 500 notices with everything that a row can say, in characters of four bytes', async () => {
  const long = '𝓍'.repeat(500);
  const wordy = Object.fromEntries(Object.keys(DOCUMENTED).map((name) => [name, long]));
  const notices = Array.from({ length: 500 }, (_, i) => {
    return notice({
      ...wordy,
      expiry: certificate(i),
      target: `www${i}.example.com`,
      owner: `${i}${'"\\'.repeat(200)}`,
    });
  });
  const composed = compose('Contoso', 'owner', notices, PLACE, NOW);
  for (const { message } of composed) await channel(message);
  expect(sns.commandCalls(PublishCommand)).toHaveLength(composed.length);
  expect(composed.flatMap(({ tells }) => tells)).toHaveLength(500);
});

test('Nor is what is told of one certificate on 2,000 targets', async () => {
  const long = '𝓍'.repeat(500);
  const wordy = Object.fromEntries(Object.keys(DOCUMENTED).map((name) => [name, long]));
  const addresses = (n: number) =>
    Array.from({ length: 48 }, (_, i) => address(`${long}${i}`, SERVED[i % 3] ?? 'old', n));
  const notices = Array.from({ length: 2_000 }, (_, n) => {
    const attached = Array.from({ length: 9 }, (_, i) => `${i} ${n} ${long}`);
    const successor = { ...SUCCESSOR, id: `${n} ${long}`, serial: long, sha256: long };
    const promised = { until: NOW + n * DAY, by: long };
    return notice({
      ...wordy,
      event: 'not-applied',
      target: `${n} ${long}`,
      owner: `${n}${'"\\'.repeat(200)}`,
      findings: Array.from({ length: 3 }, () => ({
        reason: 'not-applied',
        severity: 'critical',
        sentence: `${n} ${long}`,
      })),
      renewal: renewalCase({
        promised,
        attached,
        successor,
        ...(n < 40 ? { addresses: addresses(n) } : { addresses: [] }),
      }),
    });
  });
  const composed = compose('Contoso', 'owner', notices, PLACE, NOW);
  for (const { message } of composed) await channel(message);
  expect(new Set(composed.flatMap(({ tells }) => tells))).toEqual(new Set(notices));
});

const SERVED = ['old', 'new', 'other'] as const;
