import type { Sighting } from '../core/observation';
import type { Target } from '../core/target';

/** Sees nothing: what the row means is not known. Its first problem says why. */
export async function probeUnreadable(target: Target): Promise<[Sighting]> {
  const sentence = target.problems[0]?.sentence ?? 'The row cannot be understood.';
  return [{ target, observation: { saw: 'nothing', failure: { reason: 'not-understood', sentence } } }];
}
