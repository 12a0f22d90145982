import type { ACMClient } from '@aws-sdk/client-acm';
import type { Instant } from '../core/instant';
import type { Sighting } from '../core/observation';
import type { Kind, TargetOf } from '../core/target';

/** What probes need of the world around them. */
export interface Look {
  readonly now: () => Instant;
  /** Milliseconds for everything that one look at one endpoint takes, its one retry included; an inventory takes longer. */
  readonly timeout: number;
  /** PEM certificates that `trust: private` is judged by; undefined where none were given. */
  readonly privateCa?: string;
  readonly acm: (region: string) => ACMClient;
}

/**
 * Looks at one target, in bounded time. Never throws: what went wrong is an observation too.
 * The first sighting is of the target itself; an inventory adds one for each thing it found.
 */
export type Probe<K extends Kind> = (target: TargetOf<K>, look: Look) => Promise<readonly [Sighting, ...Sighting[]]>;
