import { fromNow } from '../core/date-text';
import type { Reason } from '../core/finding';
import { oneLine } from '../core/safe-text';
import { FAULTS } from './advice';
import { day, type Entry, type Sight, whose } from './digest-entry';
import type { ResultFacts } from './digest-facts';
import { isLate, isOtherFault, LATE } from './digest-findings';
import { groupName, membersOf, type Section, targetsIn, telling, together } from './digest-section';
import { counted } from './words';

/** Of what is found of one target so many sentences are told. */
const MOST_SENTENCES = 3;

type Finding = ResultFacts['findings'][number];

/** With what is wrong with it, the worst first. */
interface Faulty extends Entry {
  readonly findings: readonly [Finding, ...Finding[]];
}

/** What has expired, is later than it should be, or cannot be renewed as it stands; and who has it. */
export function late(sight: Sight): Section {
  const rank = ({ findings: [{ reason }] }: Faulty) => LATE.indexOf(reason);
  const expires = ({ result }: Faulty) => result?.expiry?.expires ?? Number.MAX_SAFE_INTEGER;
  const late = withFindings(sight.entries, isLate).sort((a, b) => rank(a) - rank(b) || expires(a) - expires(b));
  const told = telling(together(late, reasonOf), targetsIn, (group) => {
    const [first] = group;
    const sentences = first.findings.slice(0, MOST_SENTENCES).map(({ sentence }) => sentence);
    const line = () => `${groupName(group, sight)} ${whatIsLate(first, sight)}; ${byWhom(group, sight)}`;
    return () => [line(), ...membersOf(group), ...sentences];
  });
  return { heading: 'Late or blocked', says: 'late or blocked', isWrong: true, ...told };
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
  const { promised } = first.result?.renewal ?? {};
  const by = oneLine(promised?.by ?? '', 80);
  if (reasonOf(first) !== 'promise-broken' || promised === undefined || by === '') return whose(group);
  return `promised for ${day(promised.until, sight, first)} by ${by}`;
}

/** What is wrong besides: it does not wait for a date. */
export function faulty(sight: Sight): Section {
  const faulty = withFindings(sight.entries, isOtherFault);
  const told = telling(together(faulty, reasonOf), targetsIn, (group) => {
    const [first] = group;
    const [{ reason, sentence }, ...more] = first.findings;
    const also = more.length > 0 ? `, and ${counted(more.length, 'more fault')}` : '';
    const line = () => `${groupName(group, sight)} ${FAULTS[reason]}${also}; ${whose(group)}`;
    return () => [line(), ...membersOf(group), sentence];
  });
  return { heading: 'Other faults', says: 'with other faults', isWrong: true, ...told };
}
