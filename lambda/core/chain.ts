import { type Certificate, certificateName, issuerName } from './certificate';
import type { Instant } from './instant';
import type { Handshake } from './observation';
import type { Trust } from './target';

export type Chain = readonly [Certificate, ...Certificate[]];

/** No honest server sends more; what comes after is not looked at. */
const MOST_SENT = 100;

/** Signed by itself. A self-issued certificate that another key of the same name signed is none (RFC 5280 §3.2). */
export function isRoot({ selfIssued, authorityKeyId, subjectKeyId }: Certificate): boolean {
  return selfIssued && (authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId === subjectKeyId);
}

/** By name and, where both say it, by key: as clients look for an issuer before they check its signature. */
export function isIssuedBy(child: Certificate, issuer: Certificate): boolean {
  const { authorityKeyId } = child;
  const { subjectKeyId } = issuer;
  const sameKey = authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId === subjectKeyId;
  return child.issuer === issuer.subject && sameKey;
}

/** Whether clients are judged to go by the path, and not by one fingerprint or by nothing. */
export function goesByPath(trust: Trust): boolean {
  return trust.by === 'public' || trust.by === 'private';
}

/**
 * The part of the chain that the verdict rests on. No path is trusted with an element in it whose date is wrong, so where
 * the path is trusted all the same, a root that the client has made that element and what comes after it needless.
 */
export function neededPath({ chain, pathLength, verdict }: Handshake, trust: Trust, now: Instant): Chain {
  if (!verdict.trusted || !goesByPath(trust)) return chain;
  const [leaf, ...others] = chain.slice(0, pathLength ?? chain.length);
  if (leaf === undefined) return chain;
  const needless = others.findIndex(({ notBefore, notAfter }) => notAfter <= now || notBefore > now);
  return [leaf, ...(needless < 0 ? others : others.slice(0, needless))];
}

/** What the server sent, each certificate once, put in relation to the path. */
export interface SentChain {
  /** Sent more than once. */
  readonly repeated: readonly Certificate[];
  /** Stand before everything that they issued. */
  readonly misplaced: readonly Certificate[];
  /** Lead on from no certificate of the path. */
  readonly strays: readonly Certificate[];
  /** Roots that a path leads to. */
  readonly roots: readonly Certificate[];
  /** Issuers on the path, roots apart, of which neither they nor another certificate of the same name and key was sent. */
  readonly missing: readonly Certificate[];
  /** Sent and not on the path: cross-signs for other clients, and strays. */
  readonly needless: readonly Certificate[];
}

/** @param path what {@link neededPath} makes of the same hand-shake. */
export function sentChain({ chain, sent }: Handshake, path: Chain): SentChain {
  const all = (sent ?? []).slice(0, MOST_SENT);
  const once = distinct(all);
  const [first, ...rest] = once;
  // Two looks may have met two certificates of one server; then the path tells nothing of what was sent.
  const same = first?.sha256 === chain[0].sha256;
  const reached = first === undefined ? [] : reachedFrom(same ? [first, ...path] : [first], once);
  return {
    repeated: once.filter((one) => all.filter(({ sha256 }) => sha256 === one.sha256).length > 1),
    misplaced: rest.filter((one, before) => comesBeforeAllItIssued(one, once.slice(0, before + 1), once)),
    strays: rest.filter((one) => !has(reached, one)),
    roots: rest.filter((one) => isRoot(one) && has(reached, one)),
    missing: same ? path.slice(1).filter((one) => !isRoot(one) && !once.some((other) => standsFor(other, one))) : [],
    needless: needless(sent === undefined ? chain.filter((one) => !isRoot(one)) : same ? once : [], path),
  };
}

function comesBeforeAllItIssued(
  one: Certificate,
  before: readonly Certificate[],
  all: readonly Certificate[],
): boolean {
  const issued = (child: Certificate) => child.sha256 !== one.sha256 && isIssuedBy(child, one);
  return !before.some(issued) && all.some(issued);
}

function needless(shown: readonly Certificate[], path: Chain): Certificate[] {
  return shown.filter((one) => !has(path, one));
}

/** These and whatever of the others issued one of them, and so on. */
function reachedFrom(start: readonly Certificate[], others: readonly Certificate[]): Certificate[] {
  const reached = [...start];
  for (const child of reached) {
    for (const other of others) if (!has(reached, other) && isIssuedBy(child, other)) reached.push(other);
  }
  return reached;
}

function standsFor(other: Certificate, one: Certificate): boolean {
  return other.sha256 === one.sha256 || (other.subject === one.subject && other.keySha256 === one.keySha256);
}

function has(certificates: readonly Certificate[], one: Certificate): boolean {
  return certificates.some(({ sha256 }) => sha256 === one.sha256);
}

function distinct(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((one) => [one.sha256, one])).values()];
}

/** `“R3” (issued by “ISRG Root X1”)`: a cross-sign has the name of what it stands in for. */
export function withIssuer(certificate: Certificate): string {
  return `“${certificateName(certificate)}” (issued by “${issuerName(certificate.issuer)}”)`;
}

/** `a, b, c and 2 more` */
export function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
