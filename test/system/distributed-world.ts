import type { Context as LambdaContext } from 'aws-lambda';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { createAws } from '../../lambda/aws/clients';
import { type Instant, iso } from '../../lambda/core/instant';
import { CLOUD } from '../../lambda/core/read-targets';
import type { Result } from '../../lambda/core/result';
import { handlerOf as checkHandlerOf } from '../../lambda/handlers/check';
import { handlerOf as gatherHandlerOf } from '../../lambda/handlers/gather';
import type { Message } from '../../lambda/notify/channel';
import { probe } from '../../lambda/probes';
import type { World } from '../../lambda/stages/world';
import { openLargeTables } from '../../lambda/store/dynamo-large-tables';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { openSweepFiles } from '../../lambda/store/s3-sweep-files';
import { sweep } from '../../lambda/sweep';
import { certificate, endpoint, REFUSED, serving, unseen } from '../core/builders';
import { type Context, templateWith } from '../lib/deployment';
import { definitionIn } from '../servers/definition';
import { deliveredBy, type Event } from '../servers/event-rule';
import { newExecution } from '../servers/execution';
import type { S3Emulator } from '../servers/s3-emulator';
import { execute, type Outcome, type Task } from '../servers/state-machine';
import type { StreamRecord } from '../stages/stream';

const GATHER = 'arn:aws:lambda:eu-west-1:123456789012:function:gather';
const CHECK = 'arn:aws:lambda:eu-west-1:123456789012:function:check';
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:notafter-sweep';

/** Tables of its own, and all that was told. */
export interface Side {
  readonly database: Embedded;
  readonly world: World;
  readonly messages: Message[];
  readonly results: () => Promise<Map<string, Result>>;
  /** What was said of items that cannot be understood. */
  readonly poison: string[];
}

/** What both sides see. */
export interface Scene {
  readonly now: () => Instant;
  readonly probe: NonNullable<World['probe']>;
  readonly awsEndpoint: string;
}

/** The host `days-9.…` serves a certificate with so many days left, while it is up; whatever is no endpoint is really looked at. */
export function daysInTheName(isDown = () => false): Scene['probe'] {
  return async (target, ...rest) => {
    if (target.kind !== 'tls') return probe(target, ...rest);
    if (isDown()) return [{ target, observation: endpoint(unseen(REFUSED)) }];
    const days = Number(/^days-(\d+)/.exec(target.host)?.[1]);
    return [{ target, observation: endpoint(serving(certificate(days, { names: [target.host] }))) }];
  };
}

export async function openSide({ now, probe, awsEndpoint }: Scene): Promise<Side> {
  const database = await openEmbedded(undefined);
  const messages: Message[] = [];
  const poison: string[] = [];
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const world: World = {
    targets: openTargets(database.client, EMBEDDED_TABLES.targets),
    results: openResults(database.client, EMBEDDED_TABLES.results, { onPoison: (sentence) => poison.push(sentence) }),
    channel: async (message) => {
      messages.push(message);
    },
    look: { now, timeout: 1_000, aws: createAws({ endpoint: awsEndpoint, credentials }) },
    probe,
    place: { targetsTable: EMBEDDED_TABLES.targets },
    location: CLOUD,
    concurrency: 10,
  };
  return { database, world, messages, poison, results: () => world.results.latest() };
}

export async function sweepAlone({ world }: Side): Promise<readonly string[]> {
  return (await sweep(world)).failures;
}

/** Stands between the engine and a function. */
export type Around = (task: Task) => Task;

interface Execution {
  readonly world?: Partial<World>;
  /** What befalls the calls of the function that checks. */
  readonly around?: Around;
  /** What befalls the calls of the other. */
  readonly aroundOthers?: Around;
  /** Milliseconds that are left to each call of a function when it begins; default a minute. */
  readonly remaining?: number;
  /** The same for those of the function that does not check; default the same. */
  readonly remainingToOthers?: number;
  /** What runs besides, the youngest first; by default itself alone. */
  readonly running?: readonly string[];
  /** See {@link Machine}. */
  readonly forgetful?: boolean;
}

