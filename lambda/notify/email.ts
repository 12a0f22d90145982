import type { Instant } from '../core/instant';
import { EVENTS } from '../core/notice';
import { oneLine } from '../core/safe-text';
import { NO_CLIENT } from '../core/target';
import { causesOf } from './causes';
import { whyYouAll } from './escalation';
import { openingOf } from './headline';
import { wrapped } from './layout';
import { named } from './names';
import type { Part } from './part';
import { GROUPS, SEVERAL, tagOf } from './words';

const RULE = '-'.repeat(40);

/** The text of an e-mail: the one matter, or an overview, those in full, and the rest by name. */
export function emailText(client: string, part: Part, now: Instant): string {
  const { items, matters, of } = part;
  const [first] = items;
  if (matters.length === 1 && of === 1 && first) return `${first.text}\n`;
  const texts = items.map(({ matter, text }, i) => {
    return [RULE, `${i + 1} of ${matters.length}, ${tagOf(matter, now)}`, '', text, ''].join('\n');
  });
  return [...overview(client, part, now), '', ...texts, ...byName(part)].join('\n');
}

function overview(client: string, part: Part, now: Instant): string[] {
  const { matters, items, rest, nth, of } = part;
  const { lead, says } = openingOf(matters, now);
  const whom = client === NO_CLIENT ? '' : `${oneLine(client, 80)}: `;
  const numbered = of > 1 ? `${SEVERAL.part(nth, of)}, ` : '';
  return [
    ...wrapped(`${whom}${numbered}${says(named(lead))}.`, '', '  '),
    '',
    ...(whyYouAll(lead) === '' ? [] : [...wrapped(whyYouAll(lead)), '']),
    ...(rest.length > 0 ? [...causesOf(matters, now).map((line) => `  ${line}`), ''] : []),
    ...items.map(({ matter, line }, i) => `  ${i + 1}. ${tagOf(matter, now)}: ${line}`),
    ...(rest.length > 0 ? [`  ${SEVERAL.atTheEnd(rest.length)}`] : []),
  ];
}

function byName({ rest }: Part): string[] {
  if (rest.length === 0) return [];
  const groups = EVENTS.flatMap((event) => {
    const lines = rest.filter((entry) => entry.event === event).map(({ line }) => `  - ${line}`);
    return lines.length > 0 ? [`${GROUPS[event]} (${lines.length}):`, ...lines, ''] : [];
  });
  return [RULE, SEVERAL.and(rest.length), '', ...groups];
}
