import type { Certificate } from './certificate';
import { certificateName } from './certificate';
import { DAY, type Instant } from './instant';
import type { Severity } from './severity';

/** The date that matters of one target, and what it is the date of. */
export interface Expiry {
  readonly of: 'certificate' | 'intermediate' | 'date';
  /** What expires, as people call it: a certificate's common name, or a dated row's. */
  readonly what: string;
  readonly expires: Instant;
  /** The ladder is scaled to the time from here to {@link expires}; absent where nothing is known of it. */
  readonly notBefore?: Instant;
  /** Where it is a certificate that was seen: the facts that tell it from its successor. */
  readonly issuer?: string;
  readonly serial?: string;
  readonly sha256?: string;
  /** Nothing depends on it, so that its expiry is worth reading but tells nobody. */
  readonly unused?: true;
  /** An address of the same client that is looked at serves it, and speaks of it; it is not told of twice. */
  readonly served?: true;
  /** Whoever holds it renews it by itself, and should have done so by then; until then its expiry tells nobody. */
  readonly renewsBy?: Instant;
}

/** How near the date is: which step of the ladder it has reached, if any, and how bad that is. */
export interface Standing {
  readonly expiry: Expiry;
  /** The lowest rung reached, in unscaled days; undefined while the date is far. 0 means it has expired. */
  readonly rung: number | undefined;
  readonly severity: Severity;
}

/** Days left at which somebody is told. The last quarter of a ladder is critical. */
export const DEFAULT_LADDER: readonly number[] = [30, 14, 7, 3, 1];

/** The rung of what has to be told although the ladder has not begun. */
export const BEFORE_THE_LADDER = 99_999;

/** Certificates that live shorter than this get the default ladder scaled down, so that each gets the same share of warning. */
const FULL_LADDER_LIFETIME = 150 * DAY;

export function expiryOf(certificate: Certificate, of: 'certificate' | 'intermediate'): Expiry {
  const { notBefore, notAfter, issuer, serial, sha256 } = certificate;
  return { of, what: certificateName(certificate), expires: notAfter, notBefore, issuer, serial, sha256 };
}

/** @param ladder the row's own, which is not scaled; undefined for the default. */
export function standing(expiry: Expiry, ladder: readonly number[] | undefined, now: Instant): Standing {
  const left = expiry.expires - now;
  if (left <= 0) return { expiry, rung: 0, severity: 'critical' };
  const scale = ladder === undefined ? lifetimeScale(expiry) : 1;
  const rungs = ladder ?? DEFAULT_LADDER;
  const reached = rungs.filter((rung) => left <= rung * scale * DAY);
  if (reached.length === 0) return { expiry, rung: undefined, severity: 'ok' };
  const rung = Math.min(...reached);
  const critical = left <= criticalFrom(rungs) * scale * DAY;
  return { expiry, rung, severity: critical ? 'critical' : 'warning' };
}

/** The first rung in the last quarter of the ladder; where it has none there, the quarter itself. */
function criticalFrom(rungs: readonly number[]): number {
  const quarter = Math.max(...rungs) / 4;
  const late = rungs.filter((rung) => rung <= quarter);
  return late.length === 0 ? quarter : Math.max(...late);
}

/** How long before the end the first rung is, in milliseconds. */
export function ladderBegins(expiry: Expiry, ladder: readonly number[] | undefined): number {
  return Math.max(...(ladder ?? DEFAULT_LADDER)) * (ladder === undefined ? lifetimeScale(expiry) : 1) * DAY;
}

/** How far the default ladder is scaled down. */
export function lifetimeScale({ notBefore, expires }: Pick<Expiry, 'notBefore' | 'expires'>): number {
  return notBefore === undefined ? 1 : Math.min(1, Math.max(0, expires - notBefore) / FULL_LADDER_LIFETIME);
}

/** The one that expires first, of several the same one in whatever order they come; undefined of none. */
export function earliest(expiries: readonly Expiry[]): Expiry | undefined {
  return [...expiries].sort((a, b) => a.expires - b.expires || ((a.sha256 ?? '') < (b.sha256 ?? '') ? -1 : 1))[0];
}

/** The same certificate, or the same date of the same thing; a fact that only one of the looks knew tells nothing. */
export function isSame(a: Expiry, b: Expiry): boolean {
  const agree = (one: string | undefined, other: string | undefined) =>
    one === undefined || other === undefined || one === other;
  return a.expires === b.expires && agree(a.sha256, b.sha256) && agree(a.serial, b.serial);
}
