import { createAws } from '../../lambda/aws/clients';
import type { Instant } from '../../lambda/core/instant';
import { CLOUD } from '../../lambda/core/read-targets';
import type { World } from '../../lambda/stages/world';
import { sweep } from '../../lambda/sweep';
import { drawn } from '../simulation/drawn';
import { inOutbox } from '../store/results';
import { type Actor, createActor } from './actor';
import { lookAt, type Site } from './estate';
import type { Weather } from './faults';
import type { Ledger } from './ledger';
import { acting, channelFor } from './service';
import { turns } from './turns';

/** What goes on in it. */
export interface Night extends Pick<World, 'targets' | 'results'> {
  readonly seed: string;
  readonly sites: readonly Site[];
  readonly ledger: Ledger;
  /** The sweeps of this round. */
  readonly actors: Actor[];
  now: Instant;
  looks: number;
  killed: number;
  sweeps: number;
  /** What happens in the midst of the round, by the count of looks. */
  late: Map<number, () => void>;
}

export interface Going {
  readonly round: number;
  readonly weather: Weather;
  readonly isAlone: boolean;
  /** The clocks of the sweeps of this round differ. */
  readonly isSkewed: boolean;
  readonly name: string;
  readonly run: string;
  readonly skew: number;
}

/** Runs one sweep until it ends or dies. @returns whether it ended well. */
export async function sweepOnce(going: Going, night: Night): Promise<boolean> {
  const { name, weather, isAlone, isSkewed } = going;
  const { ledger, sites, results, actors } = night;
  const actor = createActor({
    name,
    seed: night.seed,
    weather,
    isSkewed,
    pass: (milliseconds) => {
      night.now += milliseconds;
    },
    onDeath: () => {
      night.killed++;
      ledger.excuseLast(name);
    },
  });
  actors.push(actor);
  night.sweeps++;
  const failures = await acting.run(actor, () =>
    Promise.race([actor.death, failuresOf(sweep(worldOf(actor, going, night)))]),
  );
  actor.state = actor.state === 'dead' ? 'dead' : 'done';
  if (failures.length > 0 && weather !== 'rough') ledger.wrong.push(`${name} failed for no reason: ${failures}`);
  if (failures.length > 0 || !isAlone) return failures.length === 0;
  const left = await inOutbox(
    results,
    sites.map(({ target }) => target),
  );
  if (left.length > 0) ledger.wrong.push(`${name} was content, and left what is to be told of ${left[0]?.target}`);
  return true;
}

function failuresOf(sweeping: ReturnType<typeof sweep>): Promise<readonly string[]> {
  return sweeping.then(
    ({ failures }) => failures,
    (error: unknown) => [String(error)],
  );
}

const AWS = createAws({
  endpoint: 'http://127.0.0.1:1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});

function worldOf(actor: Actor, { run, skew, round, weather }: Going, night: Night): World {
  const { seed, sites, ledger, targets, results, actors } = night;
  const says = (word: string) => drawn(seed, round, actor.name, word);
  return {
    targets,
    results,
    channel: channelFor(ledger),
    look: { now: () => night.now + skew, timeout: 1_000, aws: AWS },
    async probe(target) {
      const site = sites.find((one) => one.target === target.id);
      if (site === undefined) throw new Error(`nothing is known of ${target.id}`);
      const observation = lookAt(site, seed, round);
      ledger.looked(site.target, site.expires);
      night.late.get(++night.looks)?.();
      night.late.delete(night.looks);
      await turns(Math.floor(says(target.id) ** 3 * 300));
      night.now += 50;
      return [{ target, observation }];
    },
    place: { targetsTable: 'Targets' },
    location: CLOUD,
    concurrency: 4,
    run,
    ...(weather === 'rough' && says('until') < 0.3 && { waitUntil: night.now + 60_000 }),
    async wait(milliseconds) {
      actor.state = 'waiting';
      await turns(50);
      if (actor.state === 'waiting') actor.state = 'busy';
      // As long as another does something, its time is what that takes, and not what this one waits.
      night.now += actors.some((one) => one !== actor && one.state === 'busy') ? 100 : milliseconds;
    },
  };
}
