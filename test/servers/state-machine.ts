import { StateMachine } from 'aws-local-stepfunctions';
import type { S3Emulator } from './s3-emulator';

// The interpreter is written for Node 22; of what Node 20 has not, it needs this alone.
if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });

function withResolvers() {
  let settle = {};
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

type Json = Parameters<StateMachine['run']>[0];
type Fields = Record<string, unknown>;

/** What a state's Resource does with its input. */
export type Task = (input: Fields) => Promise<unknown>;

export interface Machine {
  /** In the Amazon States Language. */
  readonly definition: Fields;
  /** By the Resource of the state. */
  readonly tasks: Readonly<Record<string, Task>>;
  readonly s3: S3Emulator;
}

export type Outcome = { readonly output: unknown } | { readonly error: string; readonly cause: string };

/**
 * Runs one execution. States are interpreted by aws-local-stepfunctions; it knows no Distributed Map, whose ItemReader,
 * ItemSelector, tolerated failures and ResultWriter are done here against S3, as their documentation says.
 */
export async function execute(machine: Machine, name: string, input: Fields = {}): Promise<Outcome> {
  const context = {
    Execution: { Name: name, Id: `arn:${name}`, StartTime: new Date().toISOString() },
    StateMachine: { Id: 'arn' },
  };
  return run(machine.definition, input, machine, context);
}

async function run(definition: Fields, input: unknown, machine: Machine, context: Fields): Promise<Outcome> {
  const states = Object.entries(definition.States as Record<string, Fields>);
  const handlers: Record<string, (given: unknown) => Promise<unknown>> = {};
  for (const [name, state] of states) {
    if (state.Type === 'Map') handlers[name] = (given) => runMap(state, given, machine, context);
    if (state.Type === 'Task') handlers[name] = (given) => taskOf(machine, state)(given as Fields);
  }
  const interpreted = states.map(([name, state]) => [name, state.Type === 'Map' ? asTask(state) : state]);
  const runnable = { ...definition, States: Object.fromEntries(interpreted) };
  const { result } = new StateMachine(runnable as never, { validationOptions: onceValidated(definition) }).run(
    input as Json,
    {
      context,
      overrides: {
        taskResourceLocalHandlers: handlers as never,
        retryIntervalOverrides: Object.fromEntries(states.map(([name]) => [name, 0])),
      },
    },
  );
  try {
    return { output: await result };
  } catch (failure) {
    // The interpreter wraps what a state threw.
    const { cause = failure } = failure as Error;
    const { name: error, message } = cause as Error;
    return { error, cause: message };
  }
}

const validated = new WeakSet<object>();

/** To validate takes far longer than to run, and a Map has thousands of children. */
function onceValidated(definition: Fields) {
  if (validated.has(definition)) return { noValidate: true } as const;
  validated.add(definition);
  return { checkArn: false } as const;
}

function taskOf({ tasks }: Machine, { Resource }: Fields): Task {
  const task = tasks[String(Resource)];
  if (task === undefined) throw new Error(`nothing is at ${Resource}`);
  return task;
}

/** Seconds. */
const LONGEST_MAP = 86_400;

/** To the interpreter a Distributed Map is a task; what follows it, and who catches its errors, stays. */
function asTask({ ItemReader, ItemSelector, ItemProcessor, ResultWriter, ...state }: Fields): Fields {
  const { Label, MaxConcurrency, ToleratedFailurePercentage, ...rest } = state;
  // A Map has no time-out of its own, which a Task has by default.
  return { ...rest, Type: 'Task', Resource: 'arn:aws:states:::map', TimeoutSeconds: LONGEST_MAP };
}

interface Child {
  readonly outcome: Outcome;
  readonly given: unknown;
}

async function runMap(state: Fields, input: unknown, machine: Machine, context: Fields): Promise<Fields> {
  const { ItemProcessor, ItemSelector, MaxConcurrency, ToleratedFailurePercentage, ResultWriter } = state;
  const { ProcessorConfig, ...processor } = ItemProcessor as Fields;
  if ((ProcessorConfig as Fields).Mode !== 'DISTRIBUTED') throw new Error('only Distributed Maps are known here');
  const items = await itemsOf(state.ItemReader as Fields, input, machine, context);
  const waiting = [...items.entries()];
  const children: Child[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [Index, Value] = next;
      const given = await filled(ItemSelector, input, { ...context, Map: { Item: { Index, Value } } });
      children.push({ given, outcome: await run(processor, given, machine, context) });
    }
  };
  await Promise.all(Array.from({ length: Number(MaxConcurrency) }, worker));
  const failed = children.filter(({ outcome }) => 'error' in outcome).length;
  if ((failed * 100) / children.length > Number(ToleratedFailurePercentage))
    throw Object.assign(new Error(`${failed} of ${children.length} failed`), {
      name: 'States.ExceedToleratedFailureThreshold',
    });
  return writeResults(ResultWriter as Fields, children, input, machine, context);
}

