import { iso } from '../../lambda/core/instant';
import { monitorId } from '../../lambda/core/monitor';
import { CLOUD } from '../../lambda/core/read-targets';
import { execute, type Task } from '../servers/state-machine';
import { drawn } from '../simulation/drawn';
import { type Acted, act, hold } from './act';
import { isOffline } from './estate';
import { mishapOf } from './faults';
import { FUNCTIONS } from './machine';
import type { Going, Handler, Machine, Night } from './night';
import { assertAllTold } from './sweep-once';

/** An execution of the state machine, as the engine sees it. */
interface Execution extends Going {
  /** How often each call of a function was tried. */
  readonly tries: Map<string, number>;
  isStopped: boolean;
  /** A call of it goes on that nobody waits for. */
  isLoose: boolean;
  /** What has become of the last call. */
  last?: Acted<unknown>;
}

/** Has the engine sweep until the execution ends, fails or is stopped. @returns whether it ended well. */
export async function executeOnce(going: Going, machine: Machine, night: Night): Promise<boolean> {
  const { name, weather, isAlone } = going;
  const { ledger } = night;
  const execution: Execution = { ...going, tries: new Map(), isStopped: false, isLoose: false };
  const startedAt = iso(night.now);
  const arn = `arn:${name}`;
  night.sweeps++;
  machine.running = [arn, ...machine.running];
  const tasks: Record<string, Task> = {
    [FUNCTIONS.gather]: (event) => called(machine.gather, { ...event, startedAt }, execution, night),
    [FUNCTIONS.check]: (event) => called(machine.check, event, execution, night),
    'arn:aws:states:::aws-sdk:sfn:listExecutions': async () => ({ Executions: listed(going, machine, night) }),
  };
  const outcome = await execute({ ...machine, tasks }, name);
  machine.running = machine.running.filter((one) => one !== arn);
  const isWell = 'output' in outcome;
  if (!isWell && weather !== 'rough') ledger.wrong.push(`${name} failed for no reason: ${JSON.stringify(outcome)}`);
  // The last part alone has to tell, whatever has become of those before.
  const hasTold = execution.last?.error === undefined && execution.last?.isUnlucky === false;
  if (isWell && hasTold && isAlone && !execution.isLoose) await assertAllTold(name, night);
  if (isWell && isAlone && !execution.isLoose) assertAllCounted(going, execution.last?.done, night);
  return isWell;
}

/** What the engine lists may not show yet what has just begun. */
function listed({ name, weather }: Going, { running }: Machine, { seed }: Night) {
  const isLate = weather === 'rough' && drawn(seed, name, 'list') < 0.5;
  return (isLate ? [`arn:${name}`] : running.slice(0, 2)).map((ExecutionArn) => ({ ExecutionArn }));
}

/** Each target is counted by one part of the sweep, but for what failed, and what was never seen while the prober reaches nothing. */
function assertAllCounted({ name, weather }: Going, summary: unknown, { ledger, sites, seed, round }: Night): void {
  const isMissing = weather === 'rough' || isOffline(seed, round);
  const { targets } = summary as { readonly targets: number };
  const watched = sites.filter(({ watchedSince }) => watchedSince !== undefined).length;
  // Besides them the inventory, and the prober itself where there was ever something to say of it.
  const all = watched + 1 + (ledger.knows(monitorId(CLOUD)) ? 1 : 0);
  if (isMissing ? targets > all : targets !== all) ledger.wrong.push(`${name} counted ${targets} targets of ${all}`);
}

type Fields = Readonly<Record<string, unknown>>;

/** Milliseconds that a call of a function has; few are short of it. */
const REMAINING = 900_000;
const SHORT = 40_000;

/** Calls of AWS that a function makes, more or less. */
const CALLS = 60;

/** Milliseconds until the engine tries again. */
const PAUSE = 5_000;

/** One call of a function, and what the engine hears of it. */
async function called(handler: Handler, event: Fields, execution: Execution, night: Night): Promise<unknown> {
  const { weather } = execution;
  const { seed } = night;
  if (execution.isStopped) throw failure('Stopped');
  const name = nameOf(event, execution, night);
  const mishap = mishapOf(weather, seed, name, 'mishap');
  if (mishap === 'turned away') throw failure('Lambda.TooManyRequestsException');
  const isShort = weather === 'rough' && drawn(seed, name, 'short') < 0.05;
  const isLeft = mishap === 'given up' || mishap === 'stopped';
  const leaves = moment(isLeft ? Math.floor(drawn(seed, name, 'left') * CALLS) : Number.POSITIVE_INFINITY, night);
  const acting = act({ ...execution, name, onCall: leaves.onCall }, night, () =>
    handler(event, isShort ? SHORT : REMAINING),
  );
  night.loose.push(acting);
  const acted = await (isLeft ? Promise.race([acting, leaves.reached]) : acting);
  execution.isStopped ||= mishap === 'stopped';
  execution.isLoose ||= acted === undefined;
  if (acted === undefined || mishap !== undefined) throw failure('Lambda.SdkClientException');
  execution.last = acted;
  if (acted.error !== undefined) throw acted.error;
  return acted.done;
}

/** Of this try. */
function nameOf({ task, item, key }: Fields, { name, tries }: Execution, night: Night): string {
  const { batch } = (item ?? {}) as { readonly batch?: string };
  const what = `${name} ${[task, batch ?? key].filter(Boolean).join(' ')}`;
  const nth = (tries.get(what) ?? 0) + 1;
  tries.set(what, nth);
  if (nth > 1) night.now += PAUSE;
  return `${what} ${nth}`;
}

/** When so many calls of AWS have been made, or, for half of all, when the first message is to be sent; it is slow from then on, which is why nobody waits for it. */
function moment(calls: number, night: Night) {
  let reach = () => {};
  const reached = new Promise<undefined>((resolve) => {
    reach = () => resolve(undefined);
  });
  let isReached = false;
  const onCall = async (count: number, operation: string) => {
    isReached ||= count > calls || (calls % 2 === 0 && operation === 'Publish');
    if (!isReached) return;
    reach();
    await hold(night);
  };
  return { reached, onCall };
}

function failure(name: string): Error {
  return Object.assign(new Error(name), { name });
}
