import { failureFindings } from './failure-findings';
import type { Finding } from './finding';
import type { Judgement } from './judgement';
import type { Gap, Observation } from './observation';
import { oneLine } from './safe-text';

/** Judges how much of an inventory could be read; what it found is judged by itself. */
export function assessInventory({ count, gaps = [] }: Extract<Observation, { saw: 'inventory' }>): Judgement {
  const well = count === 0 ? 'Nothing found.' : `${count} found; each has a result of its own.`;
  return { findings: [...alike(gaps).values()].flatMap(gapFindings), expiries: [], well };
}

/** Regions of one account that could not be read for the same reason: they are said once. */
function alike(gaps: readonly Gap[]): Map<string, Gap[]> {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const key = `${gap.account ?? ''} ${gap.failure.reason}`;
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
