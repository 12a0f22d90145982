import { Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Notafter } from '../../lib';
import { readContext } from '../../lib/context';
import { NotafterStack } from '../../lib/notafter-stack';
import { appWith, templateWith } from './deployment';
import { allowing, statementsOf } from './policies';

const NETWORK = {
  vpc: 'vpc-0123456789abcdef0',
  subnets: 'subnet-0123456789abcdef0,subnet-0123abcd',
  securityGroups: 'sg-0123456789abcdef0',
};
const OF_LAMBDA =
  'ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses';

function sweepFunction(template: Template, properties: object): void {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: Match.stringLikeRegexp('looks at every target'),
    ...properties,
  });
}

test('sweeps run in Lambda’s own network unless a VPC is named', () => {
  const variables = { VPC: Match.absent(), PORT_25: Match.absent() };
  sweepFunction(templateWith(), { VpcConfig: Match.absent(), Environment: { Variables: variables } });
});

test('sweeps run in the subnets of the VPC, whose private addresses are then open to them', () => {
  sweepFunction(templateWith(NETWORK), {
    VpcConfig: {
      SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123abcd'],
      SecurityGroupIds: ['sg-0123456789abcdef0'],
      Ipv6AllowedForDualStack: Match.absent(),
    },
    Environment: { Variables: { VPC: 'yes', PORT_25: Match.absent() } },
  });
});

test('they have IPv6 and port 25 where these are said to be there', () => {
  sweepFunction(templateWith({ ...NETWORK, ipv6: 'yes', port25: 'yes' }), {
    VpcConfig: Match.objectLike({ Ipv6AllowedForDualStack: true }),
    Environment: { Variables: { VPC: 'yes', PORT_25: 'yes' } },
  });
});

test('Lambda may make network interfaces in the name of the role, and the code of the function may not', () => {
  const statements = statementsOf(templateWith(NETWORK), 'SweepRole');
  const everywhere = statements.find(({ Effect, Resource }) => Effect === 'Allow' && Resource === '*');
  expect([everywhere?.Action].flat()).toEqual(expect.arrayContaining(OF_LAMBDA.split(' ')));
  expect(statements.filter(({ Effect }) => Effect === 'Deny').map(allowing)).toEqual([
    expect.stringMatching(
      new RegExp(`^Deny ${OF_LAMBDA} on \\* where .*lambda:SourceFunctionArn.*lambda:.*:function:\\*`),
    ),
  ]);
});

test('nothing else of the stack changes, and nothing is looked up', () => {
  const template = templateWith(NETWORK);
  const types = (of: Template) =>
    Object.values(of.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
  expect(types(template)).toEqual(types(templateWith()));
});

test('all rules are met there too', () => {
  const app = appWith({ email: 'a@example.com', ...NETWORK, ipv6: 'yes', port25: 'yes' }, true);
  new NotafterStack(app, readContext(app.node));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});

test('another app may give the ids of what it makes itself', () => {
  const stack = new Stack(appWith({}), 'Theirs');
  const vpc = new Vpc(stack, 'Vpc');
  const subnets = vpc.privateSubnets.map(({ subnetId }) => subnetId);
  new Notafter(stack, 'Notafter', {
    email: ['a@example.com'],
    vpc: vpc.vpcId,
    subnets,
    securityGroups: [vpc.vpcDefaultSecurityGroup],
  });
  sweepFunction(Template.fromStack(stack), {
    VpcConfig: { SubnetIds: subnets.map(() => ({ Ref: Match.stringLikeRegexp('VpcPrivateSubnet') })) },
  });
});

test.each([
  ['a name instead of an id', { ...NETWORK, vpc: 'main' }, 'vpc: "main" is not an id that begins with vpc-'],
  [
    'a subnet among the security groups',
    { ...NETWORK, securityGroups: 'sg-0123abcd,subnet-0123abcd' },
    'has "subnet-0123abcd", which is not an id that begins with sg-',
  ],
  [
    'more groups than Lambda takes',
    { ...NETWORK, securityGroups: [1, 2, 3, 4, 5, 6].map((no) => `sg-0123abc${no}`) },
    'has 6; at most 5 are possible',
  ],
  ['a VPC without its parts', { vpc: NETWORK.vpc }, 'subnets: is missing, and vpc needs it'],
  ['port 25 without a VPC', { port25: 'yes' }, 'vpc: is missing, and port25 needs it'],
  ['IPv6 without a VPC', { ipv6: 'yes' }, 'securityGroups: is missing, and ipv6 needs it'],
])('%s is refused', (_, context, says) => {
  expect(() => templateWith(context)).toThrow(says);
});
