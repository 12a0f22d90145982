import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { encryption } from '../../lib/encryption';
import { appWith, PROJECT, templateWith } from './deployment';
import { inWords, type Statement, statementsOf } from './policies';

const SETTINGS = { slackWorkspace: 'T0123ABCD', slackChannel: 'C0123ABCD', distributed: 'yes', dashboard: 'yes' };
const ARN = 'arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef';
const without = templateWith(SETTINGS);
const ownKey = templateWith({ ...SETTINGS, kms: 'yes' });
const givenKey = templateWith({ ...SETTINGS, kms: ARN });

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}
const resourcesOf = (template: typeof without) => Object.entries<Resource>(template.toJSON().Resources);

interface BucketRules {
  readonly ServerSideEncryptionConfiguration: readonly { ServerSideEncryptionByDefault: Record<string, unknown> }[];
}
const byDefault = (name: string) => (rule: BucketRules['ServerSideEncryptionConfiguration'][number]) =>
  rule.ServerSideEncryptionByDefault[name];

/** What a resource is encrypted by: the property of its type that says so. */
const BY: Readonly<Record<string, (properties: Resource['Properties']) => unknown>> = {
  'AWS::DynamoDB::GlobalTable': ({ SSESpecification, Replicas }) => {
    expect(SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    const [replica] = [Replicas].flat() as { SSESpecification: { KMSMasterKeyId: unknown } }[];
    return replica?.SSESpecification.KMSMasterKeyId;
  },
  'AWS::S3::Bucket': ({ BucketEncryption }) => {
    const { ServerSideEncryptionConfiguration: rules } = BucketEncryption as BucketRules;
    expect(rules).toEqual([{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: expect.anything() }]);
    const [algorithms, keys] = [rules.map(byDefault('SSEAlgorithm')), rules.map(byDefault('KMSMasterKeyID'))];
    expect(algorithms).toEqual(['aws:kms']);
    return keys[0];
  },
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SQS::Queue': ({ KmsMasterKeyId, SqsManagedSseEnabled }) => SqsManagedSseEnabled ?? KmsMasterKeyId,
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
  'AWS::Lambda::Function': ({ KmsKeyArn }) => KmsKeyArn,
};

/** Hold nothing but what the template says of them. */
const HOLD_NOTHING = [
  'AWS::Chatbot::SlackChannelConfiguration',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::StepFunctions::StateMachine',
  'Custom::FirstRow',
];

test('every kind of resource is known to hold something, or nothing', () => {
  const types = new Set(resourcesOf(ownKey).map(([, { Type }]) => Type));
  expect([...types].filter((type) => !(type in BY) && !HOLD_NOTHING.includes(type))).toEqual([]);
});

test.each([
  ['made by the stack', ownKey, 'Key.Arn'],
  ['that is there', givenKey, ARN],
])('whatever holds something is encrypted by the key %s', (_, template, key) => {
  const holding = resourcesOf(template).filter(
    ([, { Type, Properties }]) => Type in BY && (Type !== 'AWS::Lambda::Function' || Properties.Environment),
  );
  const by = holding.map(([id, { Type, Properties }]) => [id, keyInWords(BY[Type]?.(Properties))]);
  expect(by).toEqual(holding.map(([id]) => [id, key]));
  expect(holding.length).toBeGreaterThan(8);
});

function keyInWords(value: unknown): string {
  return typeof value === 'object' && value !== null && 'Fn::GetAtt' in value ? `${inWords(value)}.Arn` : String(value);
}

test('a bucket is encrypted too, and whoever may read it may use the key through S3', () => {
  const stack = new Stack(appWith({}));
  const bucket = new Bucket(stack, 'Files', { encryption: BucketEncryption.S3_MANAGED });
  const role = new Role(stack, 'Reader', { assumedBy: new AccountRootPrincipal() });
  role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }));
  encryption(stack, { kms: ARN });
  const template = Template.fromStack(stack);
  const [{ Properties } = { Properties: {} }] = Object.values(template.findResources('AWS::S3::Bucket'));
  expect(BY['AWS::S3::Bucket']?.(Properties)).toBe(ARN);
  const ofTheKey = statementsOf(template, 'Reader').filter(({ Resource }) => Resource === ARN);
  expect(ofTheKey.map(throughWhat)).toEqual(['kms:Decrypt kms:GenerateDataKey through s3']);
});

test('unless asked for, no key costs anything, and AWS’s own encrypt', () => {
  expect(JSON.stringify(without.toJSON())).not.toMatch(/kms/i);
});

test('a key that is there is the only one', () => {
  givenKey.resourceCountIs('AWS::KMS::Key', 0);
  givenKey.resourceCountIs('AWS::KMS::Alias', 0);
});

