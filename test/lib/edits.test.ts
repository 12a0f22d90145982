import { Match } from 'aws-cdk-lib/assertions';
import { templateWith } from './deployment';

const template = templateWith();
const named = (id: string) => Match.stringLikeRegexp(`^${id}[0-9A-F]{8}$`);

test('rows that are written start the function of the sweeps, those that are removed do not', () => {
  template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    FunctionName: { Ref: named('Sweep') },
    EventSourceArn: { 'Fn::GetAtt': [named('Targets'), 'StreamArn'] },
    StartingPosition: 'LATEST',
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT","MODIFY"]}' }] },
  });
});

test('where sweeps are distributed they start the function that keeps what is known of all', () => {
  const distributed = templateWith({ distributed: 'yes' });
  distributed.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
  distributed.hasResourceProperties('AWS::Lambda::EventSourceMapping', { FunctionName: { Ref: named('Gather') } });
  distributed.hasResource('AWS::Lambda::Function', {
    Properties: { Description: Match.stringLikeRegexp('looks at edits') },
    DependsOn: Match.arrayWith([named('SweepRoleDefaultPolicy')]),
  });
});

test('so many at once that a batch is looked at in one go, a moment after the first', () => {
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 2,
    ParallelizationFactor: 1,
  });
});

test('a record that fails is made out by halves, tried three times, given up and never in the way for longer than an hour', () => {
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 2,
    MaximumRecordAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [named('DeadLetters'), 'Arn'] } } },
    FunctionResponseTypes: Match.absent(),
  });
});

test('it begins when the function may read the stream', () => {
  template.hasResource('AWS::Lambda::Function', {
    Properties: { FunctionName: Match.absent(), Timeout: 900 },
    DependsOn: Match.arrayWith([named('SweepRoleDefaultPolicy')]),
  });
});
