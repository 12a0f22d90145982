import { SWEEP_FILES } from '../lambda/environment';

export interface DefinitionProps {
  readonly partition: string;
  /** ARNs. */
  readonly gather: string;
  readonly check: string;
  /** Name of the bucket. */
  readonly bucket: string;
  /** Batches at the same time. */
  readonly concurrency: number;
  /** Seconds that one call of each may take. */
  readonly gatherSeconds: number;
  readonly checkSeconds: number;
}

type State = Readonly<Record<string, unknown>>;

/** What the files of an execution are named after. */
const SWEEP = '$$.Execution.Name';

/** Lambda itself was not able to: nothing of the kind is a batch's fault. */
const OF_LAMBDA = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
];

/** Waits are jittered: batches that were turned away together must not come back together. */
const BACKOFF = { BackoffRate: 2, JitterStrategy: 'FULL' };
const RETRY = [
  { ErrorEquals: OF_LAMBDA, IntervalSeconds: 2, MaxAttempts: 6, MaxDelaySeconds: 30, ...BACKOFF },
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 2, ...BACKOFF },
];

/** Whatever still runs then hangs, and would keep all others from beginning. */
const LONGEST_SECONDS = 6 * 3600;

/** What fails so often does so for a reason that the other batches share. */
const TOLERATED_PERCENT = 50;

/**
 * The state machine in the Amazon States Language. What the tasks are given is read in lambda/handlers/part-task.ts. No state
 * catches what it throws: a redrive goes on with the state that failed, and one whose error is caught has not. What was recorded
 * until then is told by way of lib/given-up.ts.
 */
export function definition(props: DefinitionProps): object {
  return {
    Comment: 'A sweep over very many targets',
    StartAt: 'FindOthers',
    TimeoutSeconds: LONGEST_SECONDS,
    States: {
      ...onlyOne(props),
      Gather: task(props.gather, props.gatherSeconds, 'gather', {}, { ResultPath: '$.gathered', Next: 'AnyBatches' }),
      AnyBatches: choice({ Variable: '$.gathered.batches', NumericGreaterThan: 0 }, 'Check', 'Weigh'),
      Check: batches(props, {
        call: 'CheckBatch',
        reader: jsonLines(props),
        given: { task: 'check', 'item.$': '$$.Map.Item.Value' },
        writes: SWEEP_FILES.checked,
        next: { Label: 'Check', ResultPath: '$.checked', Next: 'Weigh' },
      }),
      Weigh: task(
        props.gather,
        props.gatherSeconds,
        'weigh',
        { 'state.$': '$' },
        { ResultPath: '$.weighed', Next: 'AnyLost' },
      ),
      AnyLost: choice({ Variable: '$.weighed.lost', NumericGreaterThan: 0 }, 'Settle', 'Finish'),
      Settle: batches(props, {
        call: 'SettleBatch',
        reader: lostObjects(props),
        given: { task: 'settle', 'key.$': '$$.Map.Item.Value.Key', 'blindTo.$': '$.weighed.blindTo' },
        writes: SWEEP_FILES.settled,
        next: { Label: 'Settle', ResultPath: '$.settled', Next: 'Finish' },
      }),
      Finish: task(
        props.gather,
        props.gatherSeconds,
        'finish',
        { 'startedAt.$': '$$.Execution.StartTime', 'state.$': '$' },
        { Next: 'IsAnyUntold' },
      ),
      IsAnyUntold: choice({ Variable: '$.told.isOutOfTime', BooleanEquals: true }, 'Tell', 'Done'),
      Tell: task(props.gather, props.gatherSeconds, 'tell', {}, { ResultPath: '$.told', Next: 'IsAnyUntold' }),
      Done: { Type: 'Succeed' },
    },
  };
}

/** A schedule starts whether the last sweep is over or not. The list has the newest first: of several, the older goes on. */
function onlyOne({ partition }: DefinitionProps): Record<string, State> {
  return {
    FindOthers: {
      Type: 'Task',
      Resource: `arn:${partition}:states:::aws-sdk:sfn:listExecutions`,
      Parameters: { 'StateMachineArn.$': '$$.StateMachine.Id', StatusFilter: 'RUNNING', MaxResults: 2 },
      ResultPath: '$.running',
      Retry: RETRY,
      Next: 'IsAnyOlder',
    },
    IsAnyOlder: choice(
      {
        And: [
          { Variable: '$.running.Executions[1]', IsPresent: true },
          { Variable: '$.running.Executions[0].ExecutionArn', StringEqualsPath: '$$.Execution.Id' },
        ],
      },
      'LeftToOther',
      'Gather',
    ),
    LeftToOther: { Type: 'Succeed', Comment: 'The sweep before is still under way' },
  };
}

function task(Resource: string, TimeoutSeconds: number, name: string, given: State, next: State): State {
  return {
    Type: 'Task',
    Resource,
    TimeoutSeconds,
    Parameters: { task: name, 'sweep.$': SWEEP, ...given },
    Retry: RETRY,
    ...next,
  };
}

function choice(test: State, Next: string, Default: string): State {
  return { Type: 'Choice', Choices: [{ ...test, Next }], Default };
}

interface Batches {
  /** Name of the state that calls the function, different from all others. */
  readonly call: string;
  readonly reader: State;
  /** To each call, besides the name of the sweep. */
  readonly given: State;
  readonly writes: (sweep: string) => string;
  readonly next: State;
}

/** A Distributed Map with a call of the function for each item. */
function batches(props: DefinitionProps, { call, reader, given, writes, next }: Batches): State {
  const { partition, check, checkSeconds, bucket, concurrency } = props;
  return {
    Type: 'Map',
    ItemReader: reader,
    ItemSelector: { 'sweep.$': SWEEP, ...given },
    MaxConcurrency: concurrency,
    ToleratedFailurePercentage: TOLERATED_PERCENT,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
      StartAt: call,
      States: { [call]: { Type: 'Task', Resource: check, TimeoutSeconds: checkSeconds, Retry: RETRY, End: true } },
    },
    ResultWriter: {
      Resource: `arn:${partition}:states:::s3:putObject`,
      Parameters: { Bucket: bucket, 'Prefix.$': named(writes) },
      // The outputs alone: with what each was given, they would be as large as the manifest.
      WriterConfig: { OutputType: 'JSONL', Transformation: 'COMPACT' },
    },
    ...next,
  };
}

function jsonLines({ partition, bucket }: DefinitionProps): State {
  return {
    Resource: `arn:${partition}:states:::s3:getObject`,
    ReaderConfig: { InputType: 'JSONL' },
    Parameters: { Bucket: bucket, 'Key.$': named(SWEEP_FILES.manifest) },
  };
}

function lostObjects({ partition, bucket }: DefinitionProps): State {
  return {
    Resource: `arn:${partition}:states:::s3:listObjectsV2`,
    Parameters: { Bucket: bucket, 'Prefix.$': named(SWEEP_FILES.lost) },
  };
}

/** A key in the words of the engine. */
function named(key: (sweep: string) => string): string {
  return `States.Format('${key('{}')}', ${SWEEP})`;
}
