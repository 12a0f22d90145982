import { dateAndTime } from './date-text';
import type { Finding } from './finding';
import type { Judgement } from './judgement';
import type { Blindness, Noticed } from './noticed';
import type { Target } from './target';

/** Judges the monitor by what its sweeps have noticed of themselves. */
export function assessMonitor(target: Target, { blind }: Noticed): Judgement {
  return { findings: blindFindings(target, blind), expiries: [], well: 'The monitor sees what it saw before.' };
}

function blindFindings({ location, timezone }: Target, blind: Blindness | undefined): Finding[] {
  if (blind === undefined) return [];
  const { lost, known, since } = blind;
  const sentence = `Since ${dateAndTime(since, timezone)}, ${lost} of the ${known} endpoints that could be seen before cannot be reached at all from “${location}”; on that evidence none of them is called unreachable.`;
  return [{ reason: 'monitor-blind', severity: 'critical', sentence }];
}
