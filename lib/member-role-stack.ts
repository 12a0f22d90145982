import { BootstraplessSynthesizer, CfnOutput, CfnParameter, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyDocument, type PrincipalBase, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Settings } from './context';
import { acknowledgeInventories, inventoryStatements } from './inventory-permissions';
import { sweepRoleName } from './sweep-role';

/**
 * The role by which the monitor reads the inventories of another account: a template of its own, for a StackSet or to be
 * deployed by hand, in whatever account and region, without the CDK. docs/accounts.md tells how.
 */
export class MemberRoleStack extends Stack {
  constructor(scope: Construct, settings: Pick<Settings, 'stackName' | 'memberRole' | 'externalId'>) {
    super(scope, 'role', {
      stackName: settings.memberRole,
      description: 'notafter: lets the monitor in another account read what expires in this one',
      // The CDK was compiled without exactOptionalPropertyTypes, and so its own class does not fit its own interface.
      synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
    });
    const role = new Role(this, 'MemberRole', {
      roleName: settings.memberRole,
      description: 'Read by notafter: certificates, domains, databases and authorities, and when they expire',
      assumedBy: monitor(this, settings),
      inlinePolicies: { inventories: new PolicyDocument({ statements: inventoryStatements(this) }) },
    });
    acknowledgeInventories(role);
    new CfnOutput(this, 'MemberRoleArn', {
      value: role.roleArn,
      description: 'What the monitor enters this account as',
    });
  }
}

/**
 * The one role, by a condition and not as the principal itself: IAM would refuse a principal that is not there yet, and forget
 * one that was made anew under the same name.
 */
function monitor(stack: Stack, { stackName, externalId }: Pick<Settings, 'stackName' | 'externalId'>): PrincipalBase {
  const account = new CfnParameter(stack, 'MonitorAccount', {
    description: 'Number of the account that notafter runs in',
    allowedPattern: '^[0-9]{12}$',
    constraintDescription: 'must be the 12 digits of an account number',
  }).valueAsString;
  const role = `arn:${stack.partition}:iam::${account}:role/${sweepRoleName(stackName)}`;
  return new AccountPrincipal(account).withConditions({
    ArnEquals: { 'aws:PrincipalArn': role },
    StringEquals: { 'sts:ExternalId': externalId },
  });
}
