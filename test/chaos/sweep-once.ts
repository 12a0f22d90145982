import { sweep } from '../../lambda/sweep';
import { drawn } from '../simulation/drawn';
import { act } from './act';
import type { Going, Night } from './night';

/**
 * Has one process sweep until it ends or dies.
 *
 * @param run names it, the same in each of its attempts.
 * @returns whether it ended well.
 */
export async function sweepOnce(going: Going, run: string, night: Night): Promise<boolean> {
  const { name, weather, isAlone } = going;
  const { ledger, seed, round } = night;
  night.sweeps++;
  const isShort = weather === 'rough' && drawn(seed, round, name, 'until') < 0.3;
  const world = { ...night.world, run, ...(isShort && { waitUntil: night.now + 60_000 }) };
  const { done, error } = await act(going, night, () => sweep(world));
  const failures = done ? done.failures : [String(error)];
  if (failures.length > 0 && weather !== 'rough') ledger.wrong.push(`${name} failed for no reason: ${failures}`);
  if (failures.length === 0 && isAlone) await assertAllTold(name, night);
  return failures.length === 0;
}

export async function assertAllTold(name: string, { ledger, world }: Night): Promise<void> {
  const left = [...(await world.results.latest()).values()].find(({ pending }) => pending.length > 0);
  if (left) ledger.wrong.push(`${name} was content, and left what is to be told of ${left.target}`);
}
