import type { Template } from 'aws-cdk-lib/assertions';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What the policy of a role allows; logical ids begin with the role's. */
export function statementsOf(template: Template, role: string): Statement[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const own = policies.filter(([id]) => id.startsWith(`${role}DefaultPolicy`));
  return own.flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement);
}

/** “Allow actions on resources” in words short enough to read; the hashes of logical ids left out. */
export function allowing({ Effect, Action, Resource, Condition }: Statement): string {
  const where = Condition === undefined ? '' : ` where ${JSON.stringify(Condition)}`;
  return `${Effect} ${[Action].flat().join(' ')} on ${inWords(Resource)}${where}`;
}

/** A template's value as it reads when its references are put in. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(inWords).join(' and ');
  if (typeof value !== 'object' || value === null) throw new Error(`no resource: ${String(value)}`);
  const [[intrinsic, of] = ['', undefined]] = Object.entries(value);
  if (intrinsic === 'Fn::Join') return of[1].map(inWords).join(of[0]);
  return [of].flat()[0].replace(/[0-9A-F]{8}$/, '');
}
