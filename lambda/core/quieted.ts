import type { Expiry } from './expiry';
import type { Instant } from './instant';
import type { RenewalCase } from './renewal-case';
import type { Target } from './target';

export const QUIETED_BY = ['muted', 'maintenance', 'promised'] as const;

/** Why nothing is told of a target, or nothing of its date, although there may be something to tell. */
export interface Quieted {
  readonly by: (typeof QUIETED_BY)[number];
  readonly until: Instant;
  /** Who promised, or whose the row is; absent where nobody is named. */
  readonly who?: string;
}

/** What keeps a target quiet; what keeps the most quiet goes first. Nothing keeps an actual expiry quiet. */
export function quietedOf(
  { muted, maintenance, promised, owner }: Target,
  { expiry, renewal }: { readonly expiry?: Expiry | undefined; readonly renewal?: RenewalCase | undefined },
  now: Instant,
): Quieted | undefined {
  const who = owner && { who: owner };
  if (muted !== undefined && muted > now) return { by: 'muted', until: muted, ...who };
  if (maintenance !== undefined && maintenance > now) return { by: 'maintenance', until: maintenance };
  if (promised === undefined || promised <= now || (expiry && promised > expiry.expires)) return undefined;
  const by = renewal?.closed === undefined ? renewal?.promised?.by : undefined;
  return { by: 'promised', until: promised, ...(by ? { who: by } : who) };
}
