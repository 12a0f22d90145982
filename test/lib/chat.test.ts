import { Match } from 'aws-cdk-lib/assertions';
import { type Context, templateWith } from './deployment';
import { allowing, statementsOf } from './policies';

const SLACK = { slackWorkspace: 'T0123ABCD', slackChannel: 'C0123ABCD' };
const TEAMS = {
  teamsTenant: '01234567-89ab-cdef-0123-456789abcdef',
  teamsTeam: '11234567-89ab-cdef-0123-456789abcdef',
  teamsChannel: '19:0123abcd@thread.tacv2',
};

const topic = { Ref: Match.stringLikeRegexp('^ChatTopic[0-9A-F]{8}$') };
const role = { 'Fn::GetAtt': [Match.stringLikeRegexp('^ChatRole[0-9A-F]{8}$'), 'Arn'] };
const deniesAll = [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AWSDenyAll']] }];

test('without a channel nothing of it is there', () => {
  const template = templateWith({});
  template.resourceCountIs('AWS::SNS::Topic', 2);
  template.resourceCountIs('AWS::Chatbot::SlackChannelConfiguration', 0);
  template.resourceCountIs('AWS::Chatbot::MicrosoftTeamsChannelConfiguration', 0);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ CHAT_TOPIC_ARN: Match.absent() }) },
  });
});

test('a channel in Slack has the topic, and may do nothing', () => {
  templateWith(SLACK).hasResourceProperties('AWS::Chatbot::SlackChannelConfiguration', {
    ConfigurationName: 'notafter-slack',
    SlackWorkspaceId: 'T0123ABCD',
    SlackChannelId: 'C0123ABCD',
    SnsTopicArns: [topic],
    IamRoleArn: role,
    GuardrailPolicies: deniesAll,
    LoggingLevel: 'ERROR',
  });
});

test('a channel in Teams has the topic, and may do nothing', () => {
  templateWith({ ...TEAMS, stackName: 'other' }).hasResourceProperties(
    'AWS::Chatbot::MicrosoftTeamsChannelConfiguration',
    {
      ConfigurationName: 'other-teams',
      TeamsTenantId: TEAMS.teamsTenant,
      TeamId: TEAMS.teamsTeam,
      TeamsChannelId: '19%3a0123abcd%40thread.tacv2',
      SnsTopicArns: [topic],
      IamRoleArn: role,
      GuardrailPolicies: deniesAll,
      LoggingLevel: 'ERROR',
    },
  );
});

describe('with both', () => {
  const template = templateWith({ ...SLACK, ...TEAMS, chatSeverity: 'critical', chatClients: ['Contoso', 'A, B'] });

  test('there is one topic and one role for them', () => {
    template.resourceCountIs('AWS::SNS::Topic', 3);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'chatbot.amazonaws.com' } }],
      },
      ManagedPolicyArns: Match.absent(),
      Policies: Match.absent(),
    });
    expect(statementsOf(template, 'ChatRole')).toEqual([]);
  });

  test('the topic takes nothing without TLS', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [topic],
      PolicyDocument: {
        Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      },
    });
  });

  test('the sweep may publish on it besides, and knows what is told there', () => {
    expect(statementsOf(template, 'SweepRole').map(allowing)).toContain(
      'Allow sns:Publish on ChatTopic and Notices and OperationsTopic',
    );
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          CHAT_TOPIC_ARN: topic,
          CHAT_SEVERITY: '["critical"]',
          CHAT_CLIENTS: '["Contoso","A, B"]',
        }),
      },
    });
  });
});

const BUSES: [string, string, Context][] = [
  [
    'the bus of the account',
    'arn:AWS::Partition:events:AWS::Region:AWS::AccountId:event-bus/default',
    { events: 'default' },
  ],
  ['one of yours', 'arn:AWS::Partition:events:AWS::Region:AWS::AccountId:event-bus/tickets', { events: 'tickets' }],
  [
    'one of another account',
    'arn:aws:events:eu-west-1:222222222222:event-bus/tickets',
    { events: 'arn:aws:events:eu-west-1:222222222222:event-bus/tickets' },
  ],
];

test.each(BUSES)('events go on %s, and on no other', (_, arn, context) => {
  const template = templateWith(context);
  const puts = statementsOf(template, 'SweepRole').filter(({ Action }) => [Action].flat().includes('events:PutEvents'));
  expect(puts.map(allowing)).toEqual([
    `Allow events:PutEvents on ${arn} where {"StringEquals":{"events:source":"notafter"}}`,
  ]);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ EVENT_BUS: context.events }) },
  });
});
