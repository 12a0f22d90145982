import type { Instant } from './instant';

/** A certificate that somebody holds, as far as its inventory tells of it; kept with the result of what was found. */
export interface KnownCertificate {
  /** The ARN of where it lies. */
  readonly id: string;
  /** DNS names and IP addresses, wildcards included. */
  readonly names: readonly string[];
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** Hexadecimal, upper case, as {@link Certificate.serial}. */
  readonly serial?: string;
  readonly sha256?: string;
  /** Whoever holds it replaces it in its place by itself. */
  readonly renewsItself: boolean;
  /** Only clients of a private CA trust it. */
  readonly isPrivate: boolean;
  /** Its private key has been handed out: it is installed by hand, wherever that is. */
  readonly exported: boolean;
  /** ARNs of what it is attached to, where that is known. */
  readonly usedBy?: readonly string[];
  /** What lay there before it was renewed in its place, newest first. */
  readonly formerly: readonly FormerCertificate[];
}

export interface FormerCertificate {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly serial?: string;
  readonly sha256?: string;
}
