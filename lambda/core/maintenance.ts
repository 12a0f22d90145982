import { DAY, type Instant } from './instant';
import type { Target } from './target';
import { fromWallClock, onWallClock } from './wall-clock';

/** A time of each week in which nothing is told but what expires; the stack has checked it. */
export interface MaintenanceWindow {
  /** Minutes from the beginning of Monday, by the clocks of {@link timezone}; {@link to} is earlier where the week ends between. */
  readonly from: number;
  readonly to: number;
  /** IANA name. */
  readonly timezone: string;
  /** Whose targets it is for; absent where it is for everybody's. */
  readonly client?: string;
}

/** The target as the windows have it now: quiet until the last of those ends that it is in. */
export function underMaintenance<T extends Target>(target: T, windows: readonly MaintenanceWindow[], now: Instant): T {
  const ends = windows
    .filter(({ client }) => client === undefined || client.toLowerCase() === target.client.toLowerCase())
    .flatMap((window) => endOf(window, now) ?? []);
  return ends.length === 0 ? target : { ...target, maintenance: Math.max(...ends) };
}

const MINUTE = 60_000;
const WEEK = 7 * DAY;

/** 1970 began on a Thursday. */
const FIRST_MONDAY = 4 * DAY;

/** When the window ends that is open; undefined where it is not. What counts is what the clocks show, also when they are changed. */
function endOf({ from, to, timezone }: MaintenanceWindow, now: Instant): Instant | undefined {
  const wall = onWallClock(now, timezone);
  const sinceMonday = (wall - FIRST_MONDAY) % WEEK;
  const at = sinceMonday / MINUTE;
  const isOpen = from < to ? at >= from && at < to : at >= from || at < to;
  if (!isOpen) return undefined;
  const left = (to * MINUTE - sinceMonday + WEEK) % WEEK;
  const straight = now + left;
  if (onWallClock(straight, timezone) === wall + left) return straight;
  // The clocks are changed before it ends; a time that they leave out may be taken for one that has passed.
  const end = fromWallClock(wall + left, timezone);
  return end > now ? end : straight;
}
