import type { Sighting } from '../core/observation';
import type { MonitorTarget } from '../core/target';

/** A look at one target sees nothing of the prober; what a sweep notices of itself is settled by its end. */
export async function probeMonitor(target: MonitorTarget): Promise<[Sighting]> {
  const sentence = 'How a prober is doing is seen by its sweeps alone.';
  return [{ target, observation: { saw: 'nothing', failure: { reason: 'not-looked', sentence } } }];
}
