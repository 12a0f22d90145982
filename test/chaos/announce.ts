import { drawn } from '../simulation/drawn';
import { act, afterCalls } from './act';
import { type Execution, remainingOf } from './called';
import type { Ending, Going, Machine, Night } from './night';

interface Ended {
  readonly execution: Execution;
  /** It is the so-manieth time that it ended. */
  readonly ending: number;
  readonly isRedriven: boolean;
}

/** Calls of AWS that others make before an event comes beside them, at most. */
const LATEST = 150;

/**
 * Delivers the event that the engine gave a sweep up: never, once or twice; at once, beside its redrive, or beside the next sweep.
 *
 * @returns whether one is delivered beside the redrive.
 */
export async function announce(
  { execution, ending, isRedriven }: Ended,
  machine: Machine,
  night: Night,
): Promise<boolean> {
  const { name, engine } = execution;
  const status = engine.isStopped ? 'ABORTED' : 'FAILED';
  const says = (...words: readonly (string | number)[]) => drawn(night.seed, name, 'event', ending, ...words);
  const all = Array.from({ length: Math.floor(says('count') * 3) }, (_, i) => ({
    ended: { sweep: name, status, event: `${name} event ${ending}.${i + 1}` } satisfies Ending,
    when: says('when', i),
  }));
  const atOnce = all.filter(({ when }) => when < 0.35);
  const beside = all.filter(({ when }) => isRedriven && when >= 0.35 && when < 0.75);
  const late = all.filter((one) => !atOnce.includes(one) && !beside.includes(one));
  machine.undelivered.push(...late.map(({ ended }) => ended));
  await Promise.all(atOnce.map(({ ended }) => deliver(ended, execution, machine, night)));
  for (const { ended } of beside) deliverBeside(ended, execution, machine, night);
  return beside.length > 0;
}

/** Delivers, beside a sweep that begins, what is left of those before. @returns whether there is any. */
export function deliverLate(machine: Machine, going: Going, night: Night): boolean {
  const late = machine.undelivered.splice(0);
  for (const ended of late) deliverBeside(ended, going, machine, night);
  return late.length > 0;
}

function deliverBeside(ended: Ending, going: Going, machine: Machine, night: Night): void {
  const calls = night.calls + Math.floor(drawn(night.seed, ended.event, 'calls') * LATEST);
  night.loose.push(afterCalls(calls, night).then(() => deliver(ended, going, machine, night)));
}

/** Lambda makes so many attempts at an event. */
const MOST_ATTEMPTS = 3;

async function deliver({ sweep, status, event }: Ending, going: Going, machine: Machine, night: Night): Promise<void> {
  night.events++;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const name = `${event} ${attempt}`;
    const { error } = await act({ ...going, name }, night, () =>
      machine.gather({ task: 'gaveUp', sweep, status }, remainingOf(name, going, night), event),
    );
    if (error === undefined) return;
    night.now += attempt * 60_000;
  }
}
