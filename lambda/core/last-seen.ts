import { type Expiry, isSame } from './expiry';
import { DAY, type Instant } from './instant';

/** A date as it was last seen, and which addresses showed it; none where the target has no addresses. */
export interface LastSeen {
  readonly expiry: Expiry;
  readonly at: readonly SeenAt[];
}

export interface SeenAt {
  readonly address: string;
  /** When the address was last met: seen with this date, or dark. */
  readonly time: Instant;
  /**
   * `gone`: it has been seen with something else since, and the date does not count any more. `back`: it has come back from
   * that, as behind a balancer of which one server was forgotten; then both count.
   */
  readonly was?: 'gone' | 'back';
}

/** A date, and whether this look saw it. */
export interface Counted extends LastSeen {
  readonly isSeen: boolean;
}

/** What one look saw of the addresses. */
export interface Answers {
  /** Nothing at all was seen. */
  readonly none: boolean;
  readonly answered: ReadonlySet<string>;
  /** Met, and not seen. */
  readonly dark: ReadonlySet<string>;
}

/**
 * DNS may name some of the addresses at one look and others at the next. One that has not been met for this long is no longer
 * the target's. It is three daily sweeps; times are written once a day.
 */
const GONE_AFTER = 3 * DAY;

const MOST_DATES = 16;
const MOST_ADDRESSES = 16;

/**
 * What is to be remembered of dates: those seen now, and those that were seen where this look could not see or saw something
 * else. An address that is dark keeps its date for as long as it is dark, one that DNS does not name any more for
 * {@link GONE_AFTER}. The earliest first.
 */
export function datesFrom(
  seenNow: readonly LastSeen[],
  before: readonly LastSeen[],
  answers: Answers,
  now: Instant,
): Counted[] {
  const dates = seenNow.map(({ expiry, at }) => ({ expiry, at: [...at], isSeen: true }));
  for (const { expiry, at } of before) {
    const known = dates.find((date) => date.expiry.of === expiry.of && isSame(date.expiry, expiry));
    if (known === undefined) {
      const left = at.flatMap((seen) => stillAt(seen, answers, now));
      if (left.length > 0 || (at.length === 0 && answers.none)) dates.push({ expiry, at: left, isSeen: false });
      continue;
    }
    const met = known.at.map((seen) => cameBack(seen, at));
    const others = at.filter(({ address }) => !met.some((seen) => seen.address === address));
    known.at = [...met, ...others.flatMap((seen) => stillAt(seen, answers, now))].slice(0, MOST_ADDRESSES);
  }
  return dates
    .map((date) => settled(date, dates))
    .sort(mattersFirst)
    .slice(0, MOST_DATES);
}

/** Where nothing else has been seen at an address for a while, it alternates no more. */
function settled<T extends LastSeen>(date: T, dates: readonly LastSeen[]): T {
  const others = dates.filter((other) => other.expiry !== date.expiry && other.expiry.of === date.expiry.of);
  const isShared = (address: string) => others.some(({ at }) => at.some((seen) => seen.address === address));
  const at = date.at.map(({ was, ...seen }) =>
    was === undefined || (was === 'back' && !isShared(seen.address)) ? seen : { ...seen, was },
  );
  return { ...date, at };
}

/** Those that count before those that do not, and the earliest first. */
function mattersFirst(a: LastSeen, b: LastSeen): number {
  const gone = ({ at }: LastSeen) => (at.length > 0 && at.every(({ was }) => was === 'gone') ? 1 : 0);
  const named = (a.expiry.sha256 ?? '') < (b.expiry.sha256 ?? '') ? -1 : 1;
  return gone(a) - gone(b) || a.expiry.expires - b.expiry.expires || named;
}

/** Those of them that count, where they count. */
export function counting(dates: readonly Counted[]): Counted[] {
  return dates.flatMap((date) => {
    const at = date.at.filter(({ was }) => was !== 'gone');
    return at.length > 0 || date.at.length === 0 ? [{ ...date, at }] : [];
  });
}

function cameBack(seen: SeenAt, before: readonly SeenAt[]): SeenAt {
  const known = before.find(({ address }) => address === seen.address);
  return known?.was === undefined ? seen : { ...seen, was: 'back' };
}

/** What becomes of an address that was seen with a date, where this look did not see it with that. */
function stillAt(seen: SeenAt, { none, answered, dark }: Answers, now: Instant): SeenAt[] {
  const { address, was } = seen;
  // A clock that was wrong once must not keep an address for years.
  const time = Math.min(seen.time, now);
  if (none || dark.has(address)) return [{ ...seen, time: dark.has(address) ? now : time }];
  if (now - time > GONE_AFTER) return [];
  return answered.has(address) && was !== 'back' ? [{ address, time, was: 'gone' }] : [{ ...seen, time }];
}

/** The same but for when and where: what is remembered is worth a write where the dates are others, not at each look. */
export function withoutTimes(dates: readonly LastSeen[]): unknown {
  return dates.map(({ expiry, at }) => [expiry, at.some(({ was }) => was === 'back')]);
}
