import type { Execution as Engine } from '../servers/execution';
import { drawn } from '../simulation/drawn';
import { type Acted, act, hold } from './act';
import { mishapOf } from './faults';
import type { Going, Handler, Night } from './night';

/** An execution of the state machine, as the engine sees it. */
export interface Execution extends Omit<Going, 'isAlone'> {
  /** Nobody else acts: nothing has begun beside it, be it over or not. */
  isAlone: boolean;
  /** What it remembers. */
  readonly engine: Engine;
  /** How often each call of a function was tried. */
  readonly tries: Map<string, number>;
  /** Calls of it that go on, and nobody waits for them. */
  readonly loose: Promise<unknown>[];
  /** What has become of the last call. */
  last?: Acted<unknown>;
  /** What it has come to. */
  summary?: unknown;
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
export async function called(handler: Handler, event: Fields, execution: Execution, night: Night): Promise<unknown> {
  const { weather, engine } = execution;
  const { seed } = night;
  if (engine.isStopped) throw failure('Stopped');
  const name = nameOf(event, execution, night);
  const mishap = mishapOf(weather, seed, name, 'mishap');
  if (mishap === 'turned away') throw failure('Lambda.TooManyRequestsException');
  const isLeft = mishap === 'given up' || mishap === 'stopped';
  const leaves = moment(isLeft ? Math.floor(drawn(seed, name, 'left') * CALLS) : Number.POSITIVE_INFINITY, night);
  const acting = act({ ...execution, name, onCall: leaves.onCall }, night, () =>
    handler(event, remainingOf(name, execution, night)),
  );
  night.loose.push(acting);
  const acted = await (isLeft ? Promise.race([acting, leaves.reached]) : acting);
  engine.isStopped ||= mishap === 'stopped';
  if (acted === undefined) execution.loose.push(acting);
  if (acted === undefined || mishap !== undefined) throw failure('Lambda.SdkClientException');
  execution.last = acted;
  if (event.task === 'finish') execution.summary = acted.done;
  if (acted.error !== undefined) throw acted.error;
  return acted.done;
}

/** What is left to a call when it begins. */
export function remainingOf(name: string, { weather }: Pick<Going, 'weather'>, { seed }: Night): number {
  return weather === 'rough' && drawn(seed, name, 'short') < 0.05 ? SHORT : REMAINING;
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
