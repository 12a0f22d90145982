import { type Expiry, isSame } from './expiry';
import { HOUR, type Instant } from './instant';

/** A date as it was last seen, and which addresses showed it; none where the target has no addresses. */
export interface LastSeen {
  readonly expiry: Expiry;
  readonly at: readonly { readonly address: string; readonly time: Instant }[];
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
 * the target's. Longer than from one daily sweep to the next, since times are written once a day.
 */
const GONE_AFTER = 36 * HOUR;

const MOST_DATES = 16;
const MOST_ADDRESSES = 16;

/**
 * The dates that count: those seen now, and those that were last seen where this look could not see. An address that is dark
 * keeps its date for as long as it is dark, one that DNS does not name any more for {@link GONE_AFTER}.
 */
export function datesThatCount(
  seenNow: readonly LastSeen[],
  before: readonly LastSeen[],
  answers: Answers,
  now: Instant,
): LastSeen[] {
  const dates = seenNow.map((date) => ({ ...date, at: [...date.at] }));
  for (const { expiry, at } of before) {
    const known = dates.find((date) => date.expiry.of === expiry.of && isSame(date.expiry, expiry));
    const left = at.filter(({ address, time }) => !isMeanwhileSeen(address, time, answers, now));
    if (known !== undefined) known.at.push(...left.slice(0, Math.max(0, MOST_ADDRESSES - known.at.length)));
    else if (left.length > 0 || (at.length === 0 && answers.none)) dates.push({ expiry, at: left });
  }
  return dates.slice(0, MOST_DATES);
}

function isMeanwhileSeen(address: string, time: Instant, { none, answered, dark }: Answers, now: Instant): boolean {
  if (answered.has(address)) return true;
  return !none && !dark.has(address) && now - time > GONE_AFTER;
}

/** The same but for when: what is remembered is worth a write where the dates are others, not at each look. */
export function withoutTimes(dates: readonly LastSeen[]): unknown {
  return dates.map(({ expiry }) => expiry);
}
