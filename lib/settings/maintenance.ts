import { NotAllowed } from './not-allowed';
import { quoted, text } from './readers';

/** A time of each week in which nothing is told but what expires. */
export interface MaintenanceWindow {
  /** Minutes from the beginning of Monday, by the clocks of {@link timezone}; {@link to} is earlier where the week ends between. */
  readonly from: number;
  readonly to: number;
  /** IANA name. */
  readonly timezone: string;
  /** Whose targets it is for. Default everybody's. */
  readonly client?: string;
}

export interface MaintenanceSettings {
  /** Times of each week in which nothing is told but what expires. Default none. */
  readonly maintenance: readonly MaintenanceWindow[];
}

/** What it may be, in the words of its error. */
export const MAINTENANCE_ALLOWED = {
  maintenance:
    'windows separated by semicolons, such as Sat 22:00-Sun 04:00 Europe/Berlin; Wed 12:00-13:00 UTC client=Contoso',
} as const;

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const WEEK = 7 * 1440;

/** What lasts longer is no maintenance, and would hide too much. */
const LONGEST_HOURS = 72;

/** The settings of a Lambda function have 4 KB for all. */
const MOST = 20;

const SHAPE = /^([a-z]+) (\d{1,2}:\d\d) ?[-–] ?(?:([a-z]+) )?(\d{1,2}:\d\d) ([\w+/-]+)(?: client ?= ?(.+))?$/i;

/**
 * Reads `Sat 22:00-Sun 04:00 Europe/Berlin; Wed 12:00-13:00 UTC client=Contoso`, or a list of such. Throws NotAllowed, with the
 * window that is wrong.
 */
export function maintenance(value: unknown): MaintenanceWindow[] {
  const given = Array.isArray(value) ? value.map(text) : text(value).split(';');
  const windows = given.map((one) => one.trim().replace(/\s+/g, ' ')).filter((one) => one !== '');
  if (windows.length > MOST) throw new NotAllowed(`has ${windows.length} windows; at most ${MOST} are possible`);
  return windows.map((one) => {
    const window = readWindow(one);
    if (typeof window === 'string') throw new NotAllowed(`has ${quoted(one)}, which ${window}`);
    return window;
  });
}

function readWindow(written: string): MaintenanceWindow | string {
  const [, fromDay = '', fromTime = '', toDay = fromDay, toTime = '', timezone = '', client] =
    SHAPE.exec(written) ?? [];
  if (fromDay === '') return 'is not a day, the times from and to, and a time zone';
  const from = minuteOfWeek(fromDay, fromTime);
  const to = minuteOfWeek(toDay, toTime);
  if (typeof from === 'string') return from;
  if (typeof to === 'string') return to;
  if (!isTimezone(timezone))
    return `has the time zone ${quoted(timezone)}, which is not known; write one as in Europe/Berlin`;
  const minutes = (to - from + WEEK) % WEEK;
  if (minutes === 0) return 'ends when it begins';
  if (toDay.toLowerCase() === fromDay.toLowerCase() && to < from)
    return 'ends before it begins; write the day on which it ends too';
  if (minutes > LONGEST_HOURS * 60) return `is longer than ${LONGEST_HOURS} hours`;
  return { from, to: to % WEEK, timezone, ...(client !== undefined && { client: client.trim() }) };
}

/** `24:00` is the end of the day. */
function minuteOfWeek(day: string, time: string): number | string {
  const index = DAYS.indexOf(day.toLowerCase().slice(0, 3));
  if (index < 0) return `has ${quoted(day)}, which is not a day; write one of Mon, Tue, Wed, Thu, Fri, Sat, Sun`;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  if (hours * 60 + minutes > 1440 || minutes > 59) return `has ${quoted(time)}, which is not a time of the day`;
  return index * 1440 + hours * 60 + minutes;
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
