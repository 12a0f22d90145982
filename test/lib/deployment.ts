import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readContext } from '../../lib/context';
import { MemberRoleStack } from '../../lib/member-role-stack';
import { NotafterStack } from '../../lib/notafter-stack';

export const PROJECT = join(__dirname, '..', '..');
const WITHOUT_BUNDLING = { 'aws:cdk:bundling-stacks': [] };

export type Context = Readonly<Record<string, unknown>>;

/** The context of cdk.json, which only the command line reads by itself. */
export function projectContext(): Context {
  return JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8')).context;
}

/** An app as it is deployed with this context, its code not bundled. */
export function appWith(context: Context, validated = false): App {
  return new App({
    context: { ...projectContext(), ...WITHOUT_BUNDLING, ...context },
    builtinCloudFormationValidation: validated,
  });
}

/** The template that is deployed with this context. Its validation by rules has a test of its own. */
export function templateWith(context: Context = {}): Template {
  const app = appWith({ email: 'a@example.com', ...context });
  return Template.fromStack(new NotafterStack(app, readContext(app.node)));
}

/** The template for the accounts that a deployment with this context enters. */
export function memberTemplateWith(context: Context = {}): Template {
  const app = appWith(context);
  return Template.fromStack(new MemberRoleStack(new Stage(app, 'member'), readContext(app.node)));
}
