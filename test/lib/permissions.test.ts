import { templateWith } from './deployment';
import { allowing, statementsOf } from './policies';

const template = templateWith({ email: 'a@example.com' });
const allowed = (role: string, of = template) => statementsOf(of, role).map(allowing);

const WHOLE_ACCOUNTS = 'acm-pca:ListCertificateAuthorities acm:ListCertificates acm:SearchCertificates';
const WHO_WOULD_HEAR = 'sns:GetSMSAttributes sns:GetSMSSandboxAccountStatus sns:GetSubscriptionAttributes';
const SWEEP = [
  'Allow dynamodb:BatchGetItem dynamodb:DescribeTable dynamodb:Scan on Targets',
  'Allow dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams on Targets',
  'Allow dynamodb:Scan on Results/index/byExpiry and Results/index/outbox',
  'Allow dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:DescribeTable dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on Results',
  'Allow sns:ListSubscriptionsByTopic sns:Publish on Notices and OperationsTopic',
  `Allow ${WHOLE_ACCOUNTS} iam:ListServerCertificates rds:DescribeCertificates route53domains:ListDomains ${WHO_WOULD_HEAR} tag:GetResources xray:PutTelemetryRecords xray:PutTraceSegments on *`,
  'Allow sqs:SendMessage on DeadLetters',
  'Allow logs:CreateLogStream logs:PutLogEvents on SweepLog',
  'Allow acm:DescribeCertificate on arn:AWS::Partition:acm:*:AWS::AccountId:certificate/*',
  'Allow iam:GetServerCertificate on arn:AWS::Partition:iam::AWS::AccountId:server-certificate/*',
  'Allow rds:DescribeDBInstances on arn:AWS::Partition:rds:*:AWS::AccountId:db:*',
  'Allow account:ListRegions on arn:AWS::Partition:account::AWS::AccountId:account',
  'Allow sts:AssumeRole on arn:AWS::Partition:iam::*:role/notafter-member',
];

test('a sweep may read Targets, keep Results, publish notices, read inventories, enter members, log and trace, and nothing else', () => {
  expect(allowed('SweepRole')).toEqual(SWEEP);
});

test('a sweep may list the accounts of the organization if told so, and nothing more of it', () => {
  const told = allowed('SweepRole', templateWith({ organization: 'yes' }));
  const everything = (statement: string) => statement.endsWith(' on *');
  expect(told.filter((it) => !everything(it))).toEqual(SWEEP.filter((it) => !everything(it)));
  const actions = (statements: string[]) => statements.filter(everything).flatMap((it) => it.split(' ').slice(1, -2));
  expect(actions(told).filter((action) => !actions(SWEEP).includes(action))).toEqual(['organizations:ListAccounts']);
});

test('a sweep may enter other accounts in the role of that name alone', () => {
  expect(allowed('SweepRole', templateWith({ memberRole: 'reader' }))).toContain(
    'Allow sts:AssumeRole on arn:AWS::Partition:iam::*:role/reader',
  );
});

test('the scheduler may start sweeps and leave dead letters, and nothing else', () => {
  expect(allowed('ScheduleRole')).toEqual([
    'Allow lambda:InvokeFunction on Sweep',
    'Allow sqs:SendMessage on DeadLetters',
  ]);
});

test('what writes the first rows may write rows of these names, and nothing else', () => {
  expect(allowed('FirstRowsRole')).toEqual([
    'Allow dynamodb:PutItem on Targets where {"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["acm:*","iam:","route53:","rds:*","acm-pca:*"]}}',
    'Allow logs:CreateLogStream logs:PutLogEvents on FirstRowsLog',
  ]);
});

test('there is no other role, and none has a managed or an inline policy', () => {
  const roles = Object.entries(template.findResources('AWS::IAM::Role'));
  expect(roles.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['SweepRole', 'ScheduleRole', 'FirstRowsRole']);
  for (const [, { Properties }] of roles)
    expect(Object.keys(Properties).filter((name) => name !== 'RoleName')).toEqual(['AssumeRolePolicyDocument']);
  template.resourceCountIs('AWS::IAM::Policy', 3);
  template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
});

test('the role of the sweep has a name that other accounts can trust', () => {
  template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'notafter-sweep' });
  templateWith({ stackName: 'other' }).hasResourceProperties('AWS::IAM::Role', { RoleName: 'other-sweep' });
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

test('nothing of the CDK’s own runs in the account but what writes the first rows', () => {
  template.resourceCountIs('AWS::Lambda::Function', 2);
  template.resourceCountIs('Custom::FirstRow', 5);
  template.resourceCountIs('AWS::CloudFormation::CustomResource', 0);
});
