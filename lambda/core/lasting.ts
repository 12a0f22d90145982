import type { Reason } from './finding';
import { DAILY, DAY, type Instant } from './instant';
import type { Target } from './target';
import { inMaintenance, isMuted, type Track } from './track';

/** What has been told of a matter that lasts until its end is told. */
export interface Lasting {
  readonly at: Instant;
  /** It has come back soon after its end had been told: it comes and goes. */
  readonly again?: true;
  /** Since when it has not been met, where its end is not told yet. */
  readonly goneSince?: Instant;
}

/** What comes back within this time has not ended but comes and goes; long enough for who looks once a day. */
export const SOON = 2 * DAY;

/** @param ended when the end of the one before was told. */
export function begun(ended: Instant | undefined, now: Instant): Lasting {
  return { at: now, ...(ended !== undefined && now - ended < SOON && { again: true }) };
}

export function stillThere<T extends Lasting>({ goneSince, ...told }: T): Omit<T, 'goneSince'> {
  return told;
}

/**
 * The end is told as soon as it is seen. Of what comes and goes it is told only once it has been gone for a day: until then
 * what was told last holds. What ends in a maintenance window is told after it; what ends while muted is not told.
 *
 * @param ended what was wrong.
 */
export function ending<T extends Lasting>(target: Target, told: T, ended: readonly Reason[], now: Instant): Track<T> {
  if (inMaintenance(target, now)) return { told };
  if (isMuted(target, now)) return { told: undefined };
  if (!hasStayedAway(told, now)) return { told: { ...told, goneSince: told.goneSince ?? now } };
  return { told: undefined, say: { event: 'recovered', severity: 'ok', ended } };
}

function hasStayedAway({ again, goneSince }: Lasting, now: Instant): boolean {
  return !again || (goneSince !== undefined && now - goneSince >= DAILY);
}
