import { errorOf, type Fault, faultOf, isHarmless, type Weather } from './faults';

/** A call of AWS as it is made by one process. */
export interface Call {
  /** `PutItem`, `Publish` … */
  readonly operation: string;
  /** What makes it differ from others of the same operation; of the seed's words. */
  readonly of: string;
  readonly pass: () => Promise<unknown>;
  /** Does a part of it and says what is left, where the service may. */
  readonly inPart?: () => Promise<unknown>;
  /** Told of what became of it, at the moment. */
  readonly onFault?: (fault: Fault) => void;
}

/** A process that may die: no call of a dead one is made, or answered. */
export interface Actor {
  readonly name: string;
  /** Milliseconds that its clock is ahead. */
  readonly skew: number;
  /** The clocks of those that act beside each other differ. */
  readonly isSkewed: boolean;
  readonly call: (call: Call) => Promise<unknown>;
  /** Rejects when it dies. */
  readonly death: Promise<never>;
  state: 'busy' | 'waiting' | 'done' | 'dead';
  /** A call of it has failed. */
  isUnlucky: boolean;
}

export interface Fate {
  readonly name: string;
  readonly seed: string;
  readonly weather: Weather;
  readonly skew: number;
  readonly isSkewed: boolean;
  /** Told of each call before it is made, by how many there were; may hold it back. */
  readonly onCall: (count: number, operation: string) => Promise<void>;
  /** Lets time pass. */
  readonly pass: (milliseconds: number) => void;
  /** Lets others go first, if there are any. */
  readonly hold: () => Promise<void>;
  readonly onDeath: () => void;
}

const NEVER = new Promise<never>(() => {});
const SLOW = 5_000;
const USUAL = 20;

export function createActor({ name, seed, weather, skew, isSkewed, onCall, pass, hold, onDeath }: Fate): Actor {
  const counts = new Map<string, number>();
  let calls = 0;
  let die = (_: Error) => {};
  const death = new Promise<never>((_, reject) => {
    die = reject;
  });
  const kill = () => {
    actor.state = 'dead';
    onDeath();
    die(new Error(`${name} was killed`));
    return NEVER;
  };
  const call = async (made: Call): Promise<unknown> => {
    if (isDead(actor)) return NEVER;
    await onCall(++calls, made.operation);
    const what = `${made.operation} ${made.of}`;
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    const fault = faultOf(weather, seed, name, what, count);
    pass(fault === 'slow' ? SLOW : USUAL);
    if (fault === 'slow') await hold();
    if (isDead(actor)) return NEVER;
    if (fault === 'killed') return kill();
    if (fault) made.onFault?.(fault);
    actor.isUnlucky ||= fault !== undefined && !isHarmless(fault);
    if (fault === 'throttled' || fault === 'failed' || fault === 'cut') throw errorOf(fault);
    if (fault === 'twice') await made.pass();
    const answer = fault === 'unprocessed' && made.inPart ? await made.inPart() : await made.pass();
    // Another of its calls may have killed it meanwhile.
    if (isDead(actor)) return NEVER;
    if (fault === 'killed after') return kill();
    if (fault === 'cut after') throw errorOf(fault);
    return answer;
  };
  const actor: Actor = { name, skew, isSkewed, call, death, state: 'busy', isUnlucky: false };
  return actor;
}

function isDead({ state }: Actor): boolean {
  return state === 'dead';
}
