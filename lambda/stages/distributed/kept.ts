import { monitorId } from '../../core/monitor';
import type { Surroundings, World } from '../world';
import type { Parts } from './parts';

/** What the last sweep has kept of all, and the monitor as it stands now; for looks at edited rows. */
export function keptBySweeps({
  world,
  files,
}: Pick<Parts<World>, 'world' | 'files'>): () => Promise<Surroundings | undefined> {
  return async () => {
    const latest = await files.readLatest();
    if (latest === undefined) return undefined;
    const { rows, ...facts } = latest;
    const itself = await world.results.read(monitorId(world.location));
    return { rows, facts, remembered: new Map(itself ? [[itself.target, itself]] : []) };
  };
}
