import { fromNow } from '../core/date-text';
import { type Finding, isFault, type Reason } from '../core/finding';
import { oneLine } from '../core/safe-text';
import { atLeast } from '../core/severity';
import { FAULTS } from './advice';
import { day, type Entry, type Sight, whose } from './digest-entry';
import { groupName, membersOf, type Point, type Section, together } from './digest-section';
import { NOT_SEEN } from './digest-unchecked';
import { counted } from './words';

/** What keeps a renewal, or makes it late; the worst first. */
const LATE: readonly Reason[] = [
  'expired',
  'promise-broken',
  'not-applied',
  'renewal-late',
  'renewal-blocked',
  'not-issued',
  'will-not-renew',
  'renew-now',
  'name-gone',
  'caa-forbids',
  'validation-record-missing',
  'promise-refused',
];

/** Of what is found of one target so many sentences are told. */
const MOST_SENTENCES = 3;

/** What has expired, is later than it should be, or cannot be renewed as it stands; and who has it. */
export function late(sight: Sight): Section {
  const late = sight.entries.filter((entry) => lateFindings(entry).length > 0);
  const rank = (entry: Entry) => LATE.indexOf(leading(entry));
  const expires = ({ result }: Entry) => result?.expiry?.expires ?? Number.MAX_SAFE_INTEGER;
  const sorted = late.sort((a, b) => rank(a) - rank(b) || expires(a) - expires(b));
  const points = together(sorted, leading).map((group) => latePoint(group, sight));
  return { heading: 'Late or blocked', says: 'late or blocked', isWrong: true, points };
}

function latePoint(group: readonly [Entry, ...Entry[]], sight: Sight): Point {
  const [first] = group;
  const sentences = lateFindings(first).map(({ sentence }) => sentence);
  return {
    line: `${groupName(group, sight)} ${whatIsLate(first, sight)}; ${byWhom(group, sight)}`,
    under: [...membersOf(group), ...sentences.slice(0, MOST_SENTENCES)],
    of: group.length,
  };
}

function whatIsLate(entry: Entry, { now }: Sight): string {
  const reason = leading(entry);
  const expiry = entry.result?.expiry;
  const says = reason === 'not-applied' && entry.kind !== 'tls' ? 'is renewed but not in use' : FAULTS[reason];
  return expiry === undefined || expiry.expires <= now ? says : `${says} and expires ${fromNow(expiry.expires, now)}`;
}

/** Whoever promised what has not come; otherwise the owner. */
function byWhom(group: readonly [Entry, ...Entry[]], sight: Sight): string {
  const { promised, closed } = group[0].result?.renewal ?? {};
  const by = oneLine(promised?.by ?? '', 80);
  if (leading(group[0]) !== 'promise-broken' || promised === undefined || closed !== undefined || by === '')
    return whose(group);
  return `promised for ${day(promised.until, sight, group[0])} by ${by}`;
}

function leading(entry: Entry): Reason {
  return lateFindings(entry)[0]?.reason ?? 'expired';
}

function lateFindings({ result }: Entry): Finding[] {
  const findings = result?.findings.filter(isLate) ?? [];
  return findings.sort((a, b) => LATE.indexOf(a.reason) - LATE.indexOf(b.reason));
}

function isLate({ reason, severity }: Finding): boolean {
  return LATE.includes(reason) && atLeast(severity, 'warning');
}

/** What is wrong besides: it does not wait for a date. */
export function faulty(sight: Sight): Section {
  const faulty = sight.entries.filter((entry) => otherFaults(entry).length > 0);
  const points = together(faulty, (entry) => otherFaults(entry)[0]?.reason ?? '').map((group) => {
    const [first, ...more] = otherFaults(group[0]);
    const also = more.length > 0 ? `, and ${counted(more.length, 'more fault')}` : '';
    const says = first === undefined ? '' : FAULTS[first.reason];
    const line = `${groupName(group, sight)} ${says}${also}; ${whose(group)}`;
    return { line, under: [...membersOf(group), ...(first ? [first.sentence] : [])], of: group.length };
  });
  return { heading: 'Other faults', says: 'with other faults', isWrong: true, points };
}

function otherFaults({ result }: Entry): Finding[] {
  const isTold = (finding: Finding) => isLate(finding) || NOT_SEEN.includes(finding.reason);
  return result?.findings.filter((finding) => isFault(finding) && !isTold(finding)) ?? [];
}
