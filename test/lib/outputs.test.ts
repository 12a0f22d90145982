import { OUTPUTS } from '../../lambda/environment';
import { templateWith } from './deployment';

const template = templateWith();

function output(name: string): string {
  return JSON.stringify(template.findOutputs(name)[name]?.Value);
}

test.each([
  [OUTPUTS.targetsTable, /^\{"Ref":"Targets/],
  [OUTPUTS.resultsTable, /^\{"Ref":"Results/],
  [OUTPUTS.topicArn, /^\{"Ref":"Notices/],
  [OUTPUTS.operationsTopicArn, /^\{"Ref":"OperationsTopic/],
  [OUTPUTS.settings, /TARGETS_TABLE.*\{"Ref":"Targets.*TOPIC_ARN.*\{"Ref":"Notices.*HISTORY_DAYS.*400/],
  ['EditTargets', /console\.aws\.amazon\.com\/dynamodbv2\/home\?region=.*#item-explorer\?table=.*Targets/],
  ['ReadResults', /#item-explorer\?table=.*Results/],
  ['SubscribeToNotices', /console\.aws\.amazon\.com\/sns\/v3\/home\?region=.*#\/topic\/.*Notices/],
  ['SubscribeToOperations', /#\/topic\/.*OperationsTopic/],
  ['DeployAgain', /--import-existing-resources -c targetsTable=".*\{"Ref":"Targets.*resultsTable=".*\{"Ref":"Results/],
  ['SweepNow', /aws lambda invoke --region .* --function-name .*Sweep/],
])('%s is there', (name, pattern) => {
  expect(output(name)).toMatch(pattern);
});
