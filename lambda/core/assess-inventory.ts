import { listed } from './chain';
import { failureFindings } from './failure-findings';
import type { Finding } from './finding';
import type { Judgement } from './judgement';
import type { Gap, Observation } from './observation';
import { oneLine } from './safe-text';

/** Judges how much of an inventory could be read; what it found is judged by itself. */
export function assessInventory({ count, gaps = [] }: Extract<Observation, { saw: 'inventory' }>): Judgement {
  const well = count === 0 ? 'Nothing found.' : `${count} found; each has a result of its own.`;
  // They come in the order in which places answered, which is another at each look.
  const sorted = [...gaps].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  return { findings: fewOf([...alike(sorted).values()].flatMap(gapFindings)), expiries: [], well };
}

function placeOf({ account = '', region = '' }: Gap): string {
  return `${account} ${region}`;
}

/** Of one reason, more are one finding: a result has room for a few dozen, and each must be there at every look or at none. */
const MOST_OF_A_REASON = 20;

function fewOf(findings: readonly Finding[]): Finding[] {
  const byReason = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const known = byReason.get(finding.reason);
    if (known) known.push(finding);
    else byReason.set(finding.reason, [finding]);
  }
  return [...byReason.values()].flatMap((alike) => (alike.length > MOST_OF_A_REASON ? [allTogether(alike)] : alike));
}

function allTogether([first, ...others]: readonly [Finding, ...Finding[]]): Finding {
  const accounts = listed(
    others.map(({ about }) => about ?? 'this account'),
    MOST_OF_A_REASON,
  );
  return { ...first, about: 'many accounts', sentence: oneLine(`${first.sentence} So it is in ${accounts}.`, 1_500) };
}

/** Regions of one account that could not be read for the same reason: they are said once. */
function alike(gaps: readonly Gap[]): Map<string, Gap[]> {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const key = `${gap.account ?? ''} ${gap.region === undefined} ${gap.failure.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), gap]);
  }
  return groups;
}

function gapFindings([first, ...others]: readonly Gap[]): Finding[] {
  if (first === undefined) return [];
  const { account, failure } = first;
  const regions = others.flatMap(({ region }) => region ?? []).sort();
  const also = regions.length === 0 ? '' : ` So it is in ${regions.join(', ')}.`;
  const findings = failureFindings({ ...failure, sentence: oneLine(`${failure.sentence}${also}`, 900) });
  return findings.map((finding) => ({ ...finding, ...(account && { about: account }) }));
}
