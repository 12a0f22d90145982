import { Stack } from 'aws-cdk-lib';
import { type ISubnet, SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import type { Settings } from './context';
import type { Placed } from './function-props';

type Network = Pick<Settings, 'vpc' | 'subnets' | 'securityGroups' | 'ipv6'>;

/** Where functions stand: in the VPC that is there already, by its ids, or in Lambda's own network. Nothing is looked up. */
export function network(scope: Construct, { vpc, subnets = [], securityGroups = [], ipv6 }: Network): Placed {
  if (vpc === undefined) return {};
  return {
    // A zone has to be named, and none is used: the subnets are given by themselves.
    vpc: Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: vpc, availabilityZones: ['any'] }),
    vpcSubnets: { subnets: subnets.map((id, no) => subnet(scope, `Subnet${no}`, id)) },
    securityGroups: securityGroups.map((id, no) =>
      SecurityGroup.fromSecurityGroupId(scope, `SecurityGroup${no}`, id, { mutable: false }),
    ),
    ...(ipv6 === 'yes' && { ipv6AllowedForDualStack: true }),
  };
}

function subnet(scope: Construct, name: string, id: string): ISubnet {
  const imported = Subnet.fromSubnetId(scope, name, id);
  acknowledge(imported, 'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId', 'Nothing here asks for its routes.');
  return imported;
}

/** What Lambda does with network interfaces in the name of the function's role (AWSLambdaVPCAccessExecutionRole). */
const BY_LAMBDA = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** What the role of a function in a VPC needs; none where it stands in no VPC. */
export function networkStatements(scope: Construct, { vpc }: Pick<Settings, 'vpc'>): PolicyStatement[] {
  if (vpc === undefined) return [];
  const functions = Stack.of(scope).formatArn({ service: 'lambda', resource: 'function:*' });
  return [
    new PolicyStatement({ actions: BY_LAMBDA, resources: ['*'] }),
    // Lambda may, its code may not: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html.
    new PolicyStatement({
      effect: Effect.DENY,
      actions: BY_LAMBDA,
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': functions } },
    }),
  ];
}
