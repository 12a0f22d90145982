import type { RenewalInfo, Revocation } from './ca-answer';
import type { Certificate } from './certificate';
import type { Authority, Database, ManagedCertificate, RegisteredDomain, ServerCertificate } from './held';
import type { Instant } from './instant';
import type { KnownChain } from './known-chain';
import type { Noticed } from './noticed';
import type { Preflight } from './preflight';
import type { Tags } from './tags';
import type { Target } from './target';
import type { Times } from './times';
import type { Unchanged } from './unchanged';

/** What one probe saw of one target. Not having seen anything is a variant of its own, never a date. */
export type Observation =
  | {
      readonly saw: 'endpoint';
      readonly addresses: readonly AddressObservation[];
      /** Those beyond the most that are looked at. */
      readonly left?: readonly string[];
    }
  | { readonly saw: 'date'; readonly expires: Instant }
  | { readonly saw: 'inventory'; readonly count: number; readonly gaps?: readonly Gap[] }
  | { readonly saw: 'managed'; readonly certificate: ManagedCertificate }
  | { readonly saw: 'server-certificate'; readonly certificate: ServerCertificate }
  | { readonly saw: 'domain'; readonly domain: RegisteredDomain }
  | { readonly saw: 'database'; readonly database: Database }
  | { readonly saw: 'authority'; readonly authority: Authority }
  | { readonly saw: 'monitor'; readonly noticed: Noticed }
  | Unchanged
  | { readonly saw: 'nothing'; readonly failure: Failure };

export type AddressObservation =
  /** `settled` is what to remember of it. */
  | ({ readonly ok: true; readonly address: string; readonly settled?: KnownChain } & Handshake)
  | { readonly ok: false; readonly address: string; readonly failure: Failure };

/** What a completed TLS hand-shake showed at one address. */
export interface Handshake {
  /** `TLSv1.3` */
  readonly protocol: string;
  readonly cipher: string;
  /** The path from the leaf towards the root, as far as it could be built; never empty. */
  readonly chain: readonly [Certificate, ...Certificate[]];
  /** How many elements of the chain the verdict needs: a client stops at the first that it trusts by itself. Default all. */
  readonly pathLength?: number;
  readonly verdict: Verdict;
  /** Why the hand-shake could not be completed after the certificates had been seen; absent where it could. */
  readonly incomplete?: Failure;
  readonly nameMatches: boolean;
  /** What the server sent, in its order, duplicates included; absent where the look could not see it (TLS 1.3 alone). */
  readonly sent?: readonly Certificate[];
  /** Whether the first of them is for the name that was asked for. */
  readonly sentNameMatches?: boolean;
  /** Whether the server asks its clients for a certificate, and whether it goes on without one. */
  readonly clientCertificate?: 'requested' | 'required';
  /** Whether the server stapled an OCSP response; absent where the look could not see it. */
  readonly stapled?: boolean;
  readonly revocation?: Revocation;
  readonly renewalInfo?: RenewalInfo;
  readonly preflight?: Preflight;
}

/** Whether a client that trusts what this target's `trust` says would accept the path, whatever the name. */
export type Verdict =
  | { readonly trusted: true }
  | { readonly trusted: false; readonly reason: DistrustReason; readonly sentence: string };
/** `unjudged`: no client got as far as judging the path. */
export type DistrustReason =
  | 'untrusted'
  | 'self-signed'
  | 'chain-incomplete'
  | 'unexpected-certificate'
  | 'date'
  | 'unjudged';

/** Why nothing could be seen, in a stable word and in a sentence for people. */
export interface Failure {
  readonly reason: FailureReason;
  readonly sentence: string;
}
export type FailureReason =
  | 'refused'
  | 'timed-out'
  | 'no-such-host'
  | 'dns-failed'
  | 'no-route'
  | 'reset'
  | 'closed'
  | 'not-tls'
  /** It speaks its protocol, but offers no TLS in it. */
  | 'no-tls'
  /** Outbound port 25 is closed where this prober runs. */
  | 'port-blocked'
  /** It leads to an address that this prober must not look at. */
  | 'address-refused'
  | 'handshake-refused'
  | 'access-denied'
  | 'region-disabled'
  | 'service-failed'
  | 'not-understood'
  | 'inventory-unread'
  /** A row names something that no inventory has found. */
  | 'not-found'
  /** The prober could not look at anything: that says nothing of this target. */
  | 'not-looked'
  | 'internal-error';

/** A part of an inventory that could not be read; what was found there before goes on being judged by what was last seen. */
export interface Gap {
  /** Absent where it is the monitor's own account, or all of them. */
  readonly account?: string;
  /** Absent where the service has none, or it is all of them. */
  readonly region?: string;
  /** All regions but these. */
  readonly outside?: readonly string[];
  readonly failure: Failure;
}

/** An observation and what it is of: the target itself, or something that its inventory found. */
export interface Sighting extends Times {
  readonly target: Target;
  readonly observation: Observation;
  /** What the tags say of what was found; absent where they were not read, so that what they said before is taken to hold. */
  readonly tags?: Tags;
}
