import type { Aws } from '../aws/clients';
import type { Instant } from '../core/instant';
import type { KnownCertificate } from '../core/known-certificate';
import type { Remembered } from '../core/known-chain';
import type { Sighting } from '../core/observation';
import type { Kind, TargetOf } from '../core/target';
import type { Lookup } from '../tls/addresses';
import type { Budget } from '../tls/budget';
import type { CaAnswers } from '../tls/ca-answers';
import type { Guard } from '../tls/guard';
import type { PreflightOf } from '../tls/preflight';

/** What a look at a TLS endpoint needs of the world around it. */
export interface TlsLook {
  readonly now: () => Instant;
  /** Milliseconds for everything that one look at one endpoint takes, its one retry included; an inventory takes longer. */
  readonly timeout: number;
  /** PEM certificates that `trust: private` is judged by; undefined where none were given. */
  readonly privateCa?: string;
  /** How names become addresses; default as the machine resolves them, four at a time. */
  readonly find?: Lookup;
  /** Which addresses must not be looked at; where there is none, every address may. */
  readonly guard?: Guard;
  /** What all looks share; without one, nothing bounds them but the sweep's concurrency. */
  readonly budget?: Budget;
  /**
   * `false` where connections to port 25 are known to lead nowhere, as from a Lambda function: then none is tried, and the
   * failure says so. Default `true`.
   */
  readonly outbound25?: boolean;
  /** What is asked beside a full check: CAs about what they issued, and DNS; nothing where it is absent. */
  readonly ca?: CaAnswers;
}

/** What probes need of the world around them. */
export interface Look extends TlsLook {
  readonly aws: Aws;
  /** How DNS is asked what will make the renewal of a managed certificate fail; not at all where it is absent. */
  readonly preflight?: PreflightOf;
  /** When no look may begin any more; default never. */
  readonly until?: Instant;
  /** What is remembered of the certificate that an inventory found under this ARN; default: nothing is. */
  readonly before?: (arn: string) => KnownCertificate | undefined;
  /** Whether what has this ARN may lie where no inventory could be read; default: nothing does. */
  readonly unread?: (arn: string) => boolean;
}

/**
 * Looks at one target, in bounded time. Never throws: what went wrong is an observation too.
 * The first sighting is of the target itself; an inventory adds one for each thing it found.
 */
export type Probe<K extends Kind> = (
  target: TargetOf<K>,
  look: Look,
  remembered: Remembered,
) => Promise<readonly [Sighting, ...Sighting[]]>;
