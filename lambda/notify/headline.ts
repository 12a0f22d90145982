import { fromNow } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import { oneLine } from '../core/safe-text';
import { named } from './names';
import { faultsOf, hasExpired, isAboutDate } from './reasons';
import { counted, dayOf, predicate, SEVERAL, timeOf } from './words';

/** The sentence that says it all, with the date and the time. */
export function headline(notice: Notice, now: Instant): string {
  const said = `${named(notice)} ${predicate(notice, now)}`;
  const { event, expiry } = notice;
  if (isAboutDate(notice) && expiry) return `${said}, on ${timeOf(expiry.expires, notice)}.`;
  if (event === 'replaced' && expiry) return `${said}: valid until ${timeOf(expiry.expires, notice)}.`;
  const more = event === 'broken' ? faultsOf(notice).length - 1 : 0;
  return more > 0 ? `${said}, and ${counted(more, 'more fault')}.` : `${said}.`;
}

/** The same in one short line, with the day. */
export function shortLine(notice: Notice, now: Instant): string {
  const { expiry } = notice;
  const day = isAboutDate(notice) && expiry ? ` (${dayOf(expiry.expires, notice)})` : '';
  return `${named(notice)} ${predicate(notice, now)}${day}`;
}

/** The same with its owner, for a notice that is told in no other way. */
export function listLine(notice: Notice, now: Instant): string {
  const owner = oneLine(notice.owner ?? '', 100);
  return `${shortLine(notice, now)}${owner === '' ? '' : `; ${owner}`}`;
}

/** What a message begins with: which notice it names, and what it says around the name. */
export interface Opening {
  readonly lead: Notice;
  readonly says: (name: string) => string;
}

/** @param notices those of one message, worst first; at least one. */
export function openingOf(notices: readonly [Notice, ...Notice[]], now: Instant): Opening {
  const [worst] = notices;
  if (notices.length === 1) return { lead: worst, says: (name) => `${name} ${predicate(worst, now)}` };
  const count = counted(notices.length, 'notice');
  const { lead, expires } = soonest(notices, now) ?? { lead: worst };
  if (expires === undefined)
    return { lead, says: (name) => `${count}, ${SEVERAL.first} ${name} ${predicate(lead, now)}` };
  return { lead, says: (name) => `${count}, ${SEVERAL.soonest} ${name} ${fromNow(expires, now)}` };
}

/** The date that comes first, where the worst of the news is a date to come. */
function soonest(
  notices: readonly [Notice, ...Notice[]],
  now: Instant,
): { lead: Notice; expires: Instant } | undefined {
  const toCome = notices.filter((notice) => isAboutDate(notice) && !hasExpired(notice, now));
  if (!toCome.includes(notices[0])) return undefined;
  return toCome
    .flatMap((lead) => (lead.expiry ? [{ lead, expires: lead.expiry.expires }] : []))
    .reduce<{ lead: Notice; expires: Instant } | undefined>(
      (first, next) => (first === undefined || next.expires < first.expires ? next : first),
      undefined,
    );
}
