import type { Expiry } from './expiry';
import type { Instant } from './instant';
import type { Successor } from './successor';

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
  /** Where the old is attached, in the words of its inventory: ARNs. */
  readonly attached?: readonly string[];
  /** Each address as it was last seen; empty where the target has none. */
  readonly addresses: readonly CaseAddress[];
  /** When the old was seen nowhere any more, and its successor everywhere. */
  readonly closed?: Instant;
}

export const RENEWAL_STEPS = ['due', 'promised', 'issued', 'applied-in-part', 'closed'] as const;
export type RenewalStep = (typeof RENEWAL_STEPS)[number];

export interface CaseAddress {
  readonly address: string;
  /** What it serves is neither the old nor the successor where it is `other`. */
  readonly serves: 'old' | 'new' | 'other';
  readonly sha256: string;
  /** Since when it has served this. */
  readonly since: Instant;
}

/** On how many of its addresses the successor is in use: `k of n`. */
export function appliedOn({ addresses }: RenewalCase): { readonly applied: number; readonly of: number } {
  return { applied: addresses.filter(({ serves }) => serves !== 'old').length, of: addresses.length };
}
