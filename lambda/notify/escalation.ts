import type { Instant } from '../core/instant';
import type { Matter } from './matter';
import { hasExpired, isAboutDate, isGoodNews, isPromised, ruling } from './reasons';
import { dayOf } from './words';

/** Why somebody hears of it who does not look after it; nothing where they do. */
export function whyYou(matter: Matter, now: Instant): string {
  return matter.to === 'escalation' ? `You get this because ${because(matter, now)}.` : '';
}

/** The same before the list of what one message tells. */
export function whyYouAll(lead: Matter): string {
  if (lead.to !== 'escalation') return '';
  return `You get this because ${isGoodNews(lead) ? 'you were told before that these were late; this ends them' : LATE}.`;
}

const LATE =
  'these have expired, or were promised and not done, or come nearer and nobody has promised them; each says which';

function because(matter: Matter, now: Instant): string {
  if (isGoodNews(matter)) return 'you were told before that it was late; this ends it';
  if (isAboutDate(matter) && hasExpired(matter, now)) return 'it has expired';
  const { event, promised, renewal } = matter;
  const until = renewal?.promised?.until ?? promised;
  if (event === 'overdue')
    return `it was promised${until === undefined ? '' : ` until ${dayOf(until, matter)}`}, and is not done`;
  if (until !== undefined && isPromised(matter, now))
    return `you were told before that it was late; now it is promised until ${dayOf(until, matter)}`;
  const nearer = ruling(matter) === undefined ? 'it has been told before' : 'it comes nearer, has been told before';
  return `${nearer}, and nobody has promised to have it done in time`;
}
