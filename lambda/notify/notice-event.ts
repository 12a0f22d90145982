import type { Expiry } from '../core/expiry';
import type { Reason } from '../core/finding';
import type { Audience, Event } from '../core/notice';
import type { CaseAddress, RenewalStep } from '../core/renewal-case';
import type { Severity } from '../core/severity';
import type { SuccessorLink } from '../core/successor';
import type { Kind } from '../core/target';

export const EVENT_SOURCE = 'notafter';
export const EVENT_TYPE = 'notafter notice';

/**
 * One notice for machines, as docs/notice-event.schema.json has it. Within a version attributes are added and never taken away
 * or changed. Times are ISO 8601 in UTC; texts are one printable line; what is not known is absent.
 */
export interface NoticeEvent {
  readonly version: 1;
  /** The same whenever the same notice is sent again. */
  readonly id: string;
  readonly event: Event;
  readonly severity: Severity;
  readonly target: string;
  readonly kind: Kind;
  readonly client?: string;
  readonly audience: readonly Audience[];
  /** When it was decided. */
  readonly at: string;
  /** The notice in one short line, as of when it is sent. */
  readonly title: string;
  /** How the target stands, in one sentence. */
  readonly summary: string;
  readonly findings: readonly EventFinding[];
  /** How many findings there are besides. */
  readonly moreFindings?: number;
  /** What was wrong until now, in a `recovered`. */
  readonly ended?: readonly Reason[];
  readonly expiry?: EventExpiry;
  readonly previous?: EventExpiry;
  readonly renewal?: EventRenewal;
  readonly service?: string;
  readonly impact?: string;
  readonly owner?: string;
  readonly escalate?: string;
  readonly runbook?: string;
  readonly notes?: string;
  readonly promised?: string;
}

export interface EventFinding {
  readonly reason: Reason;
  readonly severity: Severity;
  readonly sentence: string;
  readonly address?: string;
  readonly about?: string;
}

export interface EventExpiry {
  readonly of: Expiry['of'];
  readonly what: string;
  readonly expires: string;
  readonly notBefore?: string;
  readonly issuer?: string;
  readonly serial?: string;
  readonly sha256?: string;
}

export interface EventRenewal {
  readonly step: RenewalStep;
  readonly since: string;
  readonly old: EventExpiry;
  readonly promised?: { readonly until: string; readonly by?: string };
  readonly successor?: EventSuccessor;
  readonly attached?: readonly string[];
  readonly addresses: readonly EventAddress[];
  readonly closed?: string;
}

export interface EventSuccessor {
  readonly id: string;
  readonly how: SuccessorLink;
  readonly seen: string;
  readonly serial?: string;
  readonly sha256?: string;
  readonly notBefore?: string;
  readonly expires?: string;
}

interface EventAddress {
  readonly address: string;
  readonly serves: CaseAddress['serves'];
  readonly sha256: string;
  readonly since: string;
}
