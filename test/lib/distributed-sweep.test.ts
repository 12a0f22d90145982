import { Match } from 'aws-cdk-lib/assertions';
import { templateWith } from './deployment';
import { allowing, statementsOf } from './policies';

const template = templateWith({ distributed: 'yes', distributedConcurrency: 7, timeoutMinutes: 10 });
const allowed = (role: string) => statementsOf(template, role).map(allowing);
const named = (id: string) => Match.stringLikeRegexp(`^${id}[0-9A-F]{8}$`);

test('without the setting there is neither state machine nor bucket nor rule', () => {
  const plain = templateWith();
  for (const type of ['AWS::StepFunctions::StateMachine', 'AWS::S3::Bucket', 'AWS::Events::Rule'])
    plain.resourceCountIs(type, 0);
});

test('the schedule starts the state machine, and digests still the function', () => {
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(1 hour)',
    Target: { Arn: { Ref: named('DistributedSweep') }, DeadLetterConfig: Match.anyValue() },
  });
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'cron(0 6 ? * MON *)',
    Target: { Arn: { 'Fn::GetAtt': [named('Sweep'), 'Arn'] } },
  });
  expect(allowed('ScheduleRole')).toEqual([
    'Allow lambda:InvokeFunction on Sweep',
    'Allow states:StartExecution on DistributedSweep',
    'Allow sqs:SendMessage on DeadLetters',
  ]);
});

test.each([
  ['what a million targets take', {}, 3008],
  ['more, where that was asked', { memory: 4096 }, 4096],
  ['what was asked where it sweeps itself', { distributed: 'no', memory: 1024 }, 1024],
])('the function that sends digests has %s', (_, context, MemorySize) => {
  const deployed = templateWith({ distributed: 'yes', ...context });
  deployed.hasResourceProperties('AWS::Lambda::Function', {
    Description: Match.stringLikeRegexp('looks at every target'),
    MemorySize,
  });
});

test('the function that checks may keep Results and what it has lost, and nothing else: no inventory, no row, no message', () => {
  expect(allowed('CheckRole')).toEqual([
    'Allow dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:GetItem dynamodb:PutItem on Results',
    'Allow s3:GetObject on SweepFiles/sweeps/*/shared.jsonl.gz',
    'Allow s3:DeleteObject s3:GetObject s3:PutObject on SweepFiles/sweeps/*/lost/*',
    'Allow logs:CreateLogStream logs:PutLogEvents on CheckLog',
    'Allow xray:PutTelemetryRecords xray:PutTraceSegments on *',
  ]);
});

test('the function that gathers has the role that other accounts trust, which may keep the files of sweeps too', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: Match.stringLikeRegexp('begins and ends'),
    Role: { 'Fn::GetAtt': [named('SweepRole'), 'Arn'] },
    MemorySize: 3008,
    Timeout: 600,
    Environment: { Variables: Match.objectLike({ SWEEP_FILES: { Ref: named('SweepFiles') } }) },
  });
  expect(allowed('SweepRole')).toEqual(
    expect.arrayContaining([
      'Allow s3:AbortMultipartUpload s3:DeleteObject s3:GetObject s3:PutObject on SweepFiles/sweeps/*',
      expect.stringMatching(/^Allow s3:ListBucket on SweepFiles/),
    ]),
  );
});

test('the function that checks is told neither topics, nor the rows’ table, nor the role of other accounts', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: Match.stringLikeRegexp('looks at a batch'),
    MemorySize: 512,
    Environment: {
      Variables: {
        RESULTS_TABLE: { Ref: named('Results') },
        SWEEP_FILES: { Ref: named('SweepFiles') },
        HISTORY_DAYS: '400',
        UV_THREADPOOL_SIZE: '64',
        POWERTOOLS_SERVICE_NAME: 'notafter',
        POWERTOOLS_METRICS_NAMESPACE: 'notafter',
      },
    },
  });
});

test('the engine may call the two functions, run itself, and keep its files', () => {
  const machine = 'arn:AWS::Partition:states:AWS::Region:AWS::AccountId';
  expect(allowed('DistributedSweepRole').filter((statement) => !statement.endsWith(' on *'))).toEqual([
    'Allow lambda:InvokeFunction on Check and Gather',
    `Allow states:ListExecutions states:StartExecution on ${machine}:stateMachine:notafter-sweep`,
    `Allow states:DescribeExecution states:StopExecution on ${machine}:execution:notafter-sweep:*`,
    `Allow states:RedriveExecution on ${machine}:execution:notafter-sweep/*:*`,
    'Allow s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject on SweepFiles/sweeps/*',
    'Allow s3:ListBucket on SweepFiles where {"StringLike":{"s3:prefix":"sweeps/*"}}',
  ]);
});

test('the batches are looked at by as many functions as was asked', () => {
  const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  const parts: unknown[] = machine?.Properties.DefinitionString['Fn::Join'][1];
  const text = parts.filter((part) => typeof part === 'string').join('');
  expect(text.match(/"MaxConcurrency":7/g)).toHaveLength(2);
  expect(machine?.Properties).toMatchObject({
    StateMachineName: 'notafter-sweep',
    TracingConfiguration: { Enabled: true },
  });
});

test('no state catches what it throws, or a redrive would go on behind it', () => {
  const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  const text = JSON.stringify(machine?.Properties.DefinitionString);
  expect(text).toContain('ToleratedFailurePercentage');
  expect(text).not.toContain('Catch');
});

describe('that a sweep failed, took too long or was stopped', () => {
  const arn = (id: string) => ({ 'Fn::GetAtt': [named(id), 'Arn'] });

  test('is told the function that gathers, by name and how it ended, for an hour, and then to the dead letters', () => {
    template.resourceCountIs('AWS::Events::Rule', 1);
    template.hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [{ Ref: named('DistributedSweep') }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      Targets: [
        {
          Arn: arn('Gather'),
          Id: Match.anyValue(),
          DeadLetterConfig: { Arn: arn('DeadLetters') },
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
          InputTransformer: {
            InputPathsMap: { 'detail-name': '$.detail.name', 'detail-status': '$.detail.status' },
            InputTemplate: '{"task":"gaveUp","sweep":<detail-name>,"status":<detail-status>}',
          },
        },
      ],
    });
  });

  test('may be told by that rule alone', () => {
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn('Gather'),
      Principal: 'events.amazonaws.com',
      SourceArn: arn('GivenUp'),
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Resource: arn('DeadLetters'),
            Condition: { ArnEquals: { 'aws:SourceArn': arn('GivenUp') } },
          }),
        ]),
      },
    });
  });

  test('and what the function makes of it is tried twice more, for an hour, and then leaves a dead letter', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: named('Gather') },
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: arn('DeadLetters') } },
    });
  });
});

test('the bucket is private, takes TLS alone, forgets, and does not keep the stack from being removed', () => {
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: {
        Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, ExpirationInDays: 3, Status: 'Enabled' }],
      },
    },
  });
});

test('a sweep at once is an execution', () => {
  template.hasOutput('SweepNow', { Value: Match.objectLike({ 'Fn::Join': Match.anyValue() }) });
  expect(JSON.stringify(template.findOutputs('SweepNow'))).toContain('aws stepfunctions start-execution');
});
