import { isNotLooked } from '../core/blindness';
import { conclude } from '../core/conclude';
import type { Estate } from '../core/estate';
import type { Instant } from '../core/instant';
import { underMaintenance } from '../core/maintenance';
import { nextResult } from '../core/next-result';
import type { Sighting } from '../core/observation';
import { historyOf, type Result } from '../core/result';
import { isWorthWriting } from '../core/worth-writing';
import type { Prober } from './world';

/** Another sweep may record the same target meanwhile; then it is read and decided anew, this many times. */
const MOST_ATTEMPTS = 3;

export interface Settled {
  readonly result: Result;
  readonly written: boolean;
}

/**
 * Judges one sighting as of the time of its look, decides, and records it when that is worth a write. What another sweep has
 * looked at since the row was read stays, and is what it comes to: that look may be newer, and so may be its row.
 *
 * @param foundBy the inventory row that found it; undefined for what is a row of its own.
 * @throws when it cannot be recorded.
 */
export async function settle(
  { target: watched, observation, tags, at, readAt }: Sighting,
  foundBy: string | undefined,
  remembered: Result | undefined,
  estate: Estate,
  { results, look, maintenance = [] }: Prober,
): Promise<Settled> {
  const now = at ?? look.now();
  const target = underMaintenance(watched, maintenance, now);
  let before = remembered;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    if (before && isLookedAtSince(readAt ?? now, before, look.now())) return { result: before, written: false };
    // The row of an edit is newer than that of the later look, and what it saw is older: only another look knows both. What was read
    // before the look cannot be of a later one; its time comes of a clock that is ahead.
    if (attempt > 1 && before && isLookedAtSince(now, before, look.now()))
      throw new Error('a later look was recorded meanwhile');
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

/** Clocks of several probers differ by so much; a time that is further ahead comes of a clock that is wrong, and keeps nobody out. */
const MOST_SKEW = 5 * 60_000;

/** Whether another look has recorded it since its row was read. */
export function isLookedAtSince(readAt: Instant, { checkedAt }: Pick<Result, 'checkedAt'>, now: Instant): boolean {
  return checkedAt > readAt && checkedAt <= now + MOST_SKEW;
}
