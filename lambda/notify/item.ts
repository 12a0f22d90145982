import { fromNow } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import { NO_CLIENT } from '../core/read-targets';
import { oneLine } from '../core/safe-text';
import { ADVICE } from './advice';
import { wasFound } from './arn';
import { evidence, exchange } from './evidence';
import { headline } from './headline';
import { indented, labelled, paragraph, wrapped } from './layout';
import { nameOf } from './names';
import { whatBreaks, whatComesNext } from './outlook';
import type { Place } from './place';
import { quietLines } from './quiet';
import { hasExpired, isAboutDate, isGoodNews, leadingReason } from './reasons';
import { dayOf, LABELS, NOBODY, NOBODY_FOUND, timeOf } from './words';

/** One notice in full: what it is, what to do, how we know, what comes next, how to quiet it. */
export function itemText(notice: Notice, place: Place, now: Instant): string {
  const paragraphs = [
    wrapped(headline(notice, now), '', '  '),
    facts(notice, now),
    paragraph(LABELS.first, advice(notice, now)),
    ...(notice.event === 'replaced' || notice.event === 'applied' ? exchange(notice) : [evidence(notice)]),
    paragraph(LABELS.next, indented(whatComesNext(notice, now))),
    paragraph(notice.kind === 'unreadable' ? LABELS.row : LABELS.quiet, quietLines(notice, place, now)),
    paragraph(LABELS.notes, indented(notice.notes)),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function facts(notice: Notice, now: Instant): string[] {
  const { service, client, owner, escalate, event, promised } = notice;
  const bad = !isGoodNews(notice);
  return [
    ...labelled(LABELS.expires, isAboutDate(notice) ? whatExpires(notice) : undefined),
    ...until(notice, now),
    ...labelled(LABELS.promised, promised && event === 'overdue' ? dayOf(promised, notice) : undefined),
    ...labelled(LABELS.breaks, bad ? whatBreaks(notice, now) : undefined),
    ...labelled(LABELS.service, service),
    ...labelled(LABELS.client, client === NO_CLIENT ? undefined : client),
    ...labelled(LABELS.owner, owner ?? (bad ? (wasFound(notice) ? NOBODY_FOUND : NOBODY) : undefined)),
    ...labelled(LABELS.escalate, bad ? escalate : undefined),
  ];
}

/** Where the headline does not name it. */
function whatExpires(notice: Notice): string | undefined {
  const { expiry } = notice;
  if (expiry === undefined || expiry.of === 'date') return undefined;
  const what = oneLine(expiry.what);
  if (expiry.of === 'intermediate') return `the intermediate certificate “${what}”`;
  return what === nameOf(notice).text ? undefined : `the certificate “${what}”`;
}

/** Where the headline is about something else. */
function until(notice: Notice, now: Instant): string[] {
  const { expiry, event } = notice;
  if (expiry === undefined || isAboutDate(notice) || event === 'replaced') return [];
  const valid = event === 'unreachable' ? LABELS.lastSeen : LABELS.validUntil;
  const label = hasExpired(notice, now) ? LABELS.expired : valid;
  return labelled(label, `${timeOf(expiry.expires, notice)}, ${fromNow(expiry.expires, now)}`);
}

function advice(notice: Notice, now: Instant): string[] {
  const reason = leadingReason(notice, now);
  if (reason === undefined) return [];
  return [...indented(ADVICE[reason]), ...labelled(`  ${LABELS.runbook}`, notice.runbook)];
}
