import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { readContext } from '../../lib/context';
import { NotafterStack } from '../../lib/notafter-stack';
import { appWith, type Context, templateWith } from './deployment';

const template = templateWith({
  email: 'a@example.com,b@example.com',
  sms: '+491701234567',
  operationsEmail: 'ops@example.com',
});

const topicNamed = (id: string) => ({ Ref: Match.stringLikeRegexp(`^${id}[0-9A-F]{8}$`) });

test.each([
  ['Notices', 'email', 'a@example.com'],
  ['Notices', 'email', 'b@example.com'],
  ['Notices', 'sms', '+491701234567'],
  ['OperationsTopic', 'email', 'ops@example.com'],
])('%s go by %s to %s', (topic, protocol, endpoint) => {
  template.hasResourceProperties('AWS::SNS::Subscription', {
    TopicArn: topicNamed(topic),
    Protocol: protocol,
    Endpoint: endpoint,
  });
});

test('nobody else is subscribed but the queue that counts canaries', () => {
  template.resourceCountIs('AWS::SNS::Subscription', 5);
});

const FOR_OWNERS = ['owner', { exists: false }];

test('an e-mail comes for everything that is the owner’s, an SMS for what of it is critical, all alarms to operations', () => {
  const filterOf = (protocol: string, topic: string) =>
    template.findResources('AWS::SNS::Subscription', {
      Properties: { Protocol: protocol, TopicArn: topicNamed(topic) },
    });
  const filters = (protocol: string, topic: string) =>
    Object.values(filterOf(protocol, topic)).map(({ Properties }) => Properties.FilterPolicy);
  expect(filters('email', 'Notices')).toEqual([{ audience: FOR_OWNERS }, { audience: FOR_OWNERS }]);
  expect(filters('sms', 'Notices')).toEqual([
    { audience: FOR_OWNERS, severity: ['critical'], event: [{ 'anything-but': ['digest'] }] },
  ]);
  expect(filters('email', 'OperationsTopic')).toEqual([undefined]);
  template.allResourcesProperties('AWS::SNS::Subscription', Match.not({ FilterPolicyScope: 'MessageBody' }));
});

test('an SMS comes for other severities if told so', () => {
  templateWith({ sms: '+491701234567', smsSeverity: 'warning,critical' }).hasResourceProperties(
    'AWS::SNS::Subscription',
    {
      Protocol: 'sms',
      FilterPolicy: {
        audience: FOR_OWNERS,
        severity: ['warning', 'critical'],
        event: [{ 'anything-but': ['digest'] }],
      },
    },
  );
});

test('mails come from “notafter”', () => {
  template.hasResourceProperties('AWS::SNS::Topic', { DisplayName: 'notafter' });
});

describe.each(['Notices', 'OperationsTopic'])('the policy of %s', (topic) => {
  const hasStatement = (statement: object) =>
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [topicNamed(topic)],
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike(statement)]) },
    });

  test('takes nothing without TLS, from anybody', () => {
    hasStatement({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: topicNamed(topic),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('lets the alarms of this account publish, and of no other', () => {
    hasStatement({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: topicNamed(topic),
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': Match.anyValue() },
      },
    });
  });
});

describe('a deployment that subscribes nobody is warned about', () => {
  // The CDK prints them too.
  beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
  afterEach(() => jest.restoreAllMocks());

  const warnings = (context: Context) => {
    const app = appWith(context);
    const stack = new NotafterStack(app, readContext(app.node));
    return Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map(({ entry }) => String(entry.data));
  };

  test('for the notices and for the alarms', () => {
    expect(warnings({})).toEqual([
      expect.stringContaining('subscribes nobody to the notices'),
      expect.stringContaining('subscribes nobody to the alarms of the monitor itself'),
    ]);
  });

  test('for the alarms alone where there is only a telephone number', () => {
    expect(warnings({ sms: '+491701234567' })).toEqual([expect.stringContaining('operationsEmail')]);
  });

  test('not where there is an address', () => {
    expect(warnings({ email: 'a@example.com' })).toEqual([]);
  });
});
