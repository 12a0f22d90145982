import { NotAllowed } from './not-allowed';

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What may be written instead of the numbers, beginning with that of {@link from}. */
  readonly names?: readonly string[];
}

const MINUTES: Field = { name: 'minutes', from: 0, to: 59 };
const HOURS: Field = { name: 'hours', from: 0, to: 23 };
const DAY_OF_MONTH: Field = { name: 'day of month', from: 1, to: 31 };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const MONTH: Field = { name: 'month', from: 1, to: 12, names: MONTHS };
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY_OF_WEEK: Field = { name: 'day of week', from: 1, to: 7, names: DAYS };

/**
 * The longest time between two moments of a cron expression of EventBridge Scheduler, in minutes. Throws NotAllowed where
 * it is none.
 */
export function cronGap(fields: readonly string[]): number {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields;
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek || !year || fields.length !== 6)
    throw new NotAllowed(
      `has ${fields.length} fields instead of 6: minutes, hours, day of month, month, day of week, year`,
    );
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new NotAllowed('needs a ? as day of month or as day of week, and in one of the two alone');
  if (year !== '*') throw new NotAllowed('ends after some years; write * as year');
  const moments = momentsOfDay(values(minute, MINUTES), values(hour, HOURS));
  const days = matchingDays(
    daysOrAll(dayOfMonth, DAY_OF_MONTH),
    values(month, MONTH),
    daysOrAll(dayOfWeek, DAY_OF_WEEK),
  );
  return longestGap(days, moments);
}

function daysOrAll(written: string, field: Field): number[] {
  return values(written === '?' ? '*' : written, field);
}

function values(written: string, field: Field): number[] {
  const all = written.split(',').flatMap((item) => itemValues(item, field));
  return [...new Set(all)].sort((a, b) => a - b);
}

// One item of a list. L, W and # are refused: days counted from an end come once a month, too seldom to watch by.
function itemValues(item: string, field: Field): number[] {
  const [, first, last, step] = /^(\*|\d{1,2}|[A-Z]{3})(?:-(\d{1,2}|[A-Z]{3}))?(?:\/(\d{1,2}))?$/.exec(item) ?? [];
  if (first === undefined || (first === '*' && last !== undefined)) throw unreadable(item, field);
  const from = first === '*' ? field.from : numberOf(first, field);
  const to = last !== undefined ? numberOf(last, field) : first === '*' || step !== undefined ? field.to : from;
  const by = Number(step ?? 1);
  if (to < from || by < 1) throw unreadable(item, field);
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

function numberOf(written: string, field: Field): number {
  const named = field.names?.indexOf(written) ?? -1;
  const value = named >= 0 ? field.from + named : Number(written);
  if (!(value >= field.from && value <= field.to)) throw unreadable(written, field);
  return value;
}

function unreadable(item: string, { name, from, to, names }: Field): NotAllowed {
  const or = names ? ` or ${names[0]}-${names.at(-1)}` : '';
  return new NotAllowed(
    `has “${item}” as ${name}, which takes ${from}-${to}${or}, lists, ranges and steps of them, or *`,
  );
}

function momentsOfDay(minutes: readonly number[], hours: readonly number[]): number[] {
  return hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
}

/** Days since 1970 of two years, one of them a leap year: what a cron expression does, it does within these. */
function matchingDays(ofMonth: readonly number[], months: readonly number[], ofWeek: readonly number[]): number[] {
  const first = Date.UTC(2027, 0, 1) / 86_400_000;
  return Array.from({ length: 731 }, (_, index) => first + index).filter((day) => {
    const date = new Date(day * 86_400_000);
    return (
      ofMonth.includes(date.getUTCDate()) &&
      months.includes(date.getUTCMonth() + 1) &&
      ofWeek.includes(date.getUTCDay() + 1)
    );
  });
}

function longestGap(days: readonly number[], moments: readonly number[]): number {
  const first = moments[0] ?? 0;
  const last = moments.at(-1) ?? 0;
  const gaps = (sorted: readonly number[]) => sorted.slice(1).map((it, index) => it - (sorted[index] ?? it));
  const overNight =
    days.length < 2 ? [Number.POSITIVE_INFINITY] : gaps(days).map((apart) => apart * 1440 - last + first);
  return Math.max(...gaps(moments), ...overNight);
}
