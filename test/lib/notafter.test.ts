import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { OUTPUTS } from '../../lambda/environment';
import { Notafter, type NotafterProps } from '../../lib';
import { appWith, templateWith } from './deployment';

/** A stack of somebody else's, with a Notafter in it and its code not bundled. */
function elsewhere(props: NotafterProps, app: App = appWith({})): Stack {
  const stack = new Stack(app, 'Theirs');
  new Notafter(stack, 'Notafter', props);
  return stack;
}

function idsOf(template: Template, ...types: string[]): string[] {
  return types.flatMap((type) => Object.keys(template.findResources(type)));
}

test('what holds something has the logical id that it had from the first deployment on', () => {
  // Another id would make a new, empty table beside the one that is there, and ask all subscribers to confirm anew.
  const template = templateWith({ sms: '+491701234567', slackWorkspace: 'T0123ABCD', slackChannel: 'C0123ABCD' });
  expect(idsOf(template, 'AWS::DynamoDB::GlobalTable')).toEqual(['Targets7ED976EF', 'Results25575328']);
  expect(idsOf(template, 'AWS::SNS::Topic')).toEqual([
    'NoticesCD1BD20F',
    'OperationsTopicC9C1CC12',
    'ChatTopic23F6C969',
  ]);
  expect(idsOf(template, 'AWS::SNS::Subscription')).toEqual([
    'NoticesaexamplecomAFE6B86F',
    'Notices49170123456778FB52B3',
    'OperationsTopicaexamplecom11231E31',
    'CanarynotafterNotices86C9C76EAEE3C57B',
  ]);
  expect(idsOf(template, 'AWS::SQS::Queue')).toEqual(['DeadLettersBBF8BAAB', 'Canary11957FE2']);
  // A new one would bring rows back that people have deleted.
  expect(idsOf(template, 'Custom::FirstRow')).toEqual([
    'FirstRowsAcmB0457425',
    'FirstRowsIam8596B5A5',
    'FirstRowsRoute53E858F986',
    'FirstRowsRds42EBD207',
    'FirstRowsAcmPca099A4B5D',
  ]);
});

test('in a stack of somebody else’s it deploys the same, with the same settings', () => {
  const ours = templateWith({ email: 'a@example.com', schedule: 'rate(6 hours)', historyDays: 30 });
  const theirs = Template.fromStack(
    elsewhere({ email: ['a@example.com'], schedule: 'rate(6 hours)', historyDays: 30 }),
  );
  const typesOf = (template: Template) =>
    Object.values(template.toJSON().Resources as Record<string, { Type: string }>)
      .map(({ Type }) => Type)
      .sort();
  expect(typesOf(theirs)).toEqual(typesOf(ours));
  theirs.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(6 hours)' });
});

test('all but who is told has the default of its setting', () => {
  const template = Template.fromStack(elsewhere({ email: ['a@example.com'] }));
  template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 hour)' });
  template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'notafter-sweep' });
});

test('the command line finds its tables there too', () => {
  const outputs = Object.keys(Template.fromStack(elsewhere({ email: ['a@example.com'] })).findOutputs('*'));
  expect(outputs).toEqual(expect.arrayContaining(Object.values(OUTPUTS)));
});

test('its parts are at hand for the rest of the app', () => {
  const stack = new Stack(appWith({}), 'Theirs');
  const { targets, results, notices, operations, sweepFunction } = new Notafter(stack, 'Notafter');
  const names = [
    targets.tableName,
    results.tableName,
    notices.topicArn,
    operations.topicArn,
    sweepFunction.functionArn,
  ];
  expect(JSON.stringify(stack.resolve(names))).toMatch(
    /NotafterTargets.*NotafterResults.*NotafterNotices.*NotafterOperationsTopic.*NotafterSweep/,
  );
});

test('props are checked as settings are, all of them at once', () => {
  const misspelt = { emial: 'a@example.com' };
  expect(() => elsewhere({ schedule: 'rate(1 hours)', memory: 1, ...misspelt })).toThrow(
    /^What Notafter is asked to be cannot be deployed:\n {2}"emial" is not a setting; did you mean email\?\n {2}schedule: "rate\(1 hours\)" .* write rate\(1 hour\).*\n {2}memory: 1 is not from 256 to 10240/,
  );
});
