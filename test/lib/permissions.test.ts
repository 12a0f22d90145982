import { templateWith } from './deployment';

const template = templateWith({ email: 'a@example.com' });

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** What a policy allows, as “actions on resources” in words short enough to read; the hashes of logical ids left out. */
function allowed(role: string): string[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const own = policies.filter(([id]) => id.startsWith(`${role}DefaultPolicy`));
  const statements: Statement[] = own.flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement);
  return statements.map(
    ({ Effect, Action, Resource }) => `${Effect} ${[Action].flat().join(' ')} on ${inWords(Resource)}`,
  );
}

function inWords(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  if (Array.isArray(resource)) return resource.map(inWords).join(' and ');
  if (typeof resource !== 'object' || resource === null) throw new Error(`no resource: ${String(resource)}`);
  const [[intrinsic, value] = ['', undefined]] = Object.entries(resource);
  if (intrinsic === 'Fn::Join') return value[1].map(inWords).join(value[0]);
  return [value].flat()[0].replace(/[0-9A-F]{8}$/, '');
}

test('a sweep may read Targets, keep Results, publish notices, read certificates, log and trace, and nothing else', () => {
  expect(allowed('SweepRole')).toEqual([
    'Allow dynamodb:Scan on Targets and Results/index/byExpiry and Results/index/outbox',
    'Allow dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem on Results',
    'Allow sns:Publish on Notices',
    'Allow sqs:SendMessage on DeadLetters',
    'Allow logs:CreateLogStream logs:PutLogEvents on SweepLog',
    'Allow acm:ListCertificates acm:SearchCertificates xray:PutTelemetryRecords xray:PutTraceSegments on *',
    'Allow acm:DescribeCertificate on arn:AWS::Partition:acm:*:AWS::AccountId:certificate/*',
  ]);
});

test('the scheduler may start sweeps and leave dead letters, and nothing else', () => {
  expect(allowed('ScheduleRole')).toEqual([
    'Allow lambda:InvokeFunction on Sweep',
    'Allow sqs:SendMessage on DeadLetters',
  ]);
});

test('there is no other role, and none has a managed or an inline policy', () => {
  const roles = Object.entries(template.findResources('AWS::IAM::Role'));
  expect(roles.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['SweepRole', 'ScheduleRole']);
  for (const [, role] of roles) expect(Object.keys(role.Properties)).toEqual(['AssumeRolePolicyDocument']);
  template.resourceCountIs('AWS::IAM::Policy', 2);
  template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
});

test('only this account’s schedules take the scheduler’s role', () => {
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    },
  });
});

test('nothing of the CDK’s own runs in the account: no custom resource, no second function', () => {
  template.resourceCountIs('AWS::Lambda::Function', 1);
  template.resourceCountIs('AWS::CloudFormation::CustomResource', 0);
});
