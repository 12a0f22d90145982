import {
  CfnMicrosoftTeamsChannelConfiguration,
  LoggingLevel,
  SlackChannelConfiguration,
} from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Settings } from './context';

type ChatProps = Pick<
  Settings,
  'stackName' | 'slackWorkspace' | 'slackChannel' | 'teamsTenant' | 'teamsTeam' | 'teamsChannel'
>;

/**
 * The channels in Slack and Microsoft Teams, with a topic of their own, since Amazon Q Developer in chat applications drops what is
 * not in its schema; undefined where none is asked for. Workspace and tenant are authorised by hand once: docs/chat.md.
 */
export function chat(scope: Construct, props: ChatProps): Topic | undefined {
  if (props.slackChannel === undefined && props.teamsChannel === undefined) return undefined;
  const topic = new Topic(scope, 'ChatTopic', { displayName: 'notafter chat', enforceSSL: true });
  // It has no policy: Amazon Q wants a role for what people ask it to do in the channel, and that is nothing.
  const role = new Role(scope, 'ChatRole', { assumedBy: new ServicePrincipal('chatbot.amazonaws.com') });
  slack(scope, props, topic, role);
  teams(scope, props, topic, role);
  return topic;
}

/** Bounds whatever roles a channel may get later; without one it would be AdministratorAccess. */
const GUARDRAIL = 'AWSDenyAll';

function slack(
  scope: Construct,
  { stackName, slackWorkspace, slackChannel }: ChatProps,
  topic: Topic,
  role: Role,
): void {
  if (slackWorkspace === undefined || slackChannel === undefined) return;
  new SlackChannelConfiguration(scope, 'SlackChannel', {
    slackChannelConfigurationName: `${stackName}-slack`,
    slackWorkspaceId: slackWorkspace,
    slackChannelId: slackChannel,
    notificationTopics: [topic],
    role,
    guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName(GUARDRAIL)],
    loggingLevel: LoggingLevel.ERROR,
  });
}

function teams(scope: Construct, props: ChatProps, topic: Topic, role: Role): void {
  const { stackName, teamsTenant, teamsTeam, teamsChannel } = props;
  if (teamsTenant === undefined || teamsTeam === undefined || teamsChannel === undefined) return;
  new CfnMicrosoftTeamsChannelConfiguration(scope, 'TeamsChannel', {
    configurationName: `${stackName}-teams`,
    teamsTenantId: teamsTenant,
    teamId: teamsTeam,
    teamsChannelId: teamsChannel,
    snsTopicArns: [topic.topicArn],
    iamRoleArn: role.roleArn,
    guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName(GUARDRAIL).managedPolicyArn],
    loggingLevel: LoggingLevel.ERROR,
  });
}
