import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Settings } from './context';
import { keyStatements } from './key-policy';

/**
 * Encrypts whatever the parts keep or send with one key of the customer's: made here (`yes`), or given by its ARN. Called when all
 * parts are there, since it finds what there is to encrypt by itself: no part has to think of it, and none can be forgotten.
 */
export function encryption(scope: Construct, { kms }: Pick<Settings, 'kms'>): void {
  if (kms === 'no') return;
  const key = kms === 'yes' ? ownKey(scope) : Key.fromKeyArn(scope, 'Key', kms);
  for (const part of scope.node.findAll()) {
    if (part instanceof CfnResource) ENCRYPTED[part.cfnResourceType]?.(part, key.keyArn);
    if (part instanceof Policy) allowUse(part, key);
    if (part instanceof LambdaFunction) encryptEnvironment(part, key);
  }
}

/** Outlives the stack, like the tables that nobody could read without it. */
function ownKey(scope: Construct): Key {
  const stack = Stack.of(scope);
  const key = new Key(scope, 'Key', {
    description: `Encrypts the tables, topics, queues and logs of ${stack.stackName}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const statement of keyStatements(stack)) key.addToResourcePolicy(statement);
  return key;
}

/** How each kind of resource is told its key. None is replaced by it. */
const ENCRYPTED: Readonly<Record<string, (resource: CfnResource, keyArn: string) => void>> = {
  'AWS::DynamoDB::GlobalTable': (table, keyArn) => {
    table.addPropertyOverride('SSESpecification', { SSEEnabled: true, SSEType: 'KMS' });
    table.addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', keyArn);
  },
  'AWS::S3::Bucket': (bucket, keyArn) => {
    const rule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn };
    const rules = [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: rule }];
    bucket.addPropertyOverride('BucketEncryption', { ServerSideEncryptionConfiguration: rules });
  },
  'AWS::SNS::Topic': (topic, keyArn) => topic.addPropertyOverride('KmsMasterKeyId', keyArn),
  'AWS::SQS::Queue': (queue, keyArn) => {
    queue.addPropertyDeletionOverride('SqsManagedSseEnabled');
    queue.addPropertyOverride('KmsMasterKeyId', keyArn);
  },
  'AWS::Logs::LogGroup': (group, keyArn) => group.addPropertyOverride('KmsKeyId', keyArn),
};

const READ_AND_WRITE = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** What the services ask of KMS in the name of whoever calls them. */
const ASKED_BY = {
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html; grants are for who makes tables.
  dynamodb: [
    ...READ_AND_WRITE,
    ...[
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
  ],
  // For a function's environment. Lambda's own grant would be lost when a role is made anew.
  lambda: ['kms:Decrypt'],
  s3: READ_AND_WRITE,
  sns: READ_AND_WRITE,
  sqs: READ_AND_WRITE,
} satisfies Record<string, readonly string[]>;
type Service = keyof typeof ASKED_BY;

/** Nothing else of a function is encrypted by it. */
function encryptEnvironment(part: LambdaFunction, key: IKey): void {
  const { defaultChild } = part.node;
  if (!(defaultChild instanceof CfnFunction) || Stack.of(part).resolve(defaultChild.environment) === undefined) return;
  defaultChild.kmsKeyArn = key.keyArn;
  part.addToRolePolicy(use(Stack.of(part), key, 'lambda'));
}

/** Whoever may read or write what is encrypted may use the key for it, through that service and not by itself. */
function allowUse(policy: Policy, key: IKey): void {
  const written = JSON.stringify(Stack.of(policy).resolve(policy.document));
  for (const service of ['dynamodb', 's3', 'sns', 'sqs'] as const)
    if (written.includes(`"${service}:`)) policy.addStatements(use(Stack.of(policy), key, service));
}

function use({ region, urlSuffix }: Stack, key: IKey, service: Service): PolicyStatement {
  return new PolicyStatement({
    actions: [...ASKED_BY[service]],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` } },
  });
}
