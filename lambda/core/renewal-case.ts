import { type Expiry, isSame } from './expiry';
import type { Instant } from './instant';
import type { LastSeen } from './last-seen';
import type { NotApplied } from './not-applied';
import { isSuccessor, type Successor } from './successor';
import type { Target } from './target';

/**
 * The renewal of one target, from the first warning to the evidence. It is opened by a date that is near or by a successor,
 * and closed by what the addresses serve, never by hand.
 */
export interface RenewalCase {
  readonly step: RenewalStep;
  /** When it was opened. */
  readonly since: Instant;
  /** What is to be renewed. */
  readonly old: Expiry;
  readonly promised?: { readonly until: Instant; readonly by?: string };
  readonly successor?: Successor;
  /** What the old is attached to, in the words of its inventory: ARNs. */
  readonly attached?: readonly string[];
  /** Each address as it was last seen; empty where the target has none. */
  readonly addresses: readonly CaseAddress[];
  /** When the old was seen nowhere any more. */
  readonly closed?: Instant;
}

export const RENEWAL_STEPS = ['due', 'promised', 'issued', 'applied-in-part', 'closed'] as const;
export type RenewalStep = (typeof RENEWAL_STEPS)[number];

export interface CaseAddress {
  readonly address: string;
  /** `new` is the successor or, where none is known, anything newer than the old; `other` is neither. */
  readonly serves: 'old' | 'new' | 'other';
  readonly sha256: string;
  /** Since when it has served this. */
  readonly since: Instant;
}

/** On how many of its addresses the successor is in use: `k of n`. */
export function appliedOn({ addresses }: RenewalCase): { readonly applied: number; readonly of: number } {
  return { applied: addresses.filter(({ serves }) => serves === 'new').length, of: addresses.length };
}

/** As the Results table shows it: `applied-in-part, 1 of 3 addresses`. */
export function stepInWords(renewal: RenewalCase): string {
  const { applied, of } = appliedOn(renewal);
  return of === 0 ? renewal.step : `${renewal.step}, ${applied} of ${of} address${of === 1 ? '' : 'es'}`;
}

/** What a look says of a renewal. */
export interface RenewalFacts {
  /** What expires first, where it has reached a rung of the ladder. */
  readonly due: Expiry | undefined;
  readonly notApplied: NotApplied | undefined;
  /** The dates that count, wherever they were last seen. */
  readonly dates: readonly LastSeen[];
  /** Every address was seen. */
  readonly whole: boolean;
}

const MOST_ADDRESSES = 16;

/**
 * The case as it stands after a look; undefined where there has never been one. A closed one is kept as evidence until the
 * next is opened. Pure.
 */
export function nextRenewal(
  before: RenewalCase | undefined,
  target: Target,
  facts: RenewalFacts,
  now: Instant,
): RenewalCase | undefined {
  const open = before?.closed === undefined ? before : reopened(before, facts);
  const old = open?.old ?? facts.notApplied?.old ?? facts.due;
  if (old === undefined) return before;
  const found = facts.notApplied && isSame(facts.notApplied.old, old) ? facts.notApplied : undefined;
  const inUse = found !== undefined || facts.dates.some(({ expiry }) => isSame(expiry, old));
  // What took its place is due itself: that is the matter from now on.
  if (!inUse && (facts.due ?? facts.notApplied) !== undefined) return nextRenewal(undefined, target, facts, now);
  const closed = !inUse && facts.whole;
  // While the old one is in use, what is not its successor any more is not named.
  const successor = completed(inUse ? found?.successor : open?.successor, facts.dates);
  const addresses = caseAddresses(old, successor, facts.dates, open?.addresses ?? [], now);
  const promised = promiseFor(target, old);
  const attached = (inUse ? found?.attached : open?.attached) ?? [];
  return {
    step: closed ? 'closed' : stepOf(promised !== undefined, successor, addresses),
    since: open?.since ?? now,
    old,
    ...(promised && { promised }),
    ...(successor && { successor }),
    ...(attached.length > 0 && { attached }),
    addresses,
    ...(closed && { closed: now }),
  };
}

/** What was closed and is in use again, as behind a balancer of which one server was forgotten, was not over. */
function reopened(before: RenewalCase, { due }: RenewalFacts): RenewalCase | undefined {
  if (due === undefined || !isSame(before.old, due)) return undefined;
  const { closed, ...open } = before;
  return open;
}

/** Of a successor that was only a fingerprint more is known once it is served. */
function completed(successor: Successor | undefined, dates: readonly LastSeen[]): Successor | undefined {
  if (successor === undefined || successor.expires !== undefined) return successor;
  const served = dates.find(({ expiry }) => isSuccessor(successor, expiry))?.expiry;
  if (served === undefined) return successor;
  const { expires, notBefore, serial } = served;
  return { ...successor, expires, ...(notBefore !== undefined && { notBefore }), ...(serial && { serial }) };
}

function stepOf(isPromised: boolean, successor: Successor | undefined, addresses: readonly CaseAddress[]): RenewalStep {
  if (addresses.some(({ serves }) => serves === 'new')) return 'applied-in-part';
  if (successor !== undefined) return 'issued';
  return isPromised ? 'promised' : 'due';
}

/** A promise later than the expiry does not count, nor does one that was about the certificate before. */
function promiseFor({ promised, owner }: Target, { expires, notBefore }: Expiry): RenewalCase['promised'] {
  if (promised === undefined || promised > expires || promised < (notBefore ?? 0)) return undefined;
  return { until: promised, ...(owner !== undefined && { by: owner }) };
}

function caseAddresses(
  old: Expiry,
  successor: Successor | undefined,
  dates: readonly LastSeen[],
  before: readonly CaseAddress[],
  now: Instant,
): CaseAddress[] {
  const served = dates
    .filter(({ expiry }) => expiry.of === old.of)
    .flatMap(({ expiry, at }) => at.map(({ address }) => servedThere(address, expiry)))
    .sort((a, b) => RANK[a.serves] - RANK[b.serves]);
  const once = served.filter(({ address }, i) => served.findIndex((other) => other.address === address) === i);
  return once.slice(0, MOST_ADDRESSES).sort((a, b) => (a.address < b.address ? -1 : 1));

  function servedThere(address: string, expiry: Expiry): CaseAddress {
    const sha256 = expiry.sha256 ?? '';
    const serves = isSame(expiry, old) ? 'old' : isNew(expiry, old, successor) ? 'new' : 'other';
    const known = before.find((other) => other.address === address && other.sha256 === sha256);
    return { address, serves, sha256, since: known?.since ?? now };
  }
}

/** An address that was seen with several certificates serves the old one to some. */
const RANK = { old: 0, new: 1, other: 2 } as const;

function isNew(expiry: Expiry, old: Expiry, successor: Successor | undefined): boolean {
  if (successor !== undefined && successor.how !== 'served') return isSuccessor(successor, expiry);
  return expiry.expires > old.expires;
}
