import { App, Stage } from 'aws-cdk-lib';
import { readContext } from './context';
import { ContextError } from './context-error';
import { MemberRoleStack } from './member-role-stack';
import { NotafterStack } from './notafter-stack';
import { applyRules } from './rules';

function main(): void {
  const app = new App();
  const settings = readContext(app.node);
  new NotafterStack(app, settings);
  // In a stage, since `cdk deploy` alone asks which stack is meant where the app itself has two.
  new MemberRoleStack(new Stage(app, 'member'), settings);
  applyRules(app);
  app.synth();
}

try {
  main();
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
