import { listed } from '../core/chain';
import { spanOf } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { RenewalCase } from '../core/renewal-case';
import { oneLine } from '../core/safe-text';
import { attachmentOf } from './arn';
import { issued } from './issued';
import { bullet, paragraph, under } from './layout';
import type { Matter } from './matter';
import { nameOf } from './names';
import { type Progress, progressOf } from './progress';
import { isRenewed } from './reasons';
import { dayOf, LABELS, SEVERAL, timeOf } from './words';

/** Of addresses and attachments this many are named; the Results table has them all. */
const MOST_NAMED = 8;
const MOST_PROMISES = 4;
const MOST_SUCCESSORS = 3;
const MOST_TARGETS = 3;

/** How far the renewal has come, step by step, with the evidence; nothing where none is under way. A closed one is no news later. */
export function renewal(matter: Matter, now: Instant): string[] {
  const all = matter.tells.flatMap(({ renewal }) => renewal ?? []);
  const cases = isRenewed(matter) ? all : all.filter(({ closed }) => closed === undefined);
  if (cases.length === 0) return [];
  return paragraph(LABELS.renewal, [
    ...opened(matter, cases),
    ...promised(matter, now),
    ...successors(matter, cases, now),
    ...inUse(matter, cases),
    ...attached(cases),
    ...closed(matter, cases),
  ]);
}

function opened(matter: Matter, cases: readonly RenewalCase[]): string[] {
  const since = sinceWhen(cases);
  const byDate = cases.every(({ successor, since }) => successor === undefined || successor.seen > since);
  return bullet(`${byDate ? 'Due' : 'Under way'} since ${dayOf(since, matter)}`);
}

function sinceWhen(cases: readonly RenewalCase[]): Instant {
  return cases.reduce((first, { since }) => Math.min(first, since), Number.POSITIVE_INFINITY);
}

/** Each promise once, by whom, as it was when it was given, and for which of several targets. */
function promised({ tells }: Matter, now: Instant): string[] {
  const said = new Map<string, string[]>();
  for (const notice of tells) {
    const { promised, closed } = notice.renewal ?? {};
    if (promised === undefined) continue;
    const by = oneLine(promised.by ?? '', 120);
    const passed = closed === undefined && promised.until <= now ? '; that day has passed' : '';
    const text = `Promised until ${dayOf(promised.until, notice)}${by === '' ? '' : `, by ${by}`}${passed}`;
    const on = said.get(text) ?? [];
    on.push(nameOf(notice).text);
    said.set(text, on);
  }
  const lines = [...said].map(([text, on]) =>
    on.length < tells.length ? `${text}: ${listed(on, MOST_TARGETS)}` : text,
  );
  return bounded(lines.map(bullet), MOST_PROMISES);
}

/** Usually one; targets that share a certificate may get different ones. */
function successors(matter: Matter, cases: readonly RenewalCase[], now: Instant): string[] {
  const known = new Map(cases.flatMap(({ successor }) => (successor ? [[successor.id, successor] as const] : [])));
  if (known.size === 0) return notIssued(cases);
  return bounded(
    [...known.values()].map((successor) => issued(matter, successor, now)),
    MOST_SUCCESSORS,
  );
}

function bounded(items: readonly string[][], most: number): string[] {
  const rest = items.length - most;
  return [...items.slice(0, most).flat(), ...(rest > 0 ? bullet(SEVERAL.and(rest)) : [])];
}

function notIssued(cases: readonly RenewalCase[]): string[] {
  const isOpen = cases.some(({ closed, old }) => closed === undefined && old.of !== 'date');
  return isOpen ? bullet('No new one is known yet') : [];
}

function inUse(matter: Matter, cases: readonly RenewalCase[]): string[] {
  const progress = progressOf(matter);
  if (progress.of === 0) return [];
  const since = ({ last }: Progress['old'][number]) => (last ? `, since ${dayOf(last.since, matter)}` : '');
  const isKnown = cases.some(({ successor }) => successor !== undefined) || progress.new.length > 0;
  return [
    ...(isKnown ? bullet(`In use at ${kOfN(matter, progress)}`) : []),
    ...list(isKnown ? 'Still the old one' : 'The old one is in use', progress.old, since),
    ...list('The new one', progress.new, since),
    ...list('Neither the old nor the new one', progress.other, since),
    ...list('Not seen this time', progress.unseen, ({ last }) => (last ? `, ${LAST[last.serves]} when last seen` : '')),
  ];
}

const LAST = { old: 'the old one', new: 'the new one', other: 'another one' } as const;

function kOfN(matter: Matter, progress: Progress): string {
  const looked = matter.findings.some(({ reason }) => reason === 'addresses-left') ? ' that are looked at' : '';
  const targets = matter.tells.length > 1 ? ` of ${matter.tells.length} targets` : '';
  return `${progress.new.length} of ${progress.of} addresses${looked}${targets}`;
}

function list(heading: string, spots: Progress['old'], more: (spot: Progress['old'][number]) => string): string[] {
  return listOf(
    heading,
    spots.map((spot) => `${oneLine(spot.at, 150)}${more(spot)}`),
  );
}

function listOf(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - MOST_NAMED;
  return [
    ...bullet(`${heading}:`),
    ...lines.slice(0, MOST_NAMED).flatMap(under),
    ...(rest > 0 ? under(SEVERAL.and(rest)) : []),
  ];
}

function attached(cases: readonly RenewalCase[]): string[] {
  const open = cases.filter(({ closed }) => closed === undefined);
  const things = new Set(open.flatMap(({ attached }) => attached ?? []));
  return listOf('The old one is still attached to', [...things].map(attachmentOf));
}

/** Once every case is closed: when, and how long it took, and how much time was left. */
function closed(matter: Matter, cases: readonly RenewalCase[]): string[] {
  const ends = cases.flatMap(({ closed }) => closed ?? []);
  const [first] = cases;
  if (first === undefined || ends.length < cases.length) return [];
  const last = ends.reduce((a, b) => Math.max(a, b));
  const { old, successor } = first;
  const issue = successor && (successor.notBefore ?? successor.seen);
  const fromIssue =
    issue === undefined || issue > last ? '' : `, ${spanOf(last - issue)} from the issue of the new one`;
  const spare =
    last <= old.expires
      ? `${spanOf(old.expires - last)} to spare before the old one expires`
      : `The old one had expired ${spanOf(last - old.expires)} before, on ${timeOf(old.expires, matter)}`;
  return [
    ...bullet(`Closed on ${timeOf(last, matter)}`),
    ...bullet(`It took ${spanOf(last - sinceWhen(cases))}${fromIssue}`),
    ...bullet(spare),
  ];
}
