import type { Expiry } from './expiry';
import type { Finding } from './finding';
import type { RegisteredDomain } from './held';
import type { Instant } from './instant';
import type { KnownCertificate } from './known-certificate';
import type { KnownChain } from './known-chain';
import type { Memory } from './memory';
import type { Event, Notice, PendingNotice } from './notice';
import type { Noticed } from './noticed';
import type { Quieted } from './quieted';
import type { RenewalCase } from './renewal-case';
import type { Severity } from './severity';
import type { Tags } from './tags';
import type { Kind } from './target';

/** The latest that is known of one target: what the Results table holds and people read in the console. */
export interface Result {
  readonly target: string;
  readonly kind: Kind;
  readonly client: string;
  readonly service?: string;
  readonly owner?: string;
  readonly location: string;
  /** The inventory row that found it; absent where the target is a row of its own. */
  readonly foundBy?: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly findings: readonly Finding[];
  readonly expiry?: Expiry;
  /** False where the last look saw nothing; what is said is then of the last time that something was seen. */
  readonly seen: boolean;
  /** What each address served, or why it could not be seen. */
  readonly addresses: readonly SeenAddress[];
  /** What full checks settled of the chains that its addresses serve; what the reader confirms at most looks. */
  readonly chains: readonly KnownChain[];
  /** What keeps it quiet, who and until when. That of a maintenance window is as it was when this was written. */
  readonly quieted?: Quieted;
  /** How far its renewal has come; a closed one stays as evidence until the next is opened. */
  readonly renewal?: RenewalCase;
  /** The certificate that it is, where an inventory found it. */
  readonly holds?: KnownCertificate;
  /** The domain that it is, where an inventory found it. */
  readonly registration?: RegisteredDomain;
  /** What its tags said when they were last read, where an inventory found it. */
  readonly tags?: Tags;
  /** What the sweep has noticed of itself, where it is the monitor. */
  readonly noticed?: Noticed;
  /** Since when severity, reasons and certificate have been what they are. */
  readonly since: Instant;
  readonly checkedAt: Instant;
  readonly memory: Memory;
  /** Notices that have not been sent to everybody yet. They stand in the same item as the memory, so that both are written or neither. */
  readonly pending: readonly PendingNotice[];
  /** Counts the writes; a write that has not seen the newest is refused. */
  readonly version: number;
}

export interface SeenAddress {
  readonly address: string;
  readonly sha256?: string;
  readonly failure?: string;
}

/** A line of the history: something began, changed or ended. */
export interface HistoryEntry {
  readonly target: string;
  readonly at: Instant;
  readonly event: Event | 'changed' | 'removed';
  readonly severity: Severity;
  readonly summary: string;
  readonly findings: readonly Finding[];
  readonly expiry?: Expiry;
  /** The evidence, where a renewal was closed. */
  readonly renewal?: RenewalCase;
}

/** What the history gains: a line for each notice, or one for a change that nobody is told of. */
export function historyOf(before: Result | undefined, after: Result, notices: readonly Notice[]): HistoryEntry[] {
  const { target, checkedAt, severity, summary, findings, expiry, renewal } = after;
  // A result that nobody looked for keeps the time of the last look.
  const at = notices[0]?.at ?? checkedAt;
  const closed = renewal?.closed === at && { renewal };
  const line = { target, at, severity, summary, findings, ...(expiry && { expiry }), ...closed };
  if (notices.length > 0)
    return notices.map(({ event, renewal }) => ({ ...line, event, ...(renewal?.closed !== undefined && { renewal }) }));
  return before !== undefined && (before.since !== after.since || closed) ? [{ ...line, event: 'changed' }] : [];
}
