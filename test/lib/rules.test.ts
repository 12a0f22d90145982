import { Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readContext } from '../../lib/context';
import { NotafterStack } from '../../lib/notafter-stack';
import { appWith } from './deployment';

/** As lib/app.ts, with the rules of CloudFormation (cdk.json makes them binding) and of cdk-nag. */
function underRules() {
  const app = appWith({ email: 'a@example.com', sms: '+491701234567' }, true);
  const stack = new NotafterStack(app, readContext(app.node));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}

test('the stack meets the rules of CloudFormation and of AWS Solutions, but for what is acknowledged one by one', () => {
  const { app } = underRules();
  expect(() => app.synth()).not.toThrow();
});

test('the rules are in force: a topic that takes plain HTTP is refused', () => {
  const { app, stack } = underRules();
  new Topic(stack, 'Plain');
  expect(() => app.synth()).toThrow('AwsSolutions-SNS3');
});
