import type { Instant } from '../core/instant';
import type { Notice } from '../core/notice';
import { wasFound } from './arn';
import { acmLink, rowLink } from './console-link';
import { indented } from './layout';
import { howToQuiet, howToQuietFound, ROW_ON_A_DESK } from './outlook';
import type { Place } from './place';
import { isGoodNews } from './reasons';

/** How to silence a notice, and the link that opens its row; for what an inventory found, the thing itself. */
export function quietLines(notice: Notice, place: Place, now: Instant): string[] {
  if (isGoodNews(notice)) return [];
  const { target, kind } = notice;
  if (wasFound(notice)) return [...indented(howToQuietFound(notice, now)), ...linked(acmLink(target), target)];
  const how = kind === 'unreadable' ? '' : howToQuiet(notice, now);
  return [...indented(how), ...linked(rowLink(target, place), ROW_ON_A_DESK)];
}

/** Links stand alone on their line, whole, so that mail programs make them links. */
function linked(link: string | undefined, otherwise: string): string[] {
  return link === undefined ? indented(otherwise) : [`  ${link}`];
}
