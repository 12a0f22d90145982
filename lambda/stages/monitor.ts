import { NOTHING_ELSE_KNOWN } from '../core/estate';
import type { Noticed } from '../core/noticed';
import type { Checked } from './check';
import type { Gathered } from './gather';
import { settle } from './settle';
import type { World } from './world';

/** Records what the sweep has noticed of itself, as of any other target; nothing where there never was anything. */
export async function watchItself({ monitor, remembered }: Gathered, checked: Checked, world: World): Promise<Checked> {
  const before = remembered.get(monitor.id);
  const noticed: Noticed = { ...(checked.blind && { blind: checked.blind }) };
  const isNothing = before === undefined && checked.blind === undefined && monitor.problems.length === 0;
  if (isNothing) return checked;
  try {
    const sighting = { target: monitor, observation: { saw: 'monitor', noticed } } as const;
    const { result, written } = await settle(sighting, undefined, before, NOTHING_ELSE_KNOWN, world);
    return {
      ...checked,
      results: [...checked.results, result],
      recorded: checked.recorded + (written ? 1 : 0),
      pending: result.pending.length > 0 ? new Set([...checked.pending, result.target]) : checked.pending,
    };
  } catch (error) {
    return { ...checked, failures: [...checked.failures, `${monitor.id} could not be recorded: ${String(error)}`] };
  }
}
