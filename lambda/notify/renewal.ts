import { spanOf } from '../core/date-text';
import type { Instant } from '../core/instant';
import type { RenewalCase } from '../core/renewal-case';
import { oneLine } from '../core/safe-text';
import type { Successor } from '../core/successor';
import { attachmentOf, holderOf, readArn } from './arn';
import { arnLink } from './console-link';
import { bullet, paragraph, under } from './layout';
import type { Matter } from './matter';
import { type Progress, progressOf } from './progress';
import { isRenewed } from './reasons';
import { dayOf, LABELS, SEVERAL, timeOf } from './words';

/** Of addresses and attachments this many are named; the Results table has them all. */
const MOST_NAMED = 8;

/** How far the renewal has come, step by step, with the evidence; nothing where none is under way. */
export function renewal(matter: Matter, now: Instant): string[] {
  const cases = matter.tells.flatMap(({ renewal }) => renewal ?? []);
  const [first] = cases;
  if (first === undefined) return [];
  return paragraph(LABELS.renewal, [
    ...opened(matter, cases),
    ...promised(matter, cases, now),
    ...(first.successor ? issued(matter, first.successor, now) : notIssued(first)),
    ...inUse(matter, first),
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

/** Each promise once; by whom, as it was when it was given. */
function promised(matter: Matter, cases: readonly RenewalCase[], now: Instant): string[] {
  const said = cases.flatMap(({ promised, closed }) => {
    if (promised === undefined) return [];
    const { until, by } = promised;
    const kept = closed === undefined && until <= now ? '; that day has passed' : '';
    return [`Promised until ${dayOf(until, matter)}${by ? `, by ${oneLine(by, 120)}` : ''}${kept}`];
  });
  return bulletsOf([...new Set(said)]);
}

function notIssued({ closed, old }: RenewalCase): string[] {
  return closed === undefined && old.of !== 'date' ? bullet('No new one is known yet') : [];
}

function issued(matter: Matter, successor: Successor, now: Instant): string[] {
  const { id, notBefore, seen, expires, serial, sha256 } = successor;
  const until = expires === undefined ? '' : `, valid until ${dayOf(expires, matter)}`;
  const when =
    notBefore === undefined
      ? `Issued; known since ${dayOf(seen, matter)}`
      : notBefore > now
        ? `Issued, but not valid before ${timeOf(notBefore, matter)}`
        : `Issued on ${dayOf(notBefore, matter)}`;
  const link = arnLink(id);
  const facts = isRenewed(matter)
    ? []
    : [
        ...(serial ? bullet(`Its serial: ${oneLine(serial, 80)}`) : []),
        ...(sha256 ? bullet(`Its SHA-256: ${oneLine(sha256, 80)}`) : []),
      ];
  return [...bullet(`${when}${until}`), ...bullet(whereItLies(successor)), ...(link ? [`    ${link}`] : []), ...facts];
}

/** The place, and how it is known to be the successor. */
function whereItLies({ id, how }: Successor): string {
  const arn = readArn(id);
  const account = arn?.account ? `, account ${arn.account}` : '';
  const place = arn && `It lies in ${holderOf(arn) ?? oneLine(id, 200)}${account}`;
  switch (how) {
    case 'declared':
      return place === undefined ? 'It is the one that the row names' : `${place}, as the row says`;
    case 'renewed':
      return place === undefined ? 'It was renewed in its place' : `${place}: renewed in its place`;
    case 'served':
      return `It is in use at ${oneLine(id, 60)} already`;
    case 'same-names':
      return place === undefined ? 'It is for the same names' : `${place}, and is for the same names`;
    case 'covering':
      return place === undefined ? 'It covers the name' : `${place}, and covers the name among others`;
    default:
      return how satisfies never;
  }
}

function inUse(matter: Matter, { successor }: RenewalCase): string[] {
  const progress = progressOf(matter);
  if (progress.of === 0) return [];
  const since = ({ last }: Progress['old'][number]) => (last ? `, since ${dayOf(last.since, matter)}` : '');
  const isKnown = successor !== undefined || progress.new.length > 0;
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

function bulletsOf(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_NAMED;
  return [...lines.slice(0, MOST_NAMED).flatMap(bullet), ...(rest > 0 ? bullet(SEVERAL.and(rest)) : [])];
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
    issue === undefined || issue > last ? '' : `; the new one was in use ${spanOf(last - issue)} after it was issued`;
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
