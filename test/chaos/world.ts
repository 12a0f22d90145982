import { createAws } from '../../lambda/aws/clients';
import type { Observation, Sighting } from '../../lambda/core/observation';
import { CLOUD } from '../../lambda/core/read-targets';
import { asFound, type Target } from '../../lambda/core/target';
import type { World } from '../../lambda/stages/world';
import { drawn } from '../simulation/drawn';
import type { Actor } from './actor';
import { lookAt, type Site } from './estate';
import type { Night } from './night';
import { acting, channelFor } from './service';
import { turns } from './turns';

const AWS = createAws({
  endpoint: 'http://127.0.0.1:1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});

/** The world of whoever acts. @param night read when it is first touched. */
export function worldOf({ targets, results }: Pick<World, 'targets' | 'results'>, night: () => Night): World {
  return {
    targets,
    results,
    channel: channelFor(() => night().ledger),
    look: { now: () => night().now + whoActs().skew, timeout: 1_000, aws: AWS },
    async probe(target) {
      const { sites, seed, round, ledger, late } = night();
      const looks = ++night().looks;
      const see = (site: Site) => {
        ledger.looked(site.target, site.expires);
        return lookAt(site, seed, round, looks);
      };
      const shown = seenAt(target, sites, see);
      late.get(looks)?.();
      late.delete(looks);
      await turns(Math.floor(drawn(seed, round, whoActs().name, target.id) ** 3 * 300));
      night().now += 50;
      return shown;
    },
    place: { targetsTable: 'Targets' },
    location: CLOUD,
    concurrency: 4,
    async wait(milliseconds) {
      const actor = whoActs();
      actor.state = 'waiting';
      await turns(50);
      if (actor.state === 'waiting') actor.state = 'busy';
      // As long as another does something, its time is what that takes, and not what this one waits.
      const isAnyBusy = night().actors.some((one) => one !== actor && one.state === 'busy');
      night().now += isAnyBusy ? 100 : milliseconds;
    },
  };
}

function seenAt(target: Target, sites: readonly Site[], see: (site: Site) => Observation): [Sighting, ...Sighting[]] {
  if (target.kind === 'acm') {
    const held = sites.filter(({ isHeld }) => isHeld);
    const found = held.map((site) => ({ target: asFound(target, site.target), observation: see(site) }));
    return [{ target, observation: { saw: 'inventory', count: held.length } }, ...found];
  }
  const site = sites.find((one) => one.target === target.id);
  if (site === undefined) throw new Error(`nothing is known of ${target.id}`);
  return [{ target, observation: see(site) }];
}

function whoActs(): Actor {
  const actor = acting.getStore();
  if (actor === undefined) throw new Error('nobody acts');
  return actor;
}
