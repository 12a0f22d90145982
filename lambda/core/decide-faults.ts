import type { Assessment } from './assess';
import { type Finding, isFault, REASONS, type Reason } from './finding';
import { DAILY, type Instant } from './instant';
import { begun, ending, SOON } from './lasting';
import type { Told } from './memory';
import { worst } from './severity';
import type { Target } from './target';
import { isMuted, type Track } from './track';

/**
 * What is wrong is told when it begins, when more goes wrong, every day while it is critical, and when nothing is wrong any more.
 * What has gone and comes back soon, while something else is wrong, is no news.
 */
export function decideFaults(target: Target, assessment: Assessment, told: Told, now: Instant): Track<Told['faults']> {
  const { faults: before, ended } = told;
  const faults = assessment.findings.filter(isFault);
  // What was wrong before a look that could not have seen it is taken to be wrong still.
  const stays = (key: string) => assessment.seen !== 'all' || (assessment.unread && key.endsWith(BY_SENT));
  const keys = [...new Set([...(before?.keys.filter(stays) ?? []), ...faults.map(keyOf)])];
  if (keys.length === 0) return before ? ending(target, before, reasonsOf(before.keys), now) : { told: before };
  if (isMuted(target, now)) return { told: before };
  const lately = goneLately(before, now);
  const known = lately.map(({ key }) => withoutSource(key));
  const severity = worst(faults.map((fault) => fault.severity));
  const news = keys.some((key) => !known.includes(withoutSource(key)));
  const repeat = severity === 'critical' && before !== undefined && now - before.at >= DAILY;
  const gone = lately.filter(({ key }) => !keys.includes(key)).slice(0, MOST_GONE);
  const { at, again } = before ?? begun(ended?.faults, now);
  const stands = { ...(again && { again }), keys, ...(gone.length > 0 && { gone }) };
  if (!news && !repeat) return { told: { at, ...stands } };
  return { told: { at: now, ...stands }, say: { event: 'broken', severity } };
}

/** Each fault by its reason and, where it is about the row, the attribute. */
function keyOf({ reason, about, bySent }: Finding): string {
  return `${reason}${about ? ` ${about}` : ''}${bySent ? BY_SENT : ''}`;
}

/** Each once, of those that are still known. */
function reasonsOf(keys: readonly string[]): Reason[] {
  return REASONS.filter((reason) => keys.some((key) => key.split(' ')[0] === reason));
}

/** Ends the keys of faults that nothing but what is sent shows. */
const BY_SENT = ' (sent)';

function withoutSource(key: string): string {
  return key.replace(BY_SENT, '');
}

const MOST_GONE = 20;

/** What was wrong at the last look or not long before, newest first. */
function goneLately(before: Told['faults'], now: Instant): { key: string; since: Instant }[] {
  const left = (before?.keys ?? []).map((key) => ({ key, since: now }));
  const earlier = (before?.gone ?? []).filter(({ since }) => now - since < SOON);
  return [...left, ...earlier];
}
