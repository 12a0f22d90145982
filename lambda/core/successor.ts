import { readArn } from './arn';
import type { CertificateIndex } from './certificate-index';
import type { Estate } from './estate';
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

/** What is known besides what is served. */
export interface Knowledge {
  readonly estate: Pick<Estate, 'certificates'>;
  /** The successor as it was known at the last look. */
  readonly known?: Successor | undefined;
  /** The declared successor that has been in use everywhere: the row says nothing new by it. */
  readonly spent?: string | undefined;
}

type Link = Omit<Successor, 'seen'>;

/**
 * The newer certificate for the names of one that is served, if anybody knows one; the surest link wins, then what was known
 * before, then the newest. None is sought of one that its holder renews in its place: what lies elsewhere for the same names
 * is for other places.
 *
 * @param others what other addresses of the target serve that is not due.
 */
export function successorOf(
  served: Served,
  others: readonly LastSeen[],
  target: TlsTarget,
  { estate: { certificates }, known, spent }: Knowledge,
  now: Instant,
): Link | undefined {
  const declared = declaredBy(target, certificates);
  if (declared !== undefined && declared.id !== spent && !isSuccessor(declared, served.expiry)) {
    if (declared.expires === undefined || declared.expires > served.expiry.expires) return declared;
  }
  if (target.trust.by === 'pin') return undefined;
  const asked = askedName(target);
  const identity = identityOf(served.expiry);
  if (certificates.holding(identity, asked)?.renewsItself) return undefined;
  const renewed = certificates.renewing(identity, asked);
  if (renewed !== undefined && isNewer(renewed, served) && renewed.notBefore <= now && mayBeNamed(renewed, target))
    return linked(renewed, 'renewed');
  const elsewhere = servedElsewhere(served, others);
  const held = heldElsewhere(served, target, certificates, known, now);
  // Where it lies says more than where it is in use already, which the case tells besides.
  const isServed = held && others.some(({ expiry }) => isSuccessor(held, expiry));
  return elsewhere === undefined || isServed ? held : elsewhere;
}

/** The name that a client asks for, in small letters. */
export function askedName({ servername, host }: TlsTarget): string {
  return (servername ?? host).toLowerCase();
}

export function identityOf({ expires: notAfter, notBefore, serial, sha256 }: Expiry) {
  return { notAfter, notBefore, serial, sha256 };
}

/** Whether this is the successor: by what is known of it, which of a declared one may be the fingerprint alone. */
export function isSuccessor({ sha256, serial, notBefore, expires }: Link, expiry: Expiry): boolean {
  if (sha256 !== undefined && expiry.sha256 !== undefined) return sha256 === expiry.sha256;
  return expires !== undefined && isSameCertificate({ notAfter: expires, notBefore, serial }, identityOf(expiry));
}

/** The declared successor, by its name, where it is all that is in use: whoever declares it need not be told of it again. */
export function declaredInUse(
  target: TlsTarget,
  leafs: readonly LastSeen[],
  certificates: CertificateIndex,
): string | undefined {
  const declared = declaredBy(target, certificates);
  const isAll = declared && leafs.length > 0 && leafs.every(({ expiry }) => isSuccessor(declared, expiry));
  return isAll ? declared.id : undefined;
}

/** What the row names; of an ARN that no inventory knows nothing can be said to be served or not. */
function declaredBy(target: TlsTarget, certificates: CertificateIndex): Link | undefined {
  const { successor } = target;
  if (successor === undefined) return undefined;
  const held =
    'arn' in successor
      ? certificates.byId(successor.arn)
      : certificates.holding({ sha256: successor.sha256, notAfter: Number.NaN }, askedName(target));
  const known = held && mayBeNamed(held, target) ? linked(held, 'declared') : undefined;
  if ('arn' in successor) return known;
  return { ...known, id: `sha256:${successor.sha256}`, how: 'declared', sha256: successor.sha256 };
}

/**
 * No client is told what another has. What is nobody's is the monitor's own, and may be named where its name is but a number;
 * who is no client's sees all.
 */
function mayBeNamed(held: KnownCertificate, target: TlsTarget): boolean {
  return isOfClient(held, target) || (held.client === NO_CLIENT && readArn(held.id)?.service === 'acm');
}

export function isOfClient({ client }: KnownCertificate, target: Pick<TlsTarget, 'client'>): boolean {
  return target.client === NO_CLIENT || client.toLowerCase() === target.client.toLowerCase();
}

function servedElsewhere({ expiry }: Served, others: readonly LastSeen[]): Link | undefined {
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
  known: Successor | undefined,
  now: Instant,
): Link | undefined {
  const candidates = certificates
    .covering(askedName(target))
    .filter((held) => mayBeNamed(held, target) && isNewer(held, served) && held.notBefore <= now && held.notAfter > now)
    .filter(({ isPrivate }) => !isPrivate || target.trust.by !== 'public');
  // A look that sees nothing does not know the names, and must not make another successor of it.
  const before = candidates.find(({ id }) => id === known?.id);
  if (before !== undefined && known !== undefined) return linked(before, known.how);
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

function linked(held: KnownCertificate, how: SuccessorLink): Link {
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
