import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../core/instant';
import type { Lease } from '../store/results-table';
import type { World } from './world';

/** What a run needs of the world to do something alone. */
export type Alone = Pick<World, 'results' | 'run' | 'wait' | 'waitUntil'> & {
  readonly look: Pick<World['look'], 'now'>;
};

/** Whether the run may go on; asked before each thing that must not be done twice. */
export type MayGoOn = () => Promise<boolean>;

/**
 * Milliseconds without a sign of life after which a holder is taken for dead. All tries of one message take 80 s at most; the clocks
 * of two runs are never compared.
 */
const DEAD_AFTER = 120_000;

const ASKS_EVERY = 2_000;

/**
 * Does what one run alone may do at a time, and waits while another does it. What an earlier attempt of the same run has taken is
 * taken over at once, what one that died has, after two minutes without a sign of life.
 *
 * @param work does it, while it may go on.
 * @param instead what it comes to when the time for waiting was over.
 */
export async function alone<T extends { readonly failures: readonly string[] }>(
  of: string,
  world: Alone,
  work: (mayGoOn: MayGoOn) => Promise<T>,
  instead: T,
): Promise<T> {
  const { results } = world;
  const begun = world.look.now();
  const lease = await take(of, world);
  if (lease === undefined) return { ...instead, failures: [...instead.failures, heldFor(of, begun, world)] };
  const failures: string[] = [];
  const giveBack = () =>
    results.releaseLease(lease).catch((error: unknown) => {
      failures.push(`The lease of “${of}” could not be given back, and the next run may wait for it: ${String(error)}`);
    });
  const done = await work(goingOn(lease, world, failures)).finally(giveBack);
  return { ...done, failures: [...done.failures, ...failures] };
}

function heldFor(of: string, begun: Instant, { look }: Alone): string {
  const seconds = Math.round((look.now() - begun) / 1000);
  return `Another run held the lease of “${of}” for all of ${seconds} s; what was to be told then stays for the next`;
}

async function take(of: string, world: Alone): Promise<Lease | undefined> {
  const { results, look, run = randomUUID(), wait = sleep, waitUntil = Number.POSITIVE_INFINITY } = world;
  const own: Lease = { of, holder: run, token: randomUUID(), beat: 0 };
  let met: Lease | undefined;
  let metAt = look.now();
  for (;;) {
    const isDead = look.now() - metAt >= DEAD_AFTER;
    const held = await results.takeLease(own, isDead ? met : undefined);
    if (held?.token === own.token) return own;
    if (held?.token !== met?.token || held?.beat !== met?.beat) {
      met = held;
      metAt = look.now();
    }
    if (look.now() >= waitUntil) return undefined;
    await wait(ASKS_EVERY);
  }
}

/** Asked each time: another attempt of the same run takes the lease over at once, be the one before dead or only out of sight. */
function goingOn(lease: Lease, { results }: Alone, failures: string[]): MayGoOn {
  let isOver = false;
  return async () => {
    if (isOver) return false;
    const lost = await results.renewLease(lease).then(
      (isHeld) => (isHeld ? undefined : 'another run has taken it over, and goes on'),
      (error: unknown) => `it could not be renewed: ${String(error)}`,
    );
    if (lost !== undefined && !isOver) failures.push(`The lease of “${lease.of}” was lost in the midst: ${lost}`);
    isOver ||= lost !== undefined;
    return !isOver;
  };
}
