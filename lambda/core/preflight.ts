import type { Instant } from './instant';

/** What was found before a renewal that would make it fail. */
export interface Preflight {
  readonly at: Instant;
  readonly obstacles: readonly Obstacle[];
}

/** One thing in the way of a renewal; what could not be found out is none. */
export type Obstacle =
  /** A name on the certificate that DNS says does not exist. */
  | { readonly why: 'name-gone'; readonly name: string }
  /** A CAA record set that lets other CAs issue for this name, and not this one (RFC 8659). */
  | { readonly why: 'caa-forbids'; readonly name: string; readonly at: string; readonly allowed: readonly string[] }
  /** A record by which ACM makes sure of a name is gone, or says something else. */
  | { readonly why: 'validation-record-missing'; readonly record: string; readonly found?: string };
