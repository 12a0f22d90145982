import type { Instant } from './instant';

/** A newer certificate for the names of one that is served. */
export interface Successor {
  /** The ARN of where it lies, `sha256:…` as the row declares it, or the address that serves it. */
  readonly id: string;
  readonly how: SuccessorLink;
  readonly serial?: string;
  readonly sha256?: string;
  readonly notBefore?: Instant;
  readonly expires?: Instant;
  /** When it was first seen. */
  readonly seen: Instant;
}

/**
 * How it is known to be the successor, surest first: the row says so; it was renewed where the one that is served lay;
 * another address of the target serves it; it is for the same names; it covers them among others.
 */
export const SUCCESSOR_LINKS = ['declared', 'renewed', 'served', 'same-names', 'covering'] as const;
export type SuccessorLink = (typeof SUCCESSOR_LINKS)[number];
