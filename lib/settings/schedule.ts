import { cronGap } from './cron';
import { NotAllowed } from './not-allowed';
import { type Reader, text, wholeNumber } from './readers';

export interface Timing {
  /** As EventBridge Scheduler takes it: `rate(1 hour)` or `cron(0 6 * * ? *)`, in UTC. */
  readonly expression: string;
  /** The longest time from one moment to the next, in minutes. */
  readonly longestGap: number;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['minute', 1],
  ['hour', 60],
  ['day', 1440],
]);

/** An alarm looks back 7 days at most (PutMetricAlarm), and needs room to tell a late sweep from a missing one. */
const LONGEST_GAP_DAYS = 6;

/** When to sweep. Throws NotAllowed where EventBridge Scheduler would refuse it, or nobody could tell that it stopped. */
export function schedule(value: unknown): Timing {
  const timing = timingOf(value);
  if (timing.longestGap > LONGEST_GAP_DAYS * 1440)
    throw new NotAllowed(
      `leaves more than ${LONGEST_GAP_DAYS} days between two sweeps, too long to tell that they stopped`,
    );
  return timing;
}

/** From one day to the longest month: more often nobody reads them, more seldom nobody misses them. */
const DIGEST_GAP_DAYS = { from: 1, to: 31 } as const;

/** When to send digests, or `off`. Throws NotAllowed as {@link schedule} does, for other gaps. */
export function digestSchedule(value: unknown): Timing | 'off' {
  if (text(value).toLowerCase() === 'off') return 'off';
  const timing = timingOf(value);
  const { from, to } = DIGEST_GAP_DAYS;
  if (timing.longestGap < from * 1440) throw new NotAllowed('comes more than once a day');
  if (timing.longestGap > to * 1440) throw new NotAllowed(`leaves more than ${to} days between two digests`);
  return timing;
}

function timingOf(value: unknown): Timing {
  const written = text(value).replace(/\s+/g, ' ');
  const [, kind, inner] = /^(rate|cron) ?\( ?(.*?) ?\)$/i.exec(written) ?? [];
  if (kind === undefined || inner === undefined) throw new NotAllowed('is neither rate(…) nor cron(…)');
  return kind.toLowerCase() === 'rate' ? rate(inner) : cron(inner);
}

function rate(inner: string): Timing {
  const [, number, unit] = /^(\d{1,5}) ([a-z]+)$/i.exec(inner) ?? [];
  const singular = unit?.toLowerCase().replace(/s$/, '');
  const minutes = UNITS.get(singular ?? '');
  const count = Number(number);
  if (singular === undefined || minutes === undefined || !(count >= 1))
    throw new NotAllowed('is not a rate: a whole number from 1, a blank, and minutes, hours or days');
  const expression = `rate(${count} ${count === 1 ? singular : `${singular}s`})`;
  if (expression !== `rate(${Number(number)} ${unit?.toLowerCase()})`)
    throw new NotAllowed(`has the wrong number of its unit: write ${expression}`);
  return { expression, longestGap: count * minutes };
}

function cron(inner: string): Timing {
  const fields = inner.toUpperCase().split(' ');
  return { expression: `cron(${fields.join(' ')})`, longestGap: cronGap(fields) };
}

/** A CloudWatch alarm looks back 7 days at most (PutMetricAlarm). */
export const LONGEST_ALARM_HOURS = 7 * 24;

/** Whole hours in which a sweep must have been completed if all is well. */
export function hoursAfter({ expression, longestGap }: Timing, timeoutMinutes: number): Reader<number> {
  return (value) => {
    const hours = wholeNumber(1, LONGEST_ALARM_HOURS)(value);
    if (hours * 60 < longestGap + timeoutMinutes)
      throw new NotAllowed(
        `hours are less than the ${longestGap} minutes between two sweeps of ${expression} and the ${timeoutMinutes} that one may take`,
      );
    return hours;
  };
}
