import type { Sighting } from '../core/observation';
import type { DatedTarget } from '../core/target';

/** There is nothing to look at but the date that somebody wrote down. */
export async function probeDated(target: DatedTarget): Promise<[Sighting]> {
  return [{ target, observation: { saw: 'date', expires: target.expires } }];
}
