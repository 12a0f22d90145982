import { errorOf, type Fault, faultOf, type Weather } from './faults';

/** A call of AWS as it is made by one sweep. */
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

/** A sweep that may die: no call of a dead one is made, or answered. */
export interface Actor {
  readonly name: string;
  readonly isSkewed: boolean;
  readonly call: (call: Call) => Promise<unknown>;
  /** Resolves with what a sweep that dies comes to. */
  readonly death: Promise<readonly string[]>;
  state: 'busy' | 'waiting' | 'done' | 'dead';
}

interface Fate {
  readonly name: string;
  readonly seed: string;
  readonly weather: Weather;
  readonly isSkewed: boolean;
  /** Lets time pass. */
  readonly pass: (milliseconds: number) => void;
  readonly onDeath: () => void;
}

const NEVER = new Promise<never>(() => {});
const SLOW = 5_000;
const USUAL = 20;

export function createActor({ name, seed, weather, isSkewed, pass, onDeath }: Fate): Actor {
  const counts = new Map<string, number>();
  let die = () => {};
  const death = new Promise<readonly string[]>((resolve) => {
    die = () => resolve(['it was killed']);
  });
  const kill = () => {
    actor.state = 'dead';
    onDeath();
    die();
    return NEVER;
  };
  const call = async (made: Call): Promise<unknown> => {
    if (actor.state === 'dead') return NEVER;
    const what = `${made.operation} ${made.of}`;
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    const fault = faultOf(weather, seed, name, what, count);
    pass(fault === 'slow' ? SLOW : USUAL);
    if (fault === 'killed') return kill();
    if (fault) made.onFault?.(fault);
    if (fault === 'throttled' || fault === 'failed' || fault === 'cut') throw errorOf(fault);
    if (fault === 'twice') await made.pass();
    const answer = fault === 'unprocessed' && made.inPart ? await made.inPart() : await made.pass();
    // Another of its calls may have killed it meanwhile.
    if (isDead(actor)) return NEVER;
    if (fault === 'killed after') return kill();
    if (fault === 'cut after') throw errorOf(fault);
    return answer;
  };
  const actor: Actor = { name, isSkewed, call, death, state: 'busy' };
  return actor;
}

function isDead({ state }: Actor): boolean {
  return state === 'dead';
}
