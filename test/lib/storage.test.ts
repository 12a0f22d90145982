import { Match } from 'aws-cdk-lib/assertions';
import { RESULTS_KEYS } from '../../lambda/environment';
import { resultsTable, targetsTable } from '../../lambda/store/table-definitions';
import { templateWith } from './deployment';

const template = templateWith();
const key = (name: string, keyType: string) => ({ AttributeName: name, KeyType: keyType });

test.each([
  ['Targets', [key('target', 'HASH')]],
  ['Results', [key('target', 'HASH'), key('record', 'RANGE')]],
])('%s is kept, protected, restorable and paid on demand', (_, keys) => {
  template.hasResource('AWS::DynamoDB::GlobalTable', {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: Match.objectLike({
      KeySchema: keys,
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    }),
  });
});

test('there are two tables', () => {
  template.resourceCountIs('AWS::DynamoDB::GlobalTable', 2);
});

test('edits of Targets come out as a stream, and its rows never expire', () => {
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    KeySchema: [key('target', 'HASH')],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: Match.absent(),
  });
});

test('Results forgets its history by itself and has no stream', () => {
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    KeySchema: Match.arrayWith([key('record', 'RANGE')]),
    TimeToLiveSpecification: { AttributeName: RESULTS_KEYS.ttl, Enabled: true },
    StreamSpecification: Match.absent(),
  });
});

test.each([
  ['Targets', targetsTable('Targets')],
  ['Results', resultsTable('Results')],
])('%s has the keys and indexes that the same code meets on a desk', (_, onDesk) => {
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    KeySchema: onDesk.KeySchema,
    AttributeDefinitions: Match.arrayEquals([...(onDesk.AttributeDefinitions ?? [])]),
    GlobalSecondaryIndexes: onDesk.GlobalSecondaryIndexes ?? Match.absent(),
  });
});

test('CloudFormation names them, and goes on doing so at each deployment: a name that is given makes new ones', () => {
  for (const table of Object.values(template.findResources('AWS::DynamoDB::GlobalTable')))
    expect(table.Properties).not.toHaveProperty('TableName');
});

test('tables that a former stack has left are deployed over by their names, as they are, and are kept again', () => {
  const names = { targetsTable: 'notafter-Targets7ED976EF-1ABCDEF', resultsTable: 'notafter-Results25575328-1ABCDEF' };
  const again = templateWith(names).findResources('AWS::DynamoDB::GlobalTable');
  const [targets, results] = Object.values(template.findResources('AWS::DynamoDB::GlobalTable'));
  // CloudFormation takes over only what has a name in the template and is retained.
  expect(Object.values(again)).toEqual([
    { ...targets, Properties: { ...targets?.Properties, TableName: names.targetsTable } },
    { ...results, Properties: { ...results?.Properties, TableName: names.resultsTable } },
  ]);
  expect(Object.values(again).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
});

test.each([
  ['no name of a table', { targetsTable: 'a b' }, 'targetsTable: "a b" is not the name of a table'],
  ['one table for both', { targetsTable: 'one', resultsTable: 'one' }, 'resultsTable: "one" is the targetsTable too'],
])('%s is refused', (_, context, says) => {
  expect(() => templateWith(context)).toThrow(says);
});
