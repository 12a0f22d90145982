import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memberTemplateWith, PROJECT, templateWith } from './deployment';
import { allowing, inWords, type Statement, statementsOf } from './policies';

const template = memberTemplateWith();

interface MemberRole {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly TrustStatement[] };
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  readonly ManagedPolicyArns?: unknown;
}

interface TrustStatement {
  readonly Action: string;
  readonly Principal: { readonly AWS: unknown };
  readonly Condition: { readonly ArnEquals: Record<string, unknown>; readonly StringEquals: Record<string, string> };
}

function roleOf(of = template): MemberRole {
  const [role, ...others] = Object.values(of.findResources('AWS::IAM::Role'));
  if (role === undefined || others.length > 0) throw new Error('not one role');
  return role.Properties;
}

function trustOf(of = template): string[] {
  return roleOf(of).AssumeRolePolicyDocument.Statement.map(({ Action, Principal, Condition }) => {
    const { ArnEquals, StringEquals } = Condition;
    const conditions = [ArnEquals['aws:PrincipalArn'], StringEquals['sts:ExternalId']].map(inWords);
    return [Action, inWords(Principal.AWS), ...conditions].join(' ');
  });
}

test('the template is one role and nothing else: it can be uploaded as it is, into any account', () => {
  const { Resources, Rules, Conditions, Mappings, Parameters } = template.toJSON();
  expect(Object.values<{ Type: string }>(Resources).map(({ Type }) => Type)).toEqual(['AWS::IAM::Role']);
  expect([Rules, Conditions, Mappings]).toEqual([undefined, undefined, undefined]);
  expect(Object.keys(Parameters)).toEqual(['MonitorAccount']);
  expect(JSON.stringify(template.toJSON())).not.toMatch(/cdk-|BootstrapVersion|Fn::ImportValue/);
});

test('its one parameter is the number of the account that notafter runs in', () => {
  template.hasParameter('MonitorAccount', { Type: 'String', AllowedPattern: '^[0-9]{12}$' });
});

test('it trusts the role of the sweep in that account alone, and asks for the external id', () => {
  expect(trustOf()).toEqual([
    'sts:AssumeRole arn:AWS::Partition:iam::MonitorAccount:root arn:AWS::Partition:iam::MonitorAccount:role/notafter-sweep notafter',
  ]);
});

test('whom it trusts, its name and its external id are those of the monitor with the same settings', () => {
  const settings = { stackName: 'msp', memberRole: 'msp-reader', externalId: 'b0a1:42' };
  const monitor = templateWith(settings);
  const member = memberTemplateWith(settings);
  expect(roleOf(member).RoleName).toBe('msp-reader');
  expect(trustOf(member)).toEqual([expect.stringMatching(/:role\/msp-sweep b0a1:42$/)]);
  monitor.hasResourceProperties('AWS::IAM::Role', { RoleName: 'msp-sweep' });
  monitor.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { MEMBER_ROLE: 'msp-reader', EXTERNAL_ID: 'b0a1:42' } },
  });
});

test('it may do in its account what the monitor may do for inventories in its own, and nothing else', () => {
  const [policy, ...others] = roleOf().Policies;
  const allowed = policy?.PolicyDocument.Statement.map(allowing) ?? [];
  expect([others, roleOf().ManagedPolicyArns]).toEqual([[], undefined]);
  const monitors = statementsOf(templateWith(), 'SweepRole').map(allowing);
  const inventories = monitors.filter((it) => /:(Search|Describe(?!Stream|Table)|ListRegions|GetServer)/.test(it));
  const itsOwn = / (xray:Put\w+|sns:Get\w+)/g;
  expect(allowed).toEqual(inventories.map((it) => it.replace(itsOwn, '')));
  expect(allowed).toHaveLength(5);
});

const actions = roleOf().Policies.flatMap(({ PolicyDocument }) =>
  PolicyDocument.Statement.flatMap(({ Action }) => Action),
);

test('what it can see is documented, and nothing that it cannot', () => {
  const section = readFileSync(join(PROJECT, 'docs', 'accounts.md'), 'utf8').split('## What it can see')[1] ?? '';
  const documented = (section.split('\n## ')[0] ?? '').match(/[a-z0-9-]+:[A-Z]\w+/g) ?? [];
  expect([...documented].sort()).toEqual([...actions].sort());
});

test('it may only read', () => {
  for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:(Search|List|Describe|Get)[A-Z]\w+$/);
});

test('it tells its ARN', () => {
  template.hasOutput('MemberRoleArn', {});
});
