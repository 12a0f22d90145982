import { isDeepStrictEqual } from 'node:util';
import type { Assessment } from './assess';
import type { Decision, Memory } from './decide';
import type { Expiry } from './expiry';
import type { Finding } from './finding';
import { DAILY, type Instant } from './instant';
import { type KnownChain, MOST_CHAINS } from './known-chain';
import type { Event, Notice } from './notice';
import type { Observation } from './observation';
import type { Severity } from './severity';
import type { Kind, Target } from './target';

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
  /** Since when severity, reasons and certificate have been what they are. */
  readonly since: Instant;
  readonly checkedAt: Instant;
  readonly memory: Memory;
  /** Notices that have not been sent yet. They stand in the same item as the memory, so that both are written or neither. */
  readonly pending: readonly Notice[];
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
}

export interface Looked {
  readonly target: Target;
  readonly observation: Observation;
  readonly assessment: Assessment;
  readonly decision: Decision;
  readonly foundBy?: string;
}

/** The result that follows from a look, and whether it is worth its write. */
export function nextResult(before: Result | undefined, looked: Looked, now: Instant): Result {
  const { target, observation, assessment, decision, foundBy } = looked;
  const { id, kind, client, service, owner, location } = target;
  const { severity, summary, findings, standing, seen } = assessment;
  const current = {
    target: id,
    kind,
    client,
    ...(service && { service }),
    ...(owner && { owner }),
    location,
    ...(foundBy && { foundBy }),
    severity,
    summary,
    findings,
    ...(standing && { expiry: standing.expiry }),
    seen: seen !== 'none',
    addresses: seenAddresses(observation),
    chains: chainsOf(before, observation),
    checkedAt: now,
    memory: decision.memory,
    pending: withNew(before?.pending ?? [], decision.notices),
    version: (before?.version ?? 0) + 1,
  };
  const unchanged = before !== undefined && stateOf(before) === stateOf({ ...current, since: now });
  return { ...current, since: unchanged ? before.since : now };
}

/** When something changed, when a full check settled something new, and once a day as proof of life. */
export function isWorthWriting(before: Result | undefined, after: Result): boolean {
  if (before === undefined || after.checkedAt - before.checkedAt >= DAILY) return true;
  return (
    after.chains.some((chain) => isNews(chain, before.chains)) || !isDeepStrictEqual(essence(before), essence(after))
  );
}

function isNews(chain: KnownChain, known: readonly KnownChain[]): boolean {
  const before = known.find((other) => keyOfChain(other) === keyOfChain(chain));
  return before === undefined || chain.verifiedAt - before.verifiedAt >= DAILY || hasAsked(chain, before);
}

/** The CA has answered for a while, and whoever looks next, which may be a new process, must know not to ask. */
function hasAsked(chain: KnownChain, before: KnownChain): boolean {
  const later = (now = 0, then = 0) => now > then && now > chain.verifiedAt;
  return (
    later(restsUntil(chain.revocation), restsUntil(before.revocation)) ||
    later(chain.renewal?.askAgainAt, before.renewal?.askAgainAt)
  );
}

function restsUntil(revocation: KnownChain['revocation']): Instant | undefined {
  return revocation === undefined || revocation.status === 'unknown' ? undefined : revocation.askAgainAt;
}

function keyOfChain({ chainHash, trustKey, path }: KnownChain): string {
  return `${chainHash} ${trustKey} ${path[0]}`;
}

/** What the history gains: a line for each notice, or one for a change that nobody is told of. */
export function historyOf(before: Result | undefined, after: Result, notices: readonly Notice[]): HistoryEntry[] {
  const { target, checkedAt: at, severity, summary, findings, expiry } = after;
  const line = { target, at, severity, summary, findings, ...(expiry && { expiry }) };
  if (notices.length > 0) return notices.map(({ event }) => ({ ...line, event }));
  return before !== undefined && before.since !== after.since ? [{ ...line, event: 'changed' }] : [];
}

/** A notice that has not been sent is superseded by a newer one of the same event, so that an outage of SNS piles up nothing. */
function withNew(pending: readonly Notice[], notices: readonly Notice[]): Notice[] {
  return [...pending.filter((old) => !notices.some(({ event }) => event === old.event)), ...notices];
}

/** Those that were settled now, and those of addresses that were not: they are as good as on the day they were settled. */
function chainsOf(before: Result | undefined, observation: Observation): KnownChain[] {
  if (observation.saw !== 'endpoint') return [...(before?.chains ?? [])];
  const met = observation.addresses.flatMap((seen) => (seen.ok && seen.settled ? [seen.settled] : []));
  const whole = observation.addresses.every((seen) => seen.ok && seen.settled !== undefined);
  const all = [...met, ...(whole ? [] : (before?.chains ?? []))];
  return all
    .filter((one, i) => all.findIndex((other) => keyOfChain(other) === keyOfChain(one)) === i)
    .slice(0, MOST_CHAINS);
}

function seenAddresses(observation: Observation): SeenAddress[] {
  if (observation.saw !== 'endpoint') return [];
  return observation.addresses.map((seen) =>
    seen.ok
      ? { address: seen.address, sha256: seen.chain[0].sha256 }
      : { address: seen.address, failure: seen.failure.sentence },
  );
}

/** What people mean by "it has changed": not the days left, and not the wording. */
function stateOf({ severity, findings, expiry }: Result): string {
  const reasons = findings.map(({ reason, address }) => `${reason} ${address ?? ''}`).sort();
  return JSON.stringify([severity, reasons, expiry?.expires, expiry?.sha256, expiry?.serial]);
}

/**
 * Everything but what differs at every look: the time of it, the count of writes, sentences that count days, and which of
 * a content network's many addresses were met.
 */
function essence(result: Result): unknown {
  const { kind, client, service, owner, location, foundBy, addresses, memory, pending } = result;
  const served = [...new Set(addresses.map(({ sha256, failure }) => sha256 ?? failure))].sort();
  return [stateOf(result), kind, client, service, owner, location, foundBy, served, memory, pending];
}
