import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../servers/certificates';
import { PROJECT, templateWith } from './deployment';

/** What the template, which many may read, holds of people and of the customer's network. */

const folder = mkdtempSync(join(tmpdir(), 'notafter-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Resources = Record<string, { Type: string; Properties?: Record<string, unknown> }>;
let resources: Resources;
let outputs: string;

beforeAll(async () => {
  const { certificate } = await createAuthority({ name: 'Private CA' });
  const ca = join(folder, 'of-the-customer.pem');
  writeFileSync(ca, certificate);
  const template = templateWith({
    email: 'anna@people.example',
    sms: '+491701112222',
    operationsEmail: 'otto@people.example',
    subscriptions: join(PROJECT, 'examples', 'subscriptions.yaml'),
    events: 'default',
    slackWorkspace: 'T0123ABCD',
    slackChannel: 'C0123ABCD',
    ca,
  }).toJSON();
  resources = template.Resources;
  outputs = JSON.stringify([template.Outputs, template.Parameters, template.Mappings ?? {}, template.Conditions]);
});

const ADDRESS = /[\w.]+@[\w.]+\.example|\+\d{8,15}/;

test('who is told, and of whom, stands in subscriptions and nowhere else', () => {
  const isSubscription = ({ Type }: { Type: string }) => Type === 'AWS::SNS::Subscription';
  const others = Object.values(resources).filter((resource) => !isSubscription(resource));
  expect(JSON.stringify(others) + outputs).not.toMatch(ADDRESS);
  const told = Object.values(resources).filter(isSubscription);
  const endpoints = told.map(({ Properties }) => Properties?.Endpoint);
  expect(endpoints).toEqual(expect.arrayContaining(['anna@people.example', 'otto@people.example', '+491701112222']));
});

test('there is neither a certificate, a key nor the place of the file', () => {
  const all = JSON.stringify(resources) + outputs;
  expect(all).not.toMatch(/BEGIN|PRIVATE KEY|of-the-customer|AKIA|\{\{resolve:|NoEcho|[Pp]assword/);
});

test('the environment of functions has names, ARNs and settings', () => {
  const environments = Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => (Properties?.Environment ?? {}) as { Variables?: object });
  const names = environments.flatMap(({ Variables = {} }) => Object.keys(Variables));
  expect(names.filter((name) => /SECRET|TOKEN|PASSWORD|CREDENTIAL/.test(name))).toEqual([]);
  expect(names).toContain('TARGETS_TABLE');
});
