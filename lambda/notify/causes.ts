import { fromNow } from '../core/date-text';
import type { Instant } from '../core/instant';
import { FAULTS } from './advice';
import type { Matter } from './matter';
import { hasExpired, isAboutDate, leadingReason, ruling } from './reasons';
import { CAUSES, SEVERAL } from './words';

interface Cause {
  readonly label: string;
  readonly count: number;
  /** The first date of those that are about one. */
  readonly soonest: Instant;
}

/** What the matters of a long message come to: a line for each cause with its count, the soonest first. */
export function causesOf(matters: readonly Matter[], now: Instant): string[] {
  const causes = new Map<string, Cause>();
  for (const matter of matters) {
    const label = labelOf(matter, now);
    const cause = causes.get(label) ?? { label, count: 0, soonest: Number.POSITIVE_INFINITY };
    const date = isAboutDate(matter) ? ruling(matter)?.expires : undefined;
    causes.set(label, {
      label,
      count: cause.count + 1,
      soonest: Math.min(cause.soonest, date ?? Number.POSITIVE_INFINITY),
    });
  }
  return [...causes.values()]
    .sort((a, b) => (a.soonest < b.soonest ? -1 : a.soonest > b.soonest ? 1 : 0))
    .map((cause) => line(cause, now));
}

function line({ label, count, soonest }: Cause, now: Instant): string {
  const first = Number.isFinite(soonest) && soonest > now ? `, ${SEVERAL.soonest} ${fromNow(soonest, now)}` : '';
  return `${count} × ${label}${first}`;
}

/** What has expired while its notice waited is no longer about to; of what is broken the fault says more than the event. */
function labelOf(matter: Matter, now: Instant): string {
  const { event } = matter;
  if (isAboutDate(matter) && hasExpired(matter, now)) return CAUSES.expired;
  const reason = event === 'broken' ? leadingReason(matter, now) : undefined;
  return reason === undefined ? CAUSES[event] : FAULTS[reason];
}
