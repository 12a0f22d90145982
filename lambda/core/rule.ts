import { type Certificate, certificateName } from './certificate';
import { type Chain, goesByPath, neededPath } from './chain';
import type { Finding } from './finding';
import type { Instant } from './instant';
import type { Handshake } from './observation';
import type { Severity } from './severity';
import type { Target, Trust } from './target';

/** What one address showed, and what it is judged by: all that a rule goes by. */
export interface Case {
  readonly seen: Handshake;
  readonly leaf: Certificate;
  /** The part of the chain that the verdict rests on; it begins with the leaf. */
  readonly path: Chain;
  readonly target: Target;
  readonly trust: Trust;
  /** The name that was asked for, and that the certificate has to be for. */
  readonly asked: string;
  readonly now: Instant;
  /** It is about a second leaf that was met at the same address, of which the certificate is all that is known. */
  readonly isSecond?: true;
}

/** What there is to say of a case, by one point of view; nothing where it is in order. */
export type Rule = (it: Case) => Finding[];

export function caseOf(target: Target, seen: Handshake, now: Instant): Case {
  const [leaf] = seen.chain;
  const { trust, asked } =
    target.kind === 'tls'
      ? { trust: target.trust, asked: target.servername ?? target.host }
      : { trust: { by: 'public' } as const, asked: target.id };
  return { seen, leaf, path: neededPath(seen, trust, now), target, trust, asked, now };
}

/** How a sentence calls an element of the path. */
export function called({ isSecond }: Case, element: Certificate): string {
  const name = `“${certificateName(element)}”`;
  return isSecond
    ? `The server’s other certificate (${name} ${element.sha256.slice(0, 8)}…)`
    : `The certificate ${name}`;
}

/** Whoever trusts any certificate, or one by its fingerprint, has taken it as it is: what clients at large refuse is no news. */
export function unlessTakenAsItIs({ trust }: Case, severity: Severity): Severity {
  return goesByPath(trust) ? severity : 'info';
}
