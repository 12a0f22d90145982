import type { ManagedCertificate } from './held';
import { isSameCertificate } from './identity';
import type { Instant } from './instant';
import type { Observation } from './observation';
import type { Preflight } from './preflight';

/** A certificate that somebody holds, as far as its inventory tells of it; kept with the result of what was found. */
export interface KnownCertificate {
  /** The ARN of where it lies. */
  readonly id: string;
  /** Whose it is; nobody of another client is told of it. */
  readonly client: string;
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
  /** What was found before ACM renews it. */
  readonly preflight?: Preflight;
  /** What lay there before it was renewed in its place, newest first. */
  readonly formerly: readonly FormerCertificate[];
}

export interface FormerCertificate {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly serial?: string;
  readonly sha256?: string;
}

const MOST_FORMER = 5;

/** ARNs have up to 2,048 characters, and go into every message. */
const MOST_USED_BY = 20;

/**
 * What an observation says that somebody holds, with what lay there before; undefined where it is of no such thing, or of a
 * certificate that has not been issued.
 */
export function holdsOf(
  observation: Observation,
  client: string,
  before: KnownCertificate | undefined,
): KnownCertificate | undefined {
  const found = heldNow(observation);
  const missed = observation.saw === 'managed' && observation.certificate.detailMissed === true;
  const known = missed && found && before && isSameCertificate(found, before) ? before : undefined;
  const held = found && { ...known, ...found, client, ...(known && { renewsItself: known.renewsItself }) };
  if (held === undefined || before === undefined || isSameCertificate(held, before)) {
    return held && { ...held, formerly: before?.formerly ?? [] };
  }
  const { notBefore, notAfter, serial, sha256 } = before;
  const former = {
    notBefore,
    notAfter,
    ...(serial !== undefined && { serial }),
    ...(sha256 !== undefined && { sha256 }),
  };
  return { ...held, formerly: [former, ...before.formerly].slice(0, MOST_FORMER) };
}

function heldNow(observation: Observation): Omit<KnownCertificate, 'formerly' | 'client'> | undefined {
  switch (observation.saw) {
    case 'managed':
      return managedHeld(observation.certificate);
    case 'server-certificate': {
      const { arn, leaf } = observation.certificate;
      if (leaf === undefined) return undefined;
      const { names, notBefore, notAfter, serial, sha256 } = leaf;
      const facts = { renewsItself: false, isPrivate: false, exported: false };
      return { id: arn, names, notBefore, notAfter, serial, sha256, ...facts };
    }
    case 'endpoint':
    case 'date':
    case 'inventory':
    case 'domain':
    case 'database':
    case 'authority':
    case 'monitor':
    case 'unchanged':
    case 'nothing':
      return undefined;
    default:
      return observation satisfies never;
  }
}

function managedHeld(certificate: ManagedCertificate): Omit<KnownCertificate, 'formerly' | 'client'> | undefined {
  const { arn, domain, names, notBefore, notAfter, serial, status, type, renewal, exported } = certificate;
  const { usedBy, preflight } = certificate;
  if (!['ISSUED', 'EXPIRED'].includes(status) || notBefore === undefined || notAfter === undefined) return undefined;
  return {
    id: arn,
    names: [...new Set([domain, ...names])],
    notBefore,
    notAfter,
    renewsItself: type !== 'imported' && renewal.eligible && !isStuck(renewal.status),
    isPrivate: type === 'private',
    exported,
    ...(serial !== undefined && { serial }),
    ...(usedBy !== undefined && { usedBy: usedBy.slice(0, MOST_USED_BY) }),
    ...(preflight && { preflight }),
  };
}

function isStuck(status: string | undefined): boolean {
  return status === 'FAILED' || status === 'PENDING_VALIDATION';
}
