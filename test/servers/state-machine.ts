import { StateMachine } from 'aws-local-stepfunctions';
import { type Execution, type Fields, type Machine, newExecution, type Outcome, type Task } from './execution';
import { runMap } from './map-run';

// The interpreter is written for Node 22; of what Node 20 has not, it needs this alone.
if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });

function withResolvers() {
  let settle = {};
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

export type { Outcome, Task };

type Json = Parameters<StateMachine['run']>[0];

/**
 * Runs one execution. States are interpreted by aws-local-stepfunctions; it knows no Distributed Map, whose ItemReader,
 * ItemSelector, tolerated failures and ResultWriter are done here against S3, as their documentation says.
 *
 * @param execution what is remembered of it. Given again, it is redriven: states and children that succeeded are not run again, all
 *   others are, as https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html says.
 */
export async function execute(
  machine: Machine,
  name: string,
  input: Fields = {},
  execution = newExecution(),
): Promise<Outcome> {
  const context = {
    Execution: { Name: name, Id: `arn:${name}`, StartTime: execution.startedAt },
    StateMachine: { Id: 'arn' },
  };
  return run(machine.definition, input, machine, context, execution);
}

/** @param execution undefined for a child, which is redriven from its beginning. */
async function run(
  definition: Fields,
  input: unknown,
  machine: Machine,
  context: Fields,
  execution?: Execution,
): Promise<Outcome> {
  const states = Object.entries(definition.States as Record<string, Fields>);
  const handlers: Record<string, (given: unknown) => Promise<unknown>> = {};
  for (const [name, state] of states) {
    if ('Catch' in state) throw new Error('what a redrive makes of a state that catches is not known here');
    if (state.Type === 'Map' && execution)
      handlers[name] = once(name, execution, (given) =>
        runMap({ name, state, machine, context, execution, runChild: run }, given),
      );
    if (state.Type === 'Task')
      handlers[name] = once(name, execution, (given) => taskOf(machine, state)(given as Fields));
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

function once(name: string, execution: Execution | undefined, work: (given: unknown) => Promise<unknown>) {
  if (execution === undefined) return work;
  let entered = 0;
  let isAnother = false;
  return async (given: unknown) => {
    // Another attempt enters nothing.
    if (!isAnother) entered++;
    const entry = `${name} ${entered}`;
    if (execution.succeeded.has(entry)) return execution.succeeded.get(entry);
    isAnother = true;
    stopHere(execution);
    const output = await work(given);
    // Who was stopped is not waited for.
    stopHere(execution);
    execution.succeeded.set(entry, output);
    isAnother = false;
    return output;
  };
}

function stopHere({ isStopped }: Execution): void {
  if (isStopped) throw Object.assign(new Error('somebody has stopped it'), { name: 'Aborted' });
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

/** To the interpreter a Distributed Map is a task; what follows it stays. */
function asTask({ ItemReader, ItemSelector, ItemProcessor, ResultWriter, ...state }: Fields): Fields {
  const { Label, MaxConcurrency, ToleratedFailurePercentage, ...rest } = state;
  // A Map has no time-out of its own, which a Task has by default.
  return { ...rest, Type: 'Task', Resource: 'arn:aws:states:::map', TimeoutSeconds: LONGEST_MAP };
}
