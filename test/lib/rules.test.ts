import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { readContext } from '../../lib/context';
import { MemberRoleStack } from '../../lib/member-role-stack';
import { NotafterStack } from '../../lib/notafter-stack';
import { applyRules } from '../../lib/rules';
import { appWith, type Context, PROJECT } from './deployment';

/** As lib/app.ts, with the rules of CloudFormation (cdk.json makes them binding) and of cdk-nag. */
function underRules(context: Context) {
  const app = appWith(context, true);
  const settings = readContext(app.node);
  const stack = new NotafterStack(app, settings);
  const member = new MemberRoleStack(new Stage(app, 'member'), settings);
  applyRules(app);
  return { app, stack, member };
}

function exampleOf(name: string): Context {
  return JSON.parse(readFileSync(join(PROJECT, 'examples', name), 'utf8'));
}

const EXAMPLES = readdirSync(join(PROJECT, 'examples')).filter((name) => name.endsWith('.json'));

test('there are examples of contexts', () => {
  expect(EXAMPLES).toEqual([
    'one-account.json',
    'organization.json',
    'own-key.json',
    'private-network.json',
    'very-many.json',
  ]);
});

test.each(EXAMPLES)(
  'with examples/%s all meets the rules of CloudFormation and of both packs, but for what is acknowledged one by one',
  (name) => {
    const { app } = underRules(exampleOf(name));
    expect(() => app.synth()).not.toThrow();
  },
);

test('so it does with chat channels, an event bus and a key that is there', () => {
  const { app } = underRules({
    email: 'a@example.com',
    slackWorkspace: 'T0123ABCD',
    slackChannel: 'C0123ABCD',
    teamsTenant: '01234567-89ab-cdef-0123-456789abcdef',
    teamsTeam: '01234567-89ab-cdef-0123-456789abcdef',
    teamsChannel: '19:0123abcd@thread.tacv2',
    events: 'default',
    kms: 'arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef',
    reservedConcurrency: 2,
  });
  expect(() => app.synth()).not.toThrow();
});

test('so it does with distributed sweeps in a VPC, and a key made for them', () => {
  const { vpc, subnets, securityGroups } = exampleOf('private-network.json');
  const { app } = underRules({ ...exampleOf('very-many.json'), vpc, subnets, securityGroups, kms: 'yes' });
  expect(() => app.synth()).not.toThrow();
});

describe('the rules are in force', () => {
  const email = 'a@example.com';

  test('a topic that takes plain HTTP is refused', () => {
    const { app, stack } = underRules({ email });
    new Topic(stack, 'Plain');
    expect(() => app.synth()).toThrow('AwsSolutions-SNS3');
  });

  test('so is a queue whose messages are lost after a while', () => {
    const { app, stack } = underRules({ email });
    new Queue(stack, 'Lossy', { enforceSSL: true });
    expect(() => app.synth()).toThrow('Serverless-SQSRedrivePolicy');
  });

  test('so is a role for other accounts that may read everything', () => {
    const { app, member } = underRules({ email });
    const anything = new PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::*'] });
    new Role(member, 'Wide', { assumedBy: new AccountRootPrincipal() }).addToPolicy(anything);
    expect(() => app.synth()).toThrow('AwsSolutions-IAM5');
  });
});
