import { BEFORE_THE_LADDER, type Expiry, isSame } from './expiry';
import type { Told } from './memory';
import type { Audience, Event } from './notice';

/** Kinds that are about the monitor itself. */
const OF_OPERATIONS: readonly string[] = ['monitor'];

const LATE: readonly Event[] = ['overdue', 'expired'];

/** Who is addressed. Whether the row names somebody in `escalate` does not matter: others may have subscribed for that audience. */
export function audienceOf({ kind }: { readonly kind: string }, escalated: boolean): readonly Audience[] {
  if (OF_OPERATIONS.includes(kind)) return ['operations'];
  return escalated ? ['owner', 'escalation'] : ['owner'];
}

/**
 * Whether a date concerns more people than those who look after it: it has passed, a promise was broken, or a rung of the
 * ladder after the first that was told passes without a promise. Who was told once is told all that follows, its end included.
 */
export function isEscalated(
  now: { readonly event: Event; readonly expiry: Expiry; readonly rung: number; readonly promised: boolean },
  told: Told['expiry'],
): boolean {
  if (LATE.includes(now.event) || told?.escalated) return true;
  return (
    !now.promised && told !== undefined && isSame(told.expiry, now.expiry) && isOnLadder(told) && now.rung < told.rung
  );
}

function isOnLadder({ rung }: { readonly rung: number }): boolean {
  return rung < BEFORE_THE_LADDER;
}
