import type { Expiry } from '../core/expiry';
import type { Finding } from '../core/finding';
import type { PastRenewal } from '../core/habit';
import type { Instant } from '../core/instant';
import type { Quieted } from '../core/quieted';
import { appliedOn, type RenewalCase } from '../core/renewal-case';
import type { Result } from '../core/result';
import { atLeast } from '../core/severity';
import type { Target, Watched } from '../core/target';
import { isAskedFor } from './digest-findings';

// Of a million targets digests keep what they may tell, and no more. What is absent is undefined: objects that are all of one shape take
// the least memory.

/** What digests tell of a row. */
export interface RowFacts extends Pick<Watched, 'timezone' | 'location'> {
  readonly muted: Instant | undefined;
  readonly promised: Instant | undefined;
  /** Why nobody knows what it watches. */
  readonly notUnderstood: string | undefined;
}

/** What digests tell of a result. */
export interface ResultFacts extends Pick<Result, 'location' | 'since' | 'checkedAt'> {
  readonly foundBy: string | undefined;
  /** What is said of it where the last look saw nothing. */
  readonly unseen: string | undefined;
  /** Those alone that any section asks for. */
  readonly findings: readonly Pick<Finding, 'reason' | 'severity' | 'sentence' | 'address'>[];
  readonly expiry: Pick<Expiry, 'of' | 'what' | 'expires' | 'unused' | 'serial' | 'sha256'> | undefined;
  /** Nobody has to do anything, unless it turns out to be late. */
  readonly renewsItself: boolean;
  /** While it is open. */
  readonly renewal: RenewalFacts | undefined;
  /** What was seen of earlier renewals. */
  readonly renewed: readonly Pick<PastRenewal, 'at' | 'left'>[];
  readonly quieted: Pick<Quieted, 'by' | 'until'> | undefined;
  /** Since when each notice waits that has not been sent to everybody. */
  readonly pending: readonly Instant[];
}

interface RenewalFacts extends Pick<RenewalCase, 'step' | 'promised'> {
  readonly of: Expiry['of'];
  readonly on: ReturnType<typeof appliedOn>;
}

export function rowFacts({ timezone, location, muted, promised, problems }: Target): RowFacts {
  const notUnderstood = problems.find(({ reason }) => reason === 'not-understood')?.sentence;
  return { timezone, location, muted, promised, notUnderstood };
}

/**
 * @param id the name of its target, where that is kept already.
 * @param share hands back the first of equal texts.
 */
export function resultFacts(result: Result, id: string, share: (text: string) => string): ResultFacts {
  const { location, since, checkedAt, foundBy, seen, summary, findings, expiry, quieted, pending } = result;
  return {
    location: share(location),
    since,
    checkedAt,
    foundBy: foundBy === undefined ? undefined : share(foundBy),
    unseen: seen ? undefined : summary,
    findings: each(
      findings.filter((finding) => isAskedFor(finding, seen)),
      ({ reason, severity, sentence, address }) => ({
        reason,
        severity,
        sentence,
        ...(address !== undefined && { address }),
      }),
    ),
    expiry: expiry && expiryFacts(expiry, id),
    renewsItself: renewsItself(result),
    renewal: openRenewal(result),
    renewed: each(renewalsOf(result), ({ at, left }) => ({ at, left })),
    quieted: quieted && { by: quieted.by, until: quieted.until },
    pending: each(pending, ({ at }) => at),
  };
}

const NONE: readonly never[] = [];

/** Most targets have none, and share it. */
function each<A, B>(all: readonly A[], of: (one: A) => B): readonly B[] {
  return all.length === 0 ? NONE : all.map(of);
}

function expiryFacts(
  { of, what, expires, unused, serial, sha256 }: Expiry,
  id: string,
): NonNullable<ResultFacts['expiry']> {
  // By the first of the two that is known it is told from others.
  const certificate = sha256 ? { sha256 } : serial && { serial };
  return { of, what: what === id ? id : what, expires, ...(unused && { unused }), ...certificate };
}

/** Renewed in time at least so often, as far as anybody remembers, it is expected to be again. */
const HABIT = 2;

/** Where it is late, its renewal is a case, or there is a finding. */
function renewsItself({ renewal, holds, memory, severity }: Result): boolean {
  if ((renewal !== undefined && renewal.closed === undefined) || atLeast(severity, 'warning')) return false;
  const past = memory.renewals;
  return holds?.renewsItself === true || (past.length >= HABIT && past.every(({ left }) => left > 0));
}

function openRenewal({ renewal }: Result): RenewalFacts | undefined {
  if (renewal === undefined || renewal.closed !== undefined) return undefined;
  const { step, promised, old } = renewal;
  return { step, of: old.of, on: appliedOn(renewal), ...(promised && { promised }) };
}

/** A case that was closed by a renewal that is remembered is the same renewal. */
function renewalsOf({ memory: { renewals }, renewal }: Result): Pick<PastRenewal, 'at' | 'left'>[] {
  const { closed, old } = renewal ?? {};
  const byCase = closed !== undefined && old && !renewals.some(({ at }) => at === closed);
  return [...renewals, ...(byCase ? [{ at: closed, left: old.expires - closed }] : [])];
}
