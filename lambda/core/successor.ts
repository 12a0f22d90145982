import type { CertificateIndex } from './certificate-index';
import type { Expiry } from './expiry';
import { isSameCertificate } from './identity';
import type { Instant } from './instant';
import type { KnownCertificate } from './known-certificate';
import type { LastSeen } from './last-seen';
import { NO_CLIENT, type TlsTarget } from './target';

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
 * another address of the target serves it; it is for the same names; it covers the name that is asked for, among others.
 */
export const SUCCESSOR_LINKS = ['declared', 'renewed', 'served', 'same-names', 'covering'] as const;
export type SuccessorLink = (typeof SUCCESSOR_LINKS)[number];

/** A certificate that is served, and for which names, where that has been seen. */
export interface Served {
  readonly expiry: Expiry;
  readonly names?: readonly string[];
}

/**
 * The newer certificate for the names of one that is served, if anybody knows one; the surest link wins, then the newest.
 * None is sought of one that its holder renews in its place: what lies elsewhere for the same names is for other places.
 *
 * @param others what other addresses of the target serve that is not due.
 */
export function successorOf(
  served: Served,
  others: readonly LastSeen[],
  target: TlsTarget,
  certificates: CertificateIndex,
  now: Instant,
): Omit<Successor, 'seen'> | undefined {
  const declared = declaredBy(target, served, certificates);
  if (declared !== 'none') return declared;
  if (target.trust.by === 'pin') return undefined;
  const identity = identityOf(served.expiry);
  const holder = certificates.holding(identity);
  if (holder?.renewsItself) return undefined;
  const renewed = certificates.renewing(identity);
  if (renewed !== undefined && isNewer(renewed, served) && mayBeNamed(renewed, target))
    return linked(renewed, 'renewed');
  const elsewhere = servedElsewhere(served, others);
  const held = heldElsewhere(served, target, certificates, now);
  // Where it lies says more than where it is in use already, which the case tells besides.
  const isServed = held && others.some(({ expiry }) => isSuccessor(held, expiry));
  return elsewhere === undefined || isServed ? held : elsewhere;
}

export function identityOf({ expires: notAfter, notBefore, serial, sha256 }: Expiry) {
  return { notAfter, notBefore, serial, sha256 };
}

/** Whether this is the successor: by what is known of it, which of a declared one is the fingerprint alone. */
export function isSuccessor({ sha256, serial, notBefore, expires }: Omit<Successor, 'seen'>, expiry: Expiry): boolean {
  if (sha256 !== undefined && expiry.sha256 !== undefined) return sha256 === expiry.sha256;
  return expires !== undefined && isSameCertificate({ notAfter: expires, notBefore, serial }, identityOf(expiry));
}

/** What the row names goes before all else; `none` where it names nothing that can be said to be served or not. */
function declaredBy(
  target: TlsTarget,
  { expiry }: Served,
  certificates: CertificateIndex,
): Omit<Successor, 'seen'> | undefined | 'none' {
  const { successor } = target;
  if (successor === undefined) return 'none';
  if ('arn' in successor) {
    const held = certificates.byId(successor.arn);
    if (held === undefined || !mayBeNamed(held, target)) return 'none';
    return isSameCertificate(held, identityOf(expiry)) ? undefined : linked(held, 'declared');
  }
  const { sha256 } = successor;
  if (expiry.sha256 === sha256) return undefined;
  // Nothing but a fingerprint: the dates are known where an inventory has it.
  const held = certificates.holding({ sha256, notAfter: Number.NaN });
  const { id: _, ...known } = held && mayBeNamed(held, target) ? linked(held, 'declared') : { id: '' };
  return { ...known, id: `sha256:${sha256}`, how: 'declared', sha256 };
}

/** No client is told what another has; what is nobody's is the monitor's own, and who is no client's sees all. */
export function mayBeNamed({ client }: Pick<KnownCertificate, 'client'>, target: Pick<TlsTarget, 'client'>): boolean {
  return client === target.client || client === NO_CLIENT || target.client === NO_CLIENT;
}

function servedElsewhere({ expiry }: Served, others: readonly LastSeen[]): Omit<Successor, 'seen'> | undefined {
  const [newest] = others
    .filter(({ expiry: other }) => other.expires > expiry.expires && beganAfter(other, expiry))
    .sort((a, b) => b.expiry.expires - a.expiry.expires);
  const [first] = newest?.at ?? [];
  if (newest === undefined || first === undefined) return undefined;
  const { serial, sha256, notBefore, expires } = newest.expiry;
  return {
    id: first.address,
    how: 'served',
    expires,
    ...(serial !== undefined && { serial }),
    ...(sha256 !== undefined && { sha256 }),
    ...(notBefore !== undefined && { notBefore }),
  };
}

function beganAfter(other: Expiry, one: Expiry): boolean {
  return other.notBefore === undefined || one.notBefore === undefined || other.notBefore > one.notBefore;
}

function heldElsewhere(
  served: Served,
  target: TlsTarget,
  certificates: CertificateIndex,
  now: Instant,
): Omit<Successor, 'seen'> | undefined {
  const asked = (target.servername ?? target.host).toLowerCase();
  const candidates = certificates
    .covering(asked)
    .filter((held) => mayBeNamed(held, target) && isNewer(held, served) && held.notBefore <= now && held.notAfter > now)
    .filter(({ isPrivate }) => !isPrivate || target.trust.by !== 'public');
  const forAll = candidates.find((held) => served.names !== undefined && coversAll(held, served.names));
  if (forAll !== undefined) return linked(forAll, 'same-names');
  const [newest] = candidates;
  return newest && linked(newest, 'covering');
}

function coversAll({ names }: KnownCertificate, wanted: readonly string[]): boolean {
  const has = new Set(names.map((name) => name.toLowerCase()));
  return wanted.every((name) => has.has(name.toLowerCase()));
}

function isNewer({ notBefore, notAfter }: KnownCertificate, { expiry }: Served): boolean {
  return notAfter > expiry.expires && notBefore > (expiry.notBefore ?? 0);
}

function linked(held: KnownCertificate, how: SuccessorLink): Omit<Successor, 'seen'> {
  const { id, notBefore, notAfter: expires, serial, sha256 } = held;
  return {
    id,
    how,
    notBefore,
    expires,
    ...(serial !== undefined && { serial }),
    ...(sha256 !== undefined && { sha256 }),
  };
}
