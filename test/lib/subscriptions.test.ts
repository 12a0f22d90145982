import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SmsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { alerts } from '../../lib/alerts';
import { readContext } from '../../lib/context';
import { ContextError } from '../../lib/context-error';
import { NotafterStack } from '../../lib/notafter-stack';
import { appWith, type Context, PROJECT } from './deployment';

const folder = mkdtempSync(join(tmpdir(), 'notafter-subscriptions-'));
afterAll(() => rmSync(folder, { recursive: true }));

const EXAMPLE = join(PROJECT, 'examples', 'subscriptions.yaml');

function file(source: string): string {
  const path = join(folder, 'subscriptions.yaml');
  writeFileSync(path, source);
  return path;
}

/** The topics and their subscriptions, as they stand in the stack; the rest of it takes long and does not matter. */
function deployed(source: string, context: Context = {}): Template {
  const app = appWith({ operationsEmail: 'o@example.com', ...context, subscriptions: file(source) });
  const stack = new Stack(app, 'notafter');
  alerts(stack, readContext(app.node));
  return Template.fromStack(stack);
}

/** `email a@example.com` → logical id */
function idsIn(template: Template): Record<string, string> {
  const found = Object.entries(template.findResources('AWS::SNS::Subscription'));
  return Object.fromEntries(found.map(([id, { Properties }]) => [`${Properties.Protocol} ${Properties.Endpoint}`, id]));
}

const A = '- { who: A, email: a@example.com }\n';
const B = '- { who: B, sms: "+491701234567", clients: [Contoso] }\n';

test('a declaration becomes a subscription with a filter on message attributes', () => {
  deployed(B).hasResourceProperties('AWS::SNS::Subscription', {
    TopicArn: { Ref: Match.stringLikeRegexp('^Notices') },
    Protocol: 'sms',
    Endpoint: '+491701234567',
    FilterPolicy: {
      client: [{ 'equals-ignore-case': 'Contoso' }],
      audience: ['owner'],
      event: [{ 'anything-but': ['digest'] }],
    },
    FilterPolicyScope: Match.absent(),
  });
});

describe('a subscription stays the same one, so that nobody has to confirm it anew', () => {
  const before = idsIn(deployed(A + B));

  test.each<[string, string, Context]>([
    ['in another order', B + A, {}],
    ['when what another hears is changed', A + B.replace('Contoso', 'Fabrikam'), {}],
    ['when what it hears itself is changed', A.replace('}', ', severities: critical }') + B, {}],
    ['when one is added', `${A}- { who: C, https: "https://example.com" }\n${B}`, {}],
    ['when one is named otherwise', A.replace('who: A', 'who: Anna') + B, {}],
    ['when it moves to the setting', B, { email: 'a@example.com' }],
  ])('%s', (_name, source, context) => {
    expect(idsIn(deployed(source, context))).toMatchObject(before);
  });

  test('when one is taken away', () => {
    const { 'email a@example.com': _gone, ...rest } = before;
    expect(idsIn(deployed(B))).toEqual(rest);
  });

  test('when it was deployed by a version before there was a file', () => {
    const stack = new Stack(appWith({}), 'notafter');
    const notices = new Topic(stack, 'Notices');
    notices.addSubscription(new EmailSubscription('a@example.com'));
    notices.addSubscription(new SmsSubscription('+491701234567'));
    expect(before).toMatchObject(idsIn(Template.fromStack(stack)));
    expect(Object.keys(before)).toHaveLength(3);
  });
});

test('a function of this account and region may be invoked by the topic; of another only its owner can allow it', () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:tickets';
  const template = deployed(`- { who: Tickets, lambda: "${arn}" }`);
  const [[, permission] = []] = Object.entries(template.findResources('AWS::Lambda::Permission'));
  expect(permission).toMatchObject({
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'sns.amazonaws.com',
      SourceArn: { Ref: expect.stringMatching(/^Notices/) },
    },
  });
  expect(template.findConditions('*')[permission?.Condition]).toEqual({
    'Fn::And': [
      { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
      { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '123456789012'] },
    ],
  });
});

test('the example meets the rules of CloudFormation and of AWS Solutions, beside the settings', () => {
  const app = appWith({ email: 'a@example.com', sms: '+491700000000', subscriptions: EXAMPLE }, true);
  new NotafterStack(app, readContext(app.node));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
});

describe('a deployment', () => {
  beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
  afterEach(() => jest.restoreAllMocks());

  test('that subscribes people by the file alone is not warned about', () => {
    const app = appWith({ subscriptions: EXAMPLE });
    const stack = new NotafterStack(app, readContext(app.node));
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('with a bad file is refused, with the place of each error', () => {
    const path = file('- who: IT\n  email: nobody\n  event: due\n');
    const { node } = appWith({ subscriptions: path });
    expect(() => readContext(node)).toThrow(ContextError);
    expect(() => readContext(node)).toThrow(
      [
        `  subscriptions: ${JSON.stringify(path)} has errors, which are told below. Allowed: the path of a file such as examples/subscriptions.yaml.`,
        '    line 3, column 3: "event" is nothing that a subscription has; did you mean events?',
        '    line 2, column 10: "nobody" is not an e-mail address. Allowed: an address such as it@example.com',
      ].join('\n'),
    );
  });

  test.each([
    ['a file that is not there', 'nowhere.yaml', /is no file: there is no \/.*nowhere\.yaml/],
    ['a folder', '.', /is no file/],
  ])('with %s is refused', (_name, subscriptions, says) => {
    expect(() => readContext(appWith({ subscriptions }).node)).toThrow(says);
  });

  test('with somebody whom a setting has subscribed already is refused', () => {
    const { node } = appWith({ email: 'A@example.com', subscriptions: file(A) });
    expect(() => readContext(node)).toThrow(
      'line 1, column 20: "a@example.com" is subscribed already, by the setting email;',
    );
  });
});