export interface Distributed {
  readonly definition: Record<string, unknown>;
  readonly run: (execution?: Execution) => Promise<Outcome>;
  /** Redrives an execution that has failed, by default the last. */
  readonly redrive: (execution?: Execution, name?: string) => Promise<Outcome>;
  /** Stops an execution that is under way, by default the last. */
  readonly stop: (name?: string) => void;
  /** Delivers the event of how an execution ended, by default the last. @returns undefined where no rule is for it. */
  readonly announce: (status: string, changes?: Partial<World>, name?: string) => Promise<unknown>;
  /** Has records of the stream of Targets looked at. */
  readonly edits: (records: readonly StreamRecord[], changes?: Partial<World>) => Promise<unknown>;
  /** The name of the last execution. */
  readonly last: () => string;
  /** The ARN of the next. */
  readonly next: () => string;
}

/** Of this process; the engine takes no name twice, and the bucket is shared. */
let count = 0;

/**
 * Sweeps over the same code as the deployed functions, as the state machine of the template says.
 *
 * @param through what the functions ask of S3, and the engine does not; default the emulator itself.
 * @param settings of the deployment, besides.
 */
export function distributed(
  { database, world, poison }: Side,
  s3: S3Emulator,
  through = s3.s3,
  settings: Context = {},
): Distributed {
  const { bucket } = s3;
  const template = templateWith({ distributed: 'yes', ...settings }).toJSON();
  const referred = { bucket, gather: GATHER, check: CHECK };
  const definition = definitionIn({ Resources: template.Resources }, referred);
  const tables = openLargeTables(database.client, EMBEDDED_TABLES, { onPoison: (sentence) => poison.push(sentence) });
  const files = openSweepFiles(through, s3.bucket);
  const gatherWith = (changes: Partial<World> = {}) =>
    gatherHandlerOf(() => ({ world: { ...world, ...changes }, tables, files }));
  const executions = new Map<string, Known>();

  async function go(name: string, known: Known, how: Execution): Promise<Outcome> {
    const { world: changes = {}, around = asItIs, aroundOthers = asItIs, running, forgetful = false } = how;
    const { remaining, remainingToOthers = remaining } = how;
    const gather = gatherWith(changes);
    const check = checkHandlerOf(() => ({ world: { ...world, ...changes }, tables, files }));
    const Executions = (running ?? [`arn:${name}`]).map((ExecutionArn) => ({ ExecutionArn }));
    // The engine goes by the clock of the machine.
    const { startedAt } = known.execution;
    const tasks = {
      [GATHER]: aroundOthers(async (event) => gather({ ...event, startedAt }, inLambda('gather', remainingToOthers))),
      [CHECK]: around(async (event) => check(event, inLambda('check', remaining))),
      'arn:aws:states:::aws-sdk:sfn:listExecutions': async () => ({ Executions }),
    };
    const outcome = await execute({ definition, tasks, s3, forgetful }, name, {}, known.execution);
    known.hasFailed = 'error' in outcome;
    return outcome;
  }

  function last(): string {
    return `sweep-${count}`;
  }

  return {
    definition,
    edits: async (Records, changes) => gatherWith(changes)({ Records }, inLambda('gather')),
    last,
    next: () => `arn:sweep-${count + 1}`,
    async run(how = {}) {
      const name = `sweep-${++count}`;
      const known = { execution: newExecution(iso(world.look.now())), hasFailed: false };
      executions.set(name, known);
      return go(name, known, how);
    },
    async redrive(how = {}, name = last()) {
      const known = executions.get(name);
      if (!known?.hasFailed) throw new Error('ExecutionNotRedrivable');
      known.execution.isStopped = false;
      return go(name, known, how);
    },
    stop(name = last()) {
      const known = executions.get(name);
      if (known) known.execution.isStopped = true;
    },
    async announce(status, changes, name = last()) {
      const event = deliveredBy(template.Resources, { machine: MACHINE }, endOf(name, status));
      return event && gatherWith(changes)(event, { ...inLambda('gather'), awsRequestId: `request-${++requests}` });
    },
  };
}

interface Known {
  readonly execution: ReturnType<typeof newExecution>;
  hasFailed: boolean;
}

let requests = 0;

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
function endOf(name: string, status: string): Event {
  const detail = { executionArn: `arn:${name}`, stateMachineArn: MACHINE, name, status, input: '{}', output: null };
  return { source: 'aws.states', 'detail-type': 'Step Functions Execution Status Change', detail };
}

function asItIs(task: Task): Task {
  return task;
}

function inLambda(functionName: string, remaining = 60_000): LambdaContext {
  return {
    functionName,
    awsRequestId: 'request',
    invokedFunctionArn: 'arn',
    memoryLimitInMB: '512',
    getRemainingTimeInMillis: () => remaining,
  } as LambdaContext;
}
