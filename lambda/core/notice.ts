import type { Expiry } from './expiry';
import type { Finding, Reason } from './finding';
import type { Instant } from './instant';
import type { RenewalCase } from './renewal-case';
import type { Severity } from './severity';
import type { Kind } from './target';

/** What a notice is about. Stable words: subscriptions filter by them. */
export const EVENTS = [
  'expired',
  'overdue',
  'not-applied',
  'due',
  'monitor-blind',
  'broken',
  'unreachable',
  'applied',
  'replaced',
  'recovered',
] as const;
export type Event = (typeof EVENTS)[number];

/** Who is addressed, whoever hears everything first. Stable words: subscriptions filter by them. */
export const AUDIENCES = ['owner', 'escalation', 'operations'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** One message-worthy event about one target, with all that a message needs: it is kept until it has been sent. */
export interface Notice {
  readonly event: Event;
  readonly severity: Severity;
  readonly target: string;
  readonly kind: Kind;
  readonly client: string;
  readonly audience: readonly Audience[];
  /** When it was decided; with target and event it names the notice. */
  readonly at: Instant;
  readonly timezone: string;
  readonly summary: string;
  readonly findings: readonly Finding[];
  /** The date that matters, where one is known. */
  readonly expiry?: Expiry;
  /** What was in use before, in a `replaced` or `applied`. */
  readonly previous?: Expiry;
  /** What was wrong until now, in a `recovered`. */
  readonly ended?: readonly Reason[];
  /** How far the renewal has come, where one is under way or has just been closed. */
  readonly renewal?: RenewalCase;
  readonly service?: string;
  readonly impact?: string;
  readonly owner?: string;
  readonly escalate?: string;
  readonly runbook?: string;
  readonly notes?: string;
  readonly promised?: Instant;
}

/** What names one among all notices of its target. */
export type NoticeName = Pick<Notice, 'event' | 'at'>;

/** A notice that has not reached everybody yet. */
export interface PendingNotice extends Notice {
  /** The keys of the deliveries that have accepted it. */
  readonly sent?: readonly string[];
}
