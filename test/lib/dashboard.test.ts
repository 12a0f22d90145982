import { METRICS } from '../../lambda/environment';
import { templateWith } from './deployment';

test('by default there is no dashboard, which AWS might bill', () => {
  templateWith().resourceCountIs('AWS::CloudWatch::Dashboard', 0);
});

test('a dashboard has the name of the stack, all alarms, and metrics that are published', () => {
  const template = templateWith({ dashboard: 'yes', stackName: 'other' });
  const [{ Properties } = { Properties: undefined }] = Object.values(
    template.findResources('AWS::CloudWatch::Dashboard'),
  );
  expect(Properties?.DashboardName).toBe('other');
  const body: string = JSON.stringify(Properties?.DashboardBody);
  const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
  for (const alarm of alarms) expect(body).toContain(`{"Fn::GetAtt":["${alarm}","Arn"]}`);
  const shown = [...body.matchAll(/\[\\"notafter\\",\\"(\w+)\\",\\"service\\",\\"other\\"/g)].map(([, name]) => name);
  expect(shown.length).toBe(11);
  expect(Object.values<string | undefined>(METRICS)).toEqual(expect.arrayContaining(shown));
});
