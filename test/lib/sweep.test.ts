import { Match } from 'aws-cdk-lib/assertions';
import { templateWith } from './deployment';

const template = templateWith({
  schedule: 'cron(0 6,18 * * ? *)',
  memory: 1024,
  timeoutMinutes: 10,
  retentionDays: 30,
});

const named = (id: string) => Match.stringLikeRegexp(`^${id}[0-9A-F]{8}$`);
const ref = (id: string) => ({ Ref: named(id) });
const arn = (id: string) => ({ 'Fn::GetAtt': [named(id), 'Arn'] });

test('the function runs on Node 24 and arm64, as large and as long as was asked', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    MemorySize: 1024,
    Timeout: 600,
    TracingConfig: { Mode: 'Active' },
    ReservedConcurrentExecutions: Match.absent(),
  });
});

test('the function has concurrency of its own only if that was asked', () => {
  templateWith({ reservedConcurrency: '3' }).hasResourceProperties('AWS::Lambda::Function', {
    MemorySize: 1769,
    ReservedConcurrentExecutions: 3,
  });
});

test('the function logs JSON into a group that forgets', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    LoggingConfig: { LogFormat: 'JSON', LogGroup: ref('SweepLog') },
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
});

test('the function is told the tables, the topic and its name in logs and metrics', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        TARGETS_TABLE: ref('Targets'),
        RESULTS_TABLE: ref('Results'),
        TOPIC_ARN: ref('Notices'),
        OPERATIONS_TOPIC_ARN: ref('OperationsTopic'),
        HISTORY_DAYS: '400',
        MEMBER_ROLE: 'notafter-member',
        EXTERNAL_ID: 'notafter',
        TAG_PREFIX: 'notafter:',
        DIGEST_MINUTES: '10080',
        POWERTOOLS_SERVICE_NAME: 'notafter',
        POWERTOOLS_METRICS_NAMESPACE: 'notafter',
        PRIVATE_CA_FILE: Match.absent(),
        ALLOW_ADDRESSES: Match.absent(),
      },
    },
  });
});

test('the function is told which private addresses it may look at', () => {
  templateWith({ allowAddresses: ['10.1.0.0/16', 'fd12::/64'] }).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ ALLOW_ADDRESSES: '10.1.0.0/16,fd12::/64' }) },
  });
});

test('two stacks in one account are told apart in logs and metrics', () => {
  templateWith({ stackName: 'notafter-test' }).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ POWERTOOLS_SERVICE_NAME: 'notafter-test' }) },
  });
});

test('a sweep that fails is tried twice more, for an hour, and then leaves a dead letter', () => {
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
    FunctionName: ref('Sweep'),
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: arn('DeadLetters') } },
  });
});

test('the schedule starts it, and what cannot be started leaves a dead letter', () => {
  template.hasResource('AWS::Scheduler::Schedule', {
    DependsOn: Match.arrayWith([named('ScheduleRoleDefaultPolicy')]),
    Properties: {
      ScheduleExpression: 'cron(0 6,18 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      State: 'ENABLED',
      Target: {
        Arn: arn('Sweep'),
        RoleArn: arn('ScheduleRole'),
        RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
        DeadLetterConfig: { Arn: arn('DeadLetters') },
        Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
      },
    },
  });
});

test('another schedule starts the digests, by the same role, and says how long it is to the next', () => {
  template.hasResource('AWS::Scheduler::Schedule', {
    DependsOn: Match.arrayWith([named('ScheduleRoleDefaultPolicy')]),
    Properties: {
      ScheduleExpression: 'cron(0 6 ? * MON *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      State: 'ENABLED',
      Target: {
        Arn: arn('Sweep'),
        RoleArn: arn('ScheduleRole'),
        RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
        DeadLetterConfig: { Arn: arn('DeadLetters') },
        Input: '{"task":"digest","withinMinutes":10080,"scheduledTime":"<aws.scheduler.scheduled-time>"}',
      },
    },
  });
});

test('without digests there is no schedule for them, and none is missed', () => {
  const without = templateWith({ digest: 'off' });
  without.resourceCountIs('AWS::Scheduler::Schedule', 1);
  without.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ TARGETS_TABLE: Match.anyValue(), DIGEST_MINUTES: Match.absent() }) },
  });
});

test('dead letters are encrypted, come over TLS, and stay for two weeks', () => {
  template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ],
    },
  });
});
