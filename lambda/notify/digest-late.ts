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

/** With what is wrong with it, the worst first. */
interface Faulty extends Entry {
  readonly findings: readonly [Finding, ...Finding[]];
}

/** What has expired, is later than it should be, or cannot be renewed as it stands; and who has it. */
export function late(sight: Sight): Section {
  const rank = ({ findings: [{ reason }] }: Faulty) => LATE.indexOf(reason);
  const expires = ({ result }: Faulty) => result?.expiry?.expires ?? Number.MAX_SAFE_INTEGER;
  const late = withFindings(sight.entries, isLate).sort((a, b) => rank(a) - rank(b) || expires(a) - expires(b));
  const points = together(late, reasonOf).map((group): Point => {
    const [first] = group;
    const sentences = first.findings.slice(0, MOST_SENTENCES).map(({ sentence }) => sentence);
    const line = () => `${groupName(group, sight)} ${whatIsLate(first, sight)}; ${byWhom(group, sight)}`;
    return { of: group.length, write: () => [line(), ...membersOf(group), ...sentences] };
  });
  return { heading: 'Late or blocked', says: 'late or blocked', isWrong: true, points };
}

function withFindings(entries: readonly Entry[], isMeant: (finding: Finding) => boolean): Faulty[] {
  return entries.flatMap((entry) => {
    const meant = entry.result?.findings.filter(isMeant) ?? [];
    const [first, ...more] = meant.sort((a, b) => LATE.indexOf(a.reason) - LATE.indexOf(b.reason));
    return first === undefined ? [] : [{ ...entry, findings: [first, ...more] }];
  });
}

function reasonOf({ findings: [{ reason }] }: Faulty): Reason {
  return reason;
}

function whatIsLate(entry: Faulty, { now }: Sight): string {
  const reason = reasonOf(entry);
  const expiry = entry.result?.expiry;
  const says = reason === 'not-applied' && entry.kind !== 'tls' ? 'is renewed but not in use' : FAULTS[reason];
  return expiry === undefined || expiry.expires <= now ? says : `${says} and expires ${fromNow(expiry.expires, now)}`;
}

/** Whoever promised what has not come; otherwise the owner. */
function byWhom(group: readonly [Faulty, ...Faulty[]], sight: Sight): string {
  const [first] = group;
  const { promised, closed } = first.result?.renewal ?? {};
  const by = oneLine(promised?.by ?? '', 80);
  const isBroken = reasonOf(first) === 'promise-broken' && closed === undefined;
  if (!isBroken || promised === undefined || by === '') return whose(group);
  return `promised for ${day(promised.until, sight, first)} by ${by}`;
}

function isLate({ reason, severity }: Finding): boolean {
  return LATE.includes(reason) && atLeast(severity, 'warning');
}

/** What is wrong besides: it does not wait for a date. */
export function faulty(sight: Sight): Section {
  const points = together(withFindings(sight.entries, isOtherFault), reasonOf).map((group): Point => {
    const [first] = group;
    const [{ reason, sentence }, ...more] = first.findings;
    const also = more.length > 0 ? `, and ${counted(more.length, 'more fault')}` : '';
    const line = () => `${groupName(group, sight)} ${FAULTS[reason]}${also}; ${whose(group)}`;
    return { of: group.length, write: () => [line(), ...membersOf(group), sentence] };
  });
  return { heading: 'Other faults', says: 'with other faults', isWrong: true, points };
}

function isOtherFault(finding: Finding): boolean {
  return isFault(finding) && !isLate(finding) && !NOT_SEEN.includes(finding.reason);
}
