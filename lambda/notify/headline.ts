import { listed } from '../core/chain';
import { fromNow } from '../core/date-text';
import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import type { Matter } from './matter';
import { named, nameOf } from './names';
import { predicate } from './predicate';
import { faultsOf, hasExpired, isAboutDate, isIssued, isRenewed, ruling } from './reasons';
import { counted, dayOf, SEVERAL, timeOf } from './words';

/** The sentence that says it all, with the date and the time. */
export function headline(matter: Matter, now: Instant): string {
  const said = `${named(matter)} ${predicate(matter, now)}`;
  const { event } = matter;
  const expiry = ruling(matter);
  if (isAboutDate(matter) && expiry) {
    return `${said}, on ${timeOf(expiry.expires, matter)}.${isIssued(matter, now) && event !== 'not-applied' ? ISSUED : ''}`;
  }
  if (isRenewed(matter) && expiry) return `${said}: valid until ${timeOf(expiry.expires, matter)}.`;
  const more = event === 'broken' ? faultsOf(matter).length - 1 : 0;
  return more > 0 ? `${said}, and ${counted(more, 'more fault')}.` : `${said}.`;
}

const ISSUED = ' The new one is issued already, but the old one is still in use.';

/** The same in one short line, with the day. */
export function shortLine(matter: Matter, now: Instant): string {
  const expiry = ruling(matter);
  const day = isAboutDate(matter) && expiry ? ` (${dayOf(expiry.expires, matter)})` : '';
  return `${named(matter)} ${predicate(matter, now)}${day}`;
}

/** The same with its targets, where there are several, and its owner, for a matter that is told in no other way. */
export function listLine(matter: Matter, now: Instant): string {
  const targets =
    matter.tells.length > 1
      ? `: ${listed(
          matter.tells.map((notice) => nameOf(notice).text),
          MOST_TARGETS,
        )}`
      : '';
  const owner = oneLine(matter.owner ?? '', 100);
  return `${shortLine(matter, now)}${targets}${owner === '' ? '' : `; ${owner}`}`;
}

const MOST_TARGETS = 5;

/** What a message begins with: which notice it names, and what it says around the name. */
export interface Opening {
  readonly lead: Matter;
  readonly says: (name: string) => string;
}

/** @param matters those of one message, worst first; at least one. */
export function openingOf(matters: readonly [Matter, ...Matter[]], now: Instant): Opening {
  const [worst] = matters;
  // Once, as names are tried at many lengths, and a matter of very many addresses is counted each time.
  if (matters.length === 1) return saying(worst, '', predicate(worst, now));
  const count = counted(matters.length, 'notice');
  const { lead, expires } = soonest(matters, now) ?? { lead: worst };
  if (expires === undefined) return saying(lead, `${count}, ${SEVERAL.first} `, predicate(lead, now));
  return saying(lead, `${count}, ${SEVERAL.soonest} `, fromNow(expires, now));
}

function saying(lead: Matter, before: string, after: string): Opening {
  return { lead, says: (name) => `${before}${name} ${after}` };
}

/** The date that comes first, where the worst of the news is a date to come. */
function soonest(
  matters: readonly [Matter, ...Matter[]],
  now: Instant,
): { lead: Matter; expires: Instant } | undefined {
  const toCome = matters.filter((matter) => isAboutDate(matter) && !hasExpired(matter, now));
  if (!toCome.includes(matters[0])) return undefined;
  return toCome
    .flatMap((lead) => {
      const expires = ruling(lead)?.expires;
      return expires === undefined ? [] : [{ lead, expires }];
    })
    .reduce<{ lead: Matter; expires: Instant } | undefined>(
      (first, next) => (first === undefined || next.expires < first.expires ? next : first),
      undefined,
    );
}