test('the stack’s key is turned every year, and outlives the stack as its tables do', () => {
  ownKey.hasResource('AWS::KMS::Key', {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { EnableKeyRotation: true },
  });
});

test('a deployment that gets a key keeps all that it has: nothing is named or laid out anew', () => {
  const ENCRYPTION = [
    'SSESpecification',
    'Replicas',
    'BucketEncryption',
    'KmsMasterKeyId',
    'SqsManagedSseEnabled',
    'KmsKeyId',
    'KmsKeyArn',
  ];
  const stripped = (template: typeof without) =>
    resourcesOf(template)
      .filter(([, { Type }]) => Type !== 'AWS::KMS::Key' && Type !== 'AWS::IAM::Policy')
      .map(([id, { Type, Properties }]) => {
        const others = Object.entries(Properties ?? {}).filter(([name]) => !ENCRYPTION.includes(name));
        return [id, Type, Object.fromEntries(others)];
      });
  expect(stripped(ownKey)).toEqual(stripped(without));
});

const THROUGH_DYNAMODB =
  'kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom kms:ReEncryptTo through dynamodb';

test.each([
  [
    'SweepRole',
    [
      THROUGH_DYNAMODB,
      'kms:Decrypt kms:GenerateDataKey through s3',
      'kms:Decrypt kms:GenerateDataKey through sns',
      'kms:Decrypt kms:GenerateDataKey through sqs',
      'kms:Decrypt through lambda',
    ],
  ],
  ['CheckRole', [THROUGH_DYNAMODB, 'kms:Decrypt kms:GenerateDataKey through s3', 'kms:Decrypt through lambda']],
  ['DistributedSweepRole', ['kms:Decrypt kms:GenerateDataKey through s3']],
  ['ScheduleRole', ['kms:Decrypt kms:GenerateDataKey through sqs']],
  ['FirstRowsRole', [THROUGH_DYNAMODB]],
])('%s may use the key through what it uses, and not by itself', (role, expected) => {
  for (const [template, key] of [[ownKey, 'Key'] as const, [givenKey, ARN] as const]) {
    const ofTheKey = statementsOf(template, role).filter(({ Action }) => String(Action).includes('kms:'));
    expect(ofTheKey.map(throughWhat)).toEqual(expected);
    expect(ofTheKey.map(({ Resource }) => inWords(Resource))).toEqual(expected.map(() => key));
  }
});

function throughWhat({ Action, Condition }: Statement): string {
  const { StringEquals } = asDeployed(Condition) as { StringEquals: Record<string, string> };
  expect(Object.keys(StringEquals)).toEqual(['kms:ViaService']);
  const [service, ...rest] = StringEquals['kms:ViaService']?.split('.') ?? [];
  expect(rest.join('.')).toBe('eu-west-1.amazonaws.com');
  return `${[Action].flat().join(' ')} through ${service}`;
}

/** The pseudo parameters, and so the placeholders of the policy in the docs. */
const PLACE: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::AccountId': '123456789012',
};

function asDeployed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asDeployed);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value || 'Fn::Join' in value)
    return inWords(value).replaceAll(/AWS::\w+/g, (parameter) => PLACE[parameter] ?? parameter);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asDeployed(part)]));
}

test('the docs have the policy that a key needs: the very one that the stack makes', () => {
  const [key] = Object.values(ownKey.findResources('AWS::KMS::Key'));
  const docs = readFileSync(join(PROJECT, 'docs', 'security.md'), 'utf8');
  const [, policy = ''] = /```json\n(\{.*?"Statement".*?)```/s.exec(docs) ?? [];
  expect(JSON.parse(policy)).toEqual(asDeployed(key?.Properties.KeyPolicy));
});

test('nobody but the account, DynamoDB’s users, alarms, topics, rules and logs may use it, each for the stack’s own alone', () => {
  const [key] = Object.values(ownKey.findResources('AWS::KMS::Key'));
  const statements = key?.Properties.KeyPolicy.Statement as { Principal: unknown; Condition: unknown }[];
  expect(statements.map(({ Principal, Condition }) => asDeployed([Principal, Condition]))).toEqual([
    [{ AWS: 'arn:aws:iam::123456789012:root' }, undefined],
    [
      { AWS: '*' },
      {
        StringEquals: {
          'kms:CallerAccount': '123456789012',
          'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com',
        },
      },
    ],
    [
      { Service: 'cloudwatch.amazonaws.com' },
      { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:eu-west-1:123456789012:notafter-*' } },
    ],
    [
      { Service: 'sns.amazonaws.com' },
      { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:123456789012:notafter-*' } },
    ],
    [
      { Service: 'events.amazonaws.com' },
      { ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:123456789012:rule/notafter-*' } },
    ],
    [
      { Service: 'logs.eu-west-1.amazonaws.com' },
      {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:123456789012:log-group:notafter-*',
        },
      },
    ],
  ]);
});
