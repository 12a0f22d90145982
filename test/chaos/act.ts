import { createActor } from './actor';
import type { Going, Night } from './night';
import { acting } from './service';
import { turns } from './turns';

interface Act extends Pick<Going, 'name' | 'weather' | 'isSkewed' | 'skew'> {
  /** Told of each call of AWS before it is made, by how many it has made; may hold it back. */
  readonly onCall?: (count: number, operation: string) => Promise<void>;
}

export interface Acted<T> {
  readonly done?: T;
  /** What it threw, or that it died. */
  readonly error?: unknown;
  /** A call of its own has failed. */
  readonly isUnlucky: boolean;
}

/** Has a process do something until it is done or dies. */
export async function act<T>(going: Act, night: Night, work: () => Promise<T>): Promise<Acted<T>> {
  const { ledger } = night;
  const { name, onCall } = going;
  const actor = createActor({
    ...going,
    seed: night.seed,
    pass: (milliseconds) => {
      night.now += milliseconds;
    },
    hold: () => hold(night),
    async onCall(count, operation) {
      night.calls++;
      for (const { calls, begin } of night.waiting) if (calls <= night.calls) begin();
      await onCall?.(count, operation);
    },
    onDeath: () => {
      night.killed++;
      ledger.died(name);
    },
  });
  night.actors.push(actor);
  const ended = acting.run(actor, () => Promise.race([actor.death, work()]));
  const what = await ended.then(
    (done) => ({ done }),
    (error: unknown) => ({ error }),
  );
  if (actor.state !== 'dead') actor.state = 'done';
  return { ...what, isUnlucky: actor.isUnlucky };
}

/** Calls of others that one which is slow lets pass, at most; and turns that it waits for them. */
const HELD_FOR = 40;
const HELD_TURNS = 400;

/** Lets others go first, if there are any. */
export async function hold(night: Night): Promise<void> {
  const until = night.calls + HELD_FOR;
  const isAlone = () => night.actors.filter(({ state }) => state === 'busy').length < 2;
  for (let i = 0; i < HELD_TURNS && night.calls < until && !isAlone(); i++) await turns(5);
}

/** Resolves when so many calls have been made in this round, or when all that wait are let go. */
export function afterCalls(calls: number, night: Night): Promise<void> {
  if (calls <= night.calls) return Promise.resolve();
  return new Promise((begin) => night.waiting.push({ calls, begin }));
}

export function letGo({ waiting }: Night): void {
  for (const { begin } of waiting.splice(0)) begin();
}
