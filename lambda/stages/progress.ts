import type { Family } from '../core/noticed';
import type { Gap, Sighting } from '../core/observation';
import type { Result } from '../core/result';

/** What looking and settling has come to so far. */
export interface Progress {
  readonly results: Map<string, Result>;
  readonly failures: string[];
  /** By inventory that was read, what could not be read of it: what it found before anywhere else, and has no more, is gone. */
  readonly gaps: Map<string, readonly Gap[]>;
  /** Where nothing was reached, or nothing by one family of addresses: settled when all have been looked at, since many at once are not their own fault. */
  readonly lost: Sighting[];
  /** How many endpoints were looked at of those that could be seen the last time, and how many of these were not. */
  readonly sight: { known: number; lost: number };
  /** The same of those that nobody has looked at before. */
  readonly newcomers: { known: number; lost: number };
  /** Of those that are seen, how many were by each family, and how many of them are not by that one any more. */
  readonly families: Readonly<Record<Family, { known: number; lost: number }>>;
  recorded: number;
  looked: number;
  /** Not looked at, for want of time. */
  left: number;
  /** The first that was left and had been looked at before. */
  next: string | undefined;
}

export function noProgress(): Progress {
  return {
    results: new Map(),
    failures: [],
    gaps: new Map(),
    lost: [],
    sight: { known: 0, lost: 0 },
    newcomers: { known: 0, lost: 0 },
    families: { IPv4: { known: 0, lost: 0 }, IPv6: { known: 0, lost: 0 } },
    recorded: 0,
    looked: 0,
    left: 0,
    next: undefined,
  };
}

/** The names of what has something to tell. */
export function pendingIn({ results }: Progress): Set<string> {
  return new Set([...results.values()].filter(({ pending }) => pending.length > 0).map(({ target }) => target));
}
