import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import { NO_CLIENT } from '../core/target';
import { ONE_SMS, septets, toGsm7 } from './gsm7';
import { openingOf } from './headline';
import type { Matter } from './matter';
import { fitting, nameInLetters } from './names';
import type { Part } from './part';
import { predicate } from './predicate';
import { isAboutDate, isGoodNews, isRenewed, ruling } from './reasons';
import { dayOf, LABELS, SEVERAL, tagOf } from './words';

/** What may be left out, in the order in which it is shown; empty where there is none. */
interface Extras {
  readonly date: string;
  readonly client: string;
  readonly service: string;
  readonly owner: string;
  readonly more: string;
}

/** What is kept first when there is no room for all. */
const BY_WORTH: readonly (keyof Extras)[] = ['more', 'date', 'owner', 'service', 'client'];

/** One text message in the GSM 7 bit alphabet. What does not fit is left out whole; only a name as long as that is shortened. */
export function smsText(client: string, { matters }: Part, now: Instant): string {
  const { lead } = openingOf(matters, now);
  const extras: Extras = {
    date: dateOf(lead),
    client: client === NO_CLIENT ? '' : sentence(client),
    service: sentence(lead.service),
    owner: lead.owner && !isGoodNews(lead) ? sentence(`${LABELS.owner}: ${lead.owner}`) : '',
    more: matters.length > 1 ? ` ${SEVERAL.more(matters.length - 1)}` : '',
  };
  const said = predicate(lead, now);
  const start = (called: string) => `notafter ${tagOf(lead, now)}: ${called} ${said}`;
  const called = fitting(nameInLetters(lead, toGsm7), (name) => septets(`${start(name)}.${extras.more}`) <= ONE_SMS);
  return withExtras(start(called), extras);
}

function withExtras(start: string, extras: Extras): string {
  const written = (kept: readonly (keyof Extras)[]) => {
    const has = (extra: keyof Extras) => (kept.includes(extra) ? extras[extra] : '');
    return `${start}${has('date')}.${has('client')}${has('service')}${has('owner')}${has('more')}`;
  };
  const kept: (keyof Extras)[] = [];
  for (const extra of BY_WORTH) if (septets(written([...kept, extra])) <= ONE_SMS) kept.push(extra);
  return written(kept);
}

function dateOf(matter: Matter): string {
  const date = ruling(matter);
  if (date === undefined) return '';
  const day = dayOf(date.expires, matter);
  if (isAboutDate(matter)) return ` (${day})`;
  return isRenewed(matter) ? ` (until ${day})` : '';
}

/** ` Contoso.`; nothing where no letter of it is in the alphabet. */
function sentence(text = ''): string {
  const folded = toGsm7(oneLine(text)).replace(/\.+$/, '');
  return /[\p{L}\p{N}]/u.test(folded) ? ` ${folded}.` : '';
}
