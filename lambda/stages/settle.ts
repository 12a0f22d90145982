import { isNotLooked } from '../core/blindness';
import { conclude } from '../core/conclude';
import type { Estate } from '../core/estate';
import { underMaintenance } from '../core/maintenance';
import { nextResult } from '../core/next-result';
import type { Sighting } from '../core/observation';
import { historyOf, type Result } from '../core/result';
import { isWorthWriting } from '../core/worth-writing';
import type { World } from './world';

/** Another sweep may record the same target meanwhile; then it is read and decided anew, this many times. */
const MOST_ATTEMPTS = 3;

export interface Settled {
  readonly result: Result;
  readonly written: boolean;
}

/**
 * Judges one sighting, decides, and records it when that is worth a write.
 *
 * @param foundBy the inventory row that found it; undefined for what is a row of its own.
 * @param readAt when the row was read, if it may have been edited since: what others have recorded later stays as it is.
 * @throws when it cannot be recorded.
 */
export async function settle(
  { target: watched, observation, tags }: Sighting,
  foundBy: string | undefined,
  remembered: Result | undefined,
  estate: Estate,
  { results, look, maintenance = [] }: World,
  readAt = Number.POSITIVE_INFINITY,
): Promise<Settled> {
  let before = remembered;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const now = look.now();
    // Decided by the old row, it would tell of what has just been put right. A time to come is that of a clock that is wrong.
    if (before && before.checkedAt > readAt && before.checkedAt <= now) return { result: before, written: false };
    const target = underMaintenance(watched, maintenance, now);
    const conclusion = conclude(target, observation, before, estate, now);
    if (before && isNotLooked(observation) && conclusion.decision.notices.length === 0)
      return { result: before, written: false };
    const found = { ...(foundBy !== undefined && { foundBy }), ...(tags && { tags }) };
    const looked = { target, observation, conclusion, ...found };
    const result = nextResult(before, looked, now);
    if (!isWorthWriting(before, result)) return { result, written: false };
    const outcome = await results.record(result, historyOf(before, result, conclusion.decision.notices));
    if (outcome === 'recorded') return { result, written: true };
    before = await results.read(watched.id);
  }
  throw new Error('other sweeps kept writing it meanwhile');
}
