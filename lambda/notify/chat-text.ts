import { listed } from '../core/chain';
import type { Instant } from '../core/instant';
import { NO_CLIENT } from '../core/target';
import { wasFound } from './arn';
import { arnLink, rowLink } from './console-link';
import { headline, listLine } from './headline';
import { inert } from './inert';
import { adviceOf, whatEnded } from './item';
import type { Matter } from './matter';
import { nameOf } from './names';
import { whatBreaks, whatComesNext } from './outlook';
import type { Place } from './place';
import { howToQuiet } from './quiet';
import { isGoodNews } from './reasons';
import { LABELS, SEVERAL, tagOf, timeOf } from './words';

/** The schema takes 8,000 characters in all and 350 a step; what follows keeps below, as the tests show. */
const LONGEST_HEADLINE = 700;
const LONGEST_FACT = 500;
const LONGEST_FINDING = 400;
const LONGEST_STEP = 350;

const MOST_TARGETS = 8;
const MOST_FINDINGS = 5;
const MOST_LINES = 20;
const LONGEST_LINE = 340;

/** One matter: the sentence that says it all, and the facts in a line each. */
export function description(matter: Matter, now: Instant): string {
  return [inert(headline(matter, now), LONGEST_HEADLINE), '', ...facts(matter, now)].join('\n');
}

function facts(matter: Matter, now: Instant): string[] {
  const { tells, service, client, owner, escalate, findings, notes } = matter;
  const bad = !isGoodNews(matter);
  const isEscalated = tells.some(({ audience }) => audience.includes('escalation'));
  const names =
    tells.length > 1
      ? listed(
          tells.map((notice) => nameOf(notice).text),
          MOST_TARGETS,
        )
      : undefined;
  const more = findings.length - MOST_FINDINGS;
  return [
    ...fact(LABELS.targets, names),
    ...fact(LABELS.ended, whatEnded(matter)),
    ...fact(LABELS.breaks, bad ? whatBreaks(matter, now) : undefined),
    ...fact(LABELS.service, service),
    ...fact(LABELS.client, client === NO_CLIENT ? undefined : client),
    ...fact(LABELS.owner, owner),
    ...fact(isEscalated ? LABELS.escalated : LABELS.escalate, bad ? escalate : undefined),
    ...findings.slice(0, MOST_FINDINGS).flatMap(({ sentence, address }) => {
      return fact(LABELS.seen, `${address ? `at ${address}: ` : ''}${sentence}`, LONGEST_FINDING);
    }),
    ...fact(LABELS.seen, more > 0 ? SEVERAL.and(more) : undefined),
    ...fact(LABELS.checked, timeOf(matter.at, matter)),
    ...fact(LABELS.next, whatComesNext(matter, now)),
    ...fact(LABELS.notes, notes),
  ];
}

/** What a stranger wrote never begins a line. */
function fact(label: string, text: string | undefined, max = LONGEST_FACT): string[] {
  const safe = inert(text ?? '', max);
  return safe === '' ? [] : [`- ${label}: ${safe}`];
}

/** What to do first, how to quiet it, and a link to where that is done, which is the only link there is. */
export function nextSteps(matter: Matter, place: Place, now: Instant): string[] {
  const advice = adviceOf(matter, now);
  const { runbook, tells } = matter;
  const quiet = isGoodNews(matter) ? '' : howToQuiet(matter, tells.length > 1 ? 'in each row' : 'in its row', now);
  const link = isGoodNews(matter) ? undefined : linkOf(matter, place);
  return [
    ...(advice === undefined ? [] : [inert(advice, LONGEST_STEP)]),
    ...(runbook && advice !== undefined ? [inert(`${LABELS.runbook}: ${withoutScheme(runbook)}`, LONGEST_STEP)] : []),
    ...(quiet === '' ? [] : [inert(quiet, LONGEST_STEP)]),
    ...(link === undefined ? [] : [link]),
  ];
}

/** As a browser takes it, though no chat program makes a link of it. */
function withoutScheme(runbook: string): string {
  return runbook.trim().replace(/^https?:\/\//i, '');
}

/** Of a row, or of what an inventory found; a link that does not fit is left out whole. */
function linkOf(matter: Matter, place: Place): string | undefined {
  const link = wasFound(matter) ? arnLink(matter.target) : rowLink(matter.target, place);
  const safe = link?.replace(/[~*]|_(?![A-Za-z0-9])/g, (mark) => encoded(mark));
  return safe === undefined || safe.length > LONGEST_STEP ? undefined : safe;
}

/** encodeURIComponent leaves these as they are. */
function encoded(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Where there are many: a line each, as many as fit on a screen. The e-mail has them all. */
export function listOfMatters(matters: readonly Matter[], now: Instant): string {
  const rest = matters.length - MOST_LINES;
  const lines = matters.slice(0, MOST_LINES).map((matter) => {
    return `- ${tagOf(matter, now)}: ${inert(listLine(matter, now), LONGEST_LINE)}`;
  });
  return [...lines, ...(rest > 0 ? [`- ${SEVERAL.and(rest)}`] : [])].join('\n');
}
