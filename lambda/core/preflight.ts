import { DEFAULT_LADDER, lifetimeScale } from './expiry';
import { DAY, type Instant } from './instant';

/** What was found before a renewal that would make it fail. */
export interface Preflight {
  readonly at: Instant;
  readonly obstacles: readonly Obstacle[];
  /**
   * Which of the certificate's names, by their place, DNS has not known at any preflight: those of a private network, which
   * cannot be said to be gone. Absent where there are none.
   */
  readonly unseen?: readonly number[];
}

/** One thing in the way of a renewal; what could not be found out is none. */
export type Obstacle =
  /** A name on the certificate that DNS says does not exist; `unseen` where it has never said anything else. */
  | { readonly why: 'name-gone'; readonly name: string; readonly unseen?: true }
  /**
   * A CAA record set (RFC 8659) that lets other CAs issue for this name, and not this one; it stands `at` this name. `property`
   * is what forbids it: `issue`, `issuewild`, or a critical one that no CA knows.
   */
  | {
      readonly why: 'caa-forbids';
      readonly name: string;
      readonly at: string;
      readonly allowed: readonly string[];
      readonly property: string;
    }
  /** A record by which ACM makes sure of a name is gone, or says something else. */
  | { readonly why: 'validation-record-missing'; readonly record: string; readonly found?: string };

interface Lifetime {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** How many times as early as the first rung of the ladder: clients and ACM renew before it, and who has to act needs time. */
const AHEAD = 2;

/** Whether the renewal is near enough to look for what is in its way: 60 days before the end, or 36 of a lifetime of 90. */
export function isNearRenewal({ notBefore, notAfter }: Lifetime, now: Instant): boolean {
  const ahead = AHEAD * Math.max(...DEFAULT_LADDER) * lifetimeScale({ notBefore, expires: notAfter }) * DAY;
  return now < notAfter && notAfter - now <= ahead;
}
