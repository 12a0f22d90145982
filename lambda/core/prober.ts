import { editDistance } from './edit-distance';
import { DAY, HOUR, type Instant } from './instant';
import { monitorOf } from './monitor';
import type { Life, Noticed, Silence } from './noticed';
import type { MonitorTarget, Target } from './target';

/** A prober elsewhere, by the rows that are left to it. */
export interface ProberElsewhere {
  readonly monitor: MonitorTarget;
  /** How many rows say that they are looked at from there. */
  readonly rows: number;
}

/** The probers of all locations but this one. @param others rows by location that are not among the targets. */
export function probersElsewhere(
  targets: readonly Target[],
  here: string,
  others: ReadonlyMap<string, number> = new Map(),
): ProberElsewhere[] {
  const rows = new Map(others);
  for (const { kind, location } of targets) {
    if (kind !== 'monitor' && location !== here) rows.set(location, (rows.get(location) ?? 0) + 1);
  }
  return [...rows].map(([location, count]) => ({ monitor: monitorOf(targets, location), rows: count }));
}

/** So many sweeps show how often there are any; a few by hand in between change nothing. */
const MOST_GAPS = 7;
/** With fewer it is not known. */
const FEWEST_GAPS = 2;
/** A prober that was away for longer does not do so as a rule. */
const LONGEST_GAP = 7 * DAY;

/** The life of a prober that has just completed a sweep. */
export function livesOn(before: Life | undefined, now: Instant): Life {
  return { at: now, gaps: before ? [now - before.at, ...before.gaps].slice(0, MOST_GAPS) : [] };
}

/** Milliseconds from one sweep to the next, at most; undefined where that is not known. */
function usualGap({ gaps }: Life): number | undefined {
  return gaps.length < FEWEST_GAPS ? undefined : Math.min(LONGEST_GAP, Math.max(...gaps));
}

/** Where it is not known how often there is a sweep: one that comes daily is not late yet. */
const UNKNOWN = 26 * HOUR;

/**
 * What the cloud notices of a prober that others start: that it has been silent for too long, or that one is waited for that
 * has never looked; undefined where all is well.
 *
 * @param alive locations whose probers have looked at least once.
 */
export function silenceOf(
  { monitor, rows }: ProberElsewhere,
  before: Noticed | undefined,
  alive: readonly string[],
  now: Instant,
): Pick<Noticed, 'awaited' | 'silence'> | undefined {
  const life = before?.life;
  if (life === undefined) {
    const awaited = before?.awaited ?? now;
    const meant = alive.find((location) => editDistance(location, monitor.location) <= 2);
    const silence: Silence = { since: awaited, rows, never: true, ...(meant !== undefined && { meant }) };
    return { awaited, ...(now - awaited > UNKNOWN && { silence }) };
  }
  const every = usualGap(life);
  const allowed = every === undefined ? UNKNOWN : 1.5 * every + 2 * HOUR;
  if (now - life.at <= allowed) return undefined;
  return { silence: { since: life.at, rows, ...(every !== undefined && { every }) } };
}
