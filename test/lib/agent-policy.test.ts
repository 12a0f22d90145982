import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, templateWith } from './deployment';
import { type Statement, statementsOf } from './policies';

/** examples/agent/policy.json ↔ what the sweep of the stack is allowed, of which an agent does a part. */

const file = readFileSync(join(PROJECT, 'examples', 'agent', 'policy.json'), 'utf8');
const statements: Statement[] = JSON.parse(file).Statement;
const template = templateWith({ events: 'default', slackWorkspace: 'T0123ABCD', slackChannel: 'C0123ABCD' });

const actionsOf = (all: readonly Statement[]) => [...new Set(all.flatMap(({ Action }) => [Action].flat()))].sort();

test('an agent may do to tables, topics and the bus what the sweep may, and find the stack', () => {
  const sweeps = actionsOf(statementsOf(template, 'SweepRole')).filter(
    // Edits are looked at in Lambda alone.
    (action) =>
      /^(dynamodb:|events:|sns:Publish)/.test(action) && !/Stream|Shard|GetRecords|DescribeTable/.test(action),
  );
  expect(actionsOf(statements)).toEqual(['cloudformation:DescribeStacks', ...sweeps]);
});

test('what it names is there, under the names that CloudFormation gives', () => {
  const resources = statements.flatMap(({ Resource }) => [Resource].flat().map(String));
  const named = resources.flatMap((arn) => /notafter-(\w+)\*/.exec(arn)?.[1] ?? []);
  const ids = Object.keys(template.toJSON().Resources);
  expect(new Set(named)).toEqual(new Set(['Targets', 'Results', 'Notices', 'OperationsTopic', 'ChatTopic']));
  for (const name of named) expect(ids).toContainEqual(expect.stringMatching(`^${name}[0-9A-F]{8}$`));
});

test('it may do nothing to everything', () => {
  expect(statements.map(({ Resource }) => Resource)).not.toContain('*');
});
