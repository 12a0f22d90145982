import { readArn } from '../core/arn';
import { fromNow } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import { oneLine } from '../core/safe-text';
import { NO_CLIENT } from '../core/target';
import { ADVICE, FAULTS, ISSUED, RENEWING } from './advice';
import { holderOf, wasFound } from './arn';
import { whyYou } from './escalation';
import { evidence, exchange } from './evidence';
import { headline } from './headline';
import { bullet, indented, labelled, paragraph, unlinked, wrapped } from './layout';
import type { Matter } from './matter';
import { nameOf } from './names';
import { whatBreaks, whatComesNext } from './outlook';
import type { Place } from './place';
import { quietLines } from './quiet';
import { hasExpired, isAboutDate, isGoodNews, isIssued, isRenewed, leadingReason, ruling } from './reasons';
import { renewal } from './renewal';
import { dayOf, LABELS, NOBODY, NOBODY_ABOVE, NOBODY_FOUND, SEVERAL, timeOf } from './words';

/** One matter in full: what it is, what to do, how far it has come, how we know, what comes next, how to quiet it. */
export function itemText(matter: Matter, place: Place, now: Instant): string {
  const paragraphs = [
    wrapped(headline(matter, now), '', '  '),
    said(whyYou(matter, now)),
    facts(matter, now),
    paragraph(LABELS.targets, targets(matter)),
    paragraph(LABELS.first, advice(matter, now)),
    renewal(matter, now),
    ...(isRenewed(matter) ? exchange(matter) : [evidence(matter)]),
    paragraph(LABELS.next, indented(whatComesNext(matter, now))),
    paragraph(matter.kind === 'unreadable' ? LABELS.row : LABELS.quiet, quietLines(matter, place, now)),
    paragraph(LABELS.notes, indented(matter.notes)),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function said(sentence: string): string[] {
  return sentence === '' ? [] : wrapped(sentence);
}

function facts(matter: Matter, now: Instant): string[] {
  const { service, client, owner, escalate, event, to } = matter;
  const bad = !isGoodNews(matter);
  const isOverdue = event === 'overdue';
  const toEscalation = to === 'escalation';
  return [
    ...labelled(LABELS.expires, isAboutDate(matter) ? whatExpires(matter) : undefined),
    ...until(matter, now),
    ...labelled(LABELS.ended, whatEnded(matter)),
    ...labelled(LABELS.promised, isOverdue ? promise(matter) : undefined),
    ...labelled(LABELS.escalateNow, isOverdue && !toEscalation ? (escalate ?? NOBODY_ABOVE) : undefined),
    ...labelled(LABELS.breaks, bad ? whatBreaks(matter, now) : undefined),
    ...labelled(LABELS.found, whereFound(matter)),
    ...labelled(LABELS.service, service),
    ...labelled(LABELS.client, client === NO_CLIENT ? undefined : client),
    ...labelled(LABELS.owner, owner ?? (bad ? (wasFound(matter) ? NOBODY_FOUND : NOBODY) : undefined)),
    ...labelled(LABELS.escalate, bad && !isOverdue && !toEscalation ? escalate : undefined),
    ...labelled(LABELS.escalated, bad && toEscalation ? (escalate ?? NOBODY_ABOVE) : undefined),
  ];
}

/** In the words of the notice that began it: `cannot be reached`. */
export function whatEnded({ ended = [] }: Notice): string | undefined {
  return ended.length === 0 ? undefined : ended.map((reason) => FAULTS[reason]).join('; ');
}

/** By whom and until when, as it was when it was promised. */
function promise(matter: Matter): string | undefined {
  const { renewal, owner } = matter;
  const given = renewal?.closed === undefined ? renewal?.promised : undefined;
  const until = given?.until ?? matter.promised;
  const by = oneLine(given?.by ?? owner ?? '', 200);
  return until === undefined ? undefined : `until ${dayOf(until, matter)}${by === '' ? '' : `, by ${by}`}`;
}

/** Of what an inventory found. */
function whereFound(matter: Matter): string | undefined {
  const arn = wasFound(matter) && matter.tells.length === 1 ? readArn(matter.target) : undefined;
  const holder = arn && holderOf(arn);
  return holder && arn.account ? `${holder}, account ${arn.account}` : undefined;
}

/** Whoever has to act on one of them looks for its name; more are counted, so that a message stays one. */
const MOST_TARGETS = 100;

/** The names of those that have it in common; a single one is in the headline. */
function targets({ tells }: Matter): string[] {
  if (tells.length === 1) return [];
  const rest = tells.length - MOST_TARGETS;
  const names = tells.slice(0, MOST_TARGETS).flatMap((notice) => bullet(nameOf(notice).text));
  return [...names, ...(rest > 0 ? bullet(SEVERAL.and(rest)) : [])];
}

/** Where the headline does not name it. */
function whatExpires(matter: Matter): string | undefined {
  const expiry = ruling(matter);
  if (expiry === undefined || expiry.of === 'date' || matter.tells.length > 1) return undefined;
  const what = oneLine(unlinked(expiry.what));
  if (expiry.of === 'intermediate') return `the intermediate certificate “${what}”`;
  return what === nameOf(matter).text ? undefined : `the certificate “${what}”`;
}

/** Where the headline is about something else. */
function until(matter: Matter, now: Instant): string[] {
  const { expiry, event } = matter;
  if (expiry === undefined || isAboutDate(matter) || isRenewed(matter)) return [];
  const valid = event === 'unreachable' ? LABELS.lastSeen : LABELS.validUntil;
  const label = hasExpired(matter, now) ? LABELS.expired : valid;
  return labelled(label, `${timeOf(expiry.expires, matter)}, ${fromNow(expiry.expires, now)}`);
}

function advice(matter: Matter, now: Instant): string[] {
  const said = adviceOf(matter, now);
  return said === undefined ? [] : [...indented(said), ...labelled(`  ${LABELS.runbook}`, matter.runbook)];
}

/** What to do first; undefined where nothing is to be done. */
export function adviceOf(matter: Matter, now: Instant): string | undefined {
  const reason = leadingReason(matter, now);
  if (reason === undefined) return undefined;
  const ofKind = reason === 'expiring' || reason === 'expired' ? RENEWING[matter.kind] : undefined;
  return (isIssued(matter, now) ? ISSUED[reason] : undefined) ?? ofKind ?? ADVICE[reason];
}
