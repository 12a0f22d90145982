import { dateAndTime, spanOf } from './date-text';
import type { Finding } from './finding';
import type { Silence } from './noticed';
import { oneLine } from './safe-text';
import type { Target } from './target';

/** That a prober elsewhere does not look. */
export function silenceFindings({ location, timezone }: Target, silence: Silence | undefined): Finding[] {
  if (silence === undefined) return [];
  const since = dateAndTime(silence.since, timezone);
  const where = `“${oneLine(location, 80)}”`;
  const rows = silence.rows === 1 ? 'one row waits' : `${silence.rows} rows wait`;
  const sentence = silence.never
    ? `No prober has ever looked from ${where}, for which ${rows} since ${since}${meant(silence)}.`
    : `The prober at ${where} has completed no sweep since ${since}${usually(silence)}; ${rows} for it.`;
  return [{ reason: 'prober-silent', severity: 'critical', sentence }];
}

function usually({ every }: Silence): string {
  return every === undefined ? '' : `, though it sweeps at least once in ${spanOf(every)}`;
}

function meant({ meant }: Silence): string {
  return meant === undefined ? '' : `; “${oneLine(meant, 80)}” may be meant, which has one`;
}