/** Evaluates a payload template, as the interpreter does for a state. */
async function filled(template: unknown, input: unknown, context: Fields): Promise<Fields> {
  const definition = { StartAt: 'It', States: { It: { Type: 'Pass', Parameters: template, End: true } } };
  const { result } = new StateMachine(definition as never, { validationOptions: { noValidate: true } }).run(
    input as Json,
    { context },
  );
  return (await result) as Fields;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
async function itemsOf(reader: Fields, input: unknown, { s3 }: Machine, context: Fields): Promise<unknown[]> {
  const { Bucket, Key, Prefix } = await filled(reader.Parameters, input, context);
  if (Bucket !== s3.bucket) throw new Error(`there is no bucket ${Bucket}`);
  if (String(reader.Resource).endsWith(':s3:listObjectsV2'))
    return (await s3.list(String(Prefix))).map((key) => ({ Key: key }));
  if ((reader.ReaderConfig as Fields).InputType !== 'JSONL') throw new Error('only JSON lines are read here');
  const lines = (await s3.get(String(Key))).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    // The input of a child execution has at most 256 KiB.
    if (Buffer.byteLength(line) > 256 * 1024) throw new Error('States.DataLimitExceeded');
    return JSON.parse(line);
  });
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html: failed ones come with all that is known of them. */
async function writeResults(
  writer: Fields,
  children: readonly Child[],
  input: unknown,
  { s3 }: Machine,
  context: Fields,
) {
  const { Prefix } = await filled(writer.Parameters, input, context);
  const { OutputType, Transformation } = writer.WriterConfig as Fields;
  if (OutputType !== 'JSONL' || Transformation !== 'COMPACT')
    throw new Error('only compact JSON lines are written here');
  const folder = `${Prefix}/0b7c4d1e-run`;
  const succeeded = children.flatMap(({ outcome }) => ('output' in outcome ? [outcome.output] : []));
  const failed = children.flatMap(({ outcome, given }) =>
    'error' in outcome
      ? [{ Status: 'FAILED', Input: JSON.stringify(given), Error: outcome.error, Cause: outcome.cause }]
      : [],
  );
  const write = async (status: string, records: readonly unknown[]) => {
    if (records.length === 0) return [];
    const Key = `${folder}/${status}_0.jsonl`;
    await s3.put(Key, records.map((record) => JSON.stringify(record)).join('\n'));
    return [{ Key, Size: 1 }];
  };
  const ResultFiles = {
    SUCCEEDED: await write('SUCCEEDED', succeeded),
    FAILED: await write('FAILED', failed),
    PENDING: [],
  };
  await s3.put(
    `${folder}/manifest.json`,
    JSON.stringify({ DestinationBucket: s3.bucket, MapRunArn: 'arn', ResultFiles }),
  );
  return { MapRunArn: 'arn', ResultWriterDetails: { Bucket: s3.bucket, Key: `${folder}/manifest.json` } };
}
