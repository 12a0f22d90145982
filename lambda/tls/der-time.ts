import type { Instant } from '../core/instant';
import { contentsOf, type Element, NotDer, TAG } from './der';

/** Year, month, day, hour, minute, and, as BER and some old CAs have it, no seconds, fractions, or an offset from UTC. */
const TIME = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d{1,9})?(?:Z|([+-])(\d\d)(\d\d))$/;

/** A UTCTime or GeneralizedTime (RFC 5280 §4.1.2.5). Throws {@link NotDer} where it is no date. */
export function timeOf(element: Element | undefined, what: string): Instant {
  if (element?.tag !== TAG.utcTime && element?.tag !== TAG.generalizedTime) throw new NotDer(`has no ${what}`);
  const text = Buffer.from(contentsOf(element).subarray(0, 40)).toString('latin1');
  const parts = TIME.exec(text);
  const yearDigits = element.tag === TAG.utcTime ? 2 : 4;
  if (parts?.[1]?.length !== yearDigits) throw new NotDer(`has a ${what} that is no date`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(yearDigits === 2 ? century(year) : year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 60) {
    throw new NotDer(`has a ${what} that is no date`);
  }
  return date.setUTCHours(hour, minute, second) - offset(parts);
}

/** RFC 5280 §4.1.2.5.1: two digits mean 1950 to 2049. */
function century(year: number): number {
  return year < 50 ? 2000 + year : 1900 + year;
}

function offset(parts: RegExpExecArray): number {
  const [, , , , , , , sign, hours, minutes] = parts;
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -size : size;
}
