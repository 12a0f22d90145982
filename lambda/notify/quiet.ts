import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import { wasFound } from './arn';
import { arnLink, newRowLink, rowLink } from './console-link';
import { bullet, indented } from './layout';
import type { Matter } from './matter';
import type { Place } from './place';
import { hasExpired, isAboutDate, isGoodNews, isPromised } from './reasons';
import { SEVERAL } from './words';

/** Of what several targets share, this many rows are linked. */
const MOST_ROWS = 4;

/** How to silence a matter, with the links that open its rows; for what an inventory found, a new row and the thing itself. */
export function quietLines(matter: Matter, place: Place, now: Instant): string[] {
  if (isGoodNews(matter)) return [];
  const { tells } = matter;
  const rest = tells.length - MOST_ROWS;
  const shown = tells.slice(0, MOST_ROWS).map(({ target }) => target);
  const more = rest > 0 ? bullet(SEVERAL.and(rest)) : [];
  if (wasFound(matter) || matter.kind === 'monitor') return [...found(matter, shown, place, now), ...more];
  const how =
    matter.kind === 'unreadable'
      ? []
      : indented(howToQuiet(matter, tells.length > 1 ? 'in each row' : 'in its row', now));
  const links = shown.flatMap((target) => rowLink(target, place) ?? []);
  return [...how, ...(links.length > 0 ? links.map(alone) : indented(ROW_ON_A_DESK)), ...more];
}

/** Nothing says whether a row with the ARN is there already; the console refuses to make a second one. */
function found(matter: Matter, arns: readonly string[], place: Place, now: Instant): string[] {
  const pages = arns.flatMap((arn) => arnLink(arn) ?? []).map(alone);
  const itself = pages.length === 0 ? [] : [...indented('In its console:'), ...pages];
  if (isAboutDate(matter) && hasExpired(matter, now)) return [...indented(EXPIRED_FOUND), ...itself];
  const link = newRowLink(place);
  return [
    ...indented(`${matter.kind === 'monitor' ? ITSELF : FOUND} ${howToQuiet(matter, 'there', now)}`),
    ...arns.map((arn) => alone(oneLine(arn, 700))),
    ...(link === undefined ? indented(NEW_ROW_ON_A_DESK) : [...indented('A new row:'), alone(link)]),
    ...itself,
  ];
}

/** Links stand alone on their line, whole, so that mail programs make them links. */
function alone(link: string): string {
  return `  ${link}`;
}

const FOUND = 'An inventory found it. Its row is the one with its ARN as “target”; if there is none yet, write it.';
const ITSELF =
  'The monitor watches itself. Its row is the one with its name as “target”; if there is none yet, write it.';
const EXPIRED_FOUND =
  'Nothing mutes what has expired. If nothing depends on it any more, take it out of use or delete it.';

/** Which attribute of its row silences a matter; empty where nothing is to be silenced. */
export function howToQuiet(matter: Matter, there: string, now: Instant): string {
  if (isAboutDate(matter) && hasExpired(matter, now)) return EXPIRED;
  switch (matter.event) {
    case 'due':
    case 'not-applied':
      if (isPromised(matter, now))
        return `“promised” ${there} lets reminders rest, but for the last steps. Or set “muted” ${UNTIL}`;
      return `Set “promised” ${there} to the day it will be done, before it expires: reminders rest until then, but for the last steps. Or set “muted” ${UNTIL}`;
    case 'overdue':
      return `Set “promised” ${there} to a new day, before it expires. Or set “muted” ${UNTIL}`;
    case 'monitor-blind':
    case 'broken':
    case 'unreachable':
      return `Set “muted” ${there} ${matter.kind === 'monitor' ? 'to a date: silence until then.' : UNTIL}`;
    case 'expired':
      return EXPIRED;
    case 'applied':
    case 'replaced':
    case 'recovered':
      return '';
    default:
      return matter.event satisfies never;
  }
}

const UNTIL = 'to a date: silence until then, except when it expires.';
const EXPIRED =
  'Nothing mutes what has expired. If nothing depends on it any more, delete its row or set “enabled” to no.';

/** Where to edit a row that no link can open. */
const ROW_ON_A_DESK =
  '“npx notafter targets list” shows the row; change it in your file and run “npx notafter targets import <file>”.';
const NEW_ROW_ON_A_DESK = 'Write it into your file and run “npx notafter targets import <file>”.';
