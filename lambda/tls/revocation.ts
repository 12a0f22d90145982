import type { Revocation } from '../core/ca-answer';
import type { Certificate } from '../core/certificate';
import { DAY, type Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import { readCertificate } from './certificate';
import { entryOf } from './crl';
import { type CrlStore, FRESH_FOR, type KeptCrl } from './crl-store';
import { NotDer, onlyElement, orElse, wholeOf } from './der';
import { distinguishedName } from './distinguished-name';
import { type Issued, issuedOf } from './issued';
import { CLOCK_SKEW, stapledAnswer } from './ocsp';

export interface RevocationQuestion {
  /** DER. */
  readonly leaf: Uint8Array;
  /** DER; absent where the issuer's certificate has not been seen. */
  readonly issuer?: Uint8Array;
  /** The OCSP response that the server stapled. */
  readonly staple?: Uint8Array;
  readonly now: Instant;
  /** When to give up, in milliseconds of `performance.now()`. */
  readonly until: number;
  /** The answer of an earlier look at this same leaf; given again until it is due, and while there is no newer one. */
  readonly known?: Revocation;
}

/**
 * Whether the leaf has been revoked: by the stapled OCSP response, else by a CRL that the leaf itself names. Never throws.
 * Undefined where there is nothing to say: a leaf that signed itself or is short-lived, and names no CRL. No request is
 * made to an OCSP responder, which public CAs need not have any more.
 */
export async function revocationOf(question: RevocationQuestion, crls: CrlStore): Promise<Revocation | undefined> {
  const { known, now } = question;
  if (known === undefined) return answerTo(question, crls);
  if (rests(known, now)) return known;
  const answer = await answerTo(question, crls);
  const silent = answer === undefined || answer.status === 'unknown';
  return silent && holds(known, now) ? known : answer;
}

/** Nothing but a hold is ever taken back (RFC 5280 §5.3.1). */
function rests(known: Revocation, now: Instant): boolean {
  if (known.status === 'unknown') return false;
  const isFinal = known.status === 'revoked' && known.reason !== 'certificateHold';
  return isFinal || now < (known.askAgainAt ?? 0);
}

/** That nobody answers today does not undo what was said before. */
function holds(known: Revocation, now: Instant): boolean {
  return known.status === 'revoked' || (known.status === 'good' && now < known.until);
}

async function answerTo(question: RevocationQuestion, crls: CrlStore): Promise<Revocation | undefined> {
  const { now } = question;
  const leaf = read(question.leaf);
  const certificate = readCertificate(question.leaf);
  if (leaf === undefined || 'problem' in certificate) return unknown('The certificate cannot be read.');
  const { crlUrls: urls } = certificate;
  const { staple } = question;
  if (urls.length === 0 && staple === undefined && !isRevocable(certificate)) return undefined;
  const issuer = issuerOf(leaf, question.issuer);
  if (issuer === undefined) {
    return unknown(
      'The certificate of the issuer was not seen, and without it no answer about revocation can be checked.',
    );
  }
  const stapled = staple === undefined ? undefined : await stapledAnswer(staple, leaf, issuer, now);
  if (stapled !== undefined && stapled.status !== 'unknown') return askedAt(now, stapled);
  const listed = await answerOfFirst({ leaf, issuer, certificate }, question, crls);
  if (listed.status !== 'unknown' || stapled === undefined) return listed;
  return urls.length === 0 ? stapled : unknown(`${stapled.sentence} ${listed.sentence}`);
}

function read(der: Uint8Array | undefined): Issued | undefined {
  return der === undefined ? undefined : orElse(() => issuedOf(onlyElement(der)), undefined);
}

function issuerOf(leaf: Issued, der: Uint8Array | undefined): Issued | undefined {
  const issuer = read(der);
  return issuer !== undefined && isSameName(issuer.subject, leaf.issuer) ? issuer : undefined;
}

const LONGEST_NAME = 4_096;

/** Names are compared as they read, since one CA may write its own in two string types. */
function isSameName(a: Issued['subject'], b: Issued['subject']): boolean {
  if (Buffer.compare(wholeOf(a), wholeOf(b)) === 0) return true;
  if (a.end - a.start > LONGEST_NAME) return false;
  return orElse(() => distinguishedName(a).toLowerCase() === distinguishedName(b).toLowerCase(), false);
}

const SEVEN_DAYS_SINCE = Date.UTC(2026, 2, 15);

/** Who signed itself has nobody to revoke it; short-lived ones need no CRL (Baseline Requirements §1.6.1, §7.1.2.11.2). */
function isRevocable({ selfIssued, notBefore, notAfter }: Certificate): boolean {
  const shortest = notBefore >= SEVEN_DAYS_SINCE ? 7 * DAY : 10 * DAY;
  return !selfIssued && notAfter - notBefore > shortest;
}

interface Sought {
  readonly leaf: Issued;
  readonly issuer: Issued;
  readonly certificate: Certificate;
}

type Asked = Pick<RevocationQuestion, 'now' | 'until'>;

async function answerOfFirst(sought: Sought, { now, until }: Asked, crls: CrlStore): Promise<Revocation> {
  const problems: string[] = [];
  for (const url of sought.certificate.crlUrls) {
    const kept = await crls.crlAt(url, now, until);
    const answer = 'problem' in kept ? kept.problem : await answerOf(kept, sought, now);
    if (typeof answer !== 'string') return answer;
    problems.push(`The CRL ${oneLine(url)} ${oneLine(answer, 300)}.`);
  }
  return unknown(problems.join(' ') || 'The certificate names no CRL, and the server staples no OCSP response.');
}

/** The answer of one CRL, or why it has none. RFC 5280 §6.3.3. */
async function answerOf(
  kept: KeptCrl,
  { leaf, issuer, certificate }: Sought,
  now: Instant,
): Promise<Revocation | string> {
  const { crl, fetched } = kept;
  const { scope, nextUpdate, thisUpdate } = crl;
  if (!isSameName(crl.issuer, leaf.issuer)) return 'is of another issuer';
  if (thisUpdate > now + CLOCK_SKEW) return 'is of the future';
  if (nextUpdate === undefined) return 'does not say until when it is good';
  if (nextUpdate < now - CLOCK_SKEW) return 'is out of date';
  if (scope.unfit !== undefined) return scope.unfit;
  if (scope.usersOnly && certificate.isCa) return 'is not about certificates of CAs, as this one is';
  if (scope.urls.length > 0 && !scope.urls.some((url) => certificate.crlUrls.includes(url))) {
    return 'is for another distribution point';
  }
  if (!(await kept.isSignedBy(wholeOf(issuer.key)))) return 'is not signed by the issuer of the certificate';
  try {
    const entry = entryOf(crl, leaf.serial);
    if (entry !== undefined) return askedAt(fetched, { status: 'revoked', by: 'crl', ...entry });
    return askedAt(fetched, { status: 'good', by: 'crl', until: nextUpdate });
  } catch (error) {
    if (error instanceof NotDer) return error.message;
    throw error;
  }
}

function askedAt(asked: Instant, answer: Exclude<Revocation, { status: 'unknown' }>): Revocation {
  const due = asked + FRESH_FOR;
  return { ...answer, askAgainAt: answer.status === 'good' ? Math.min(answer.until, due) : due };
}

function unknown(sentence: string): Revocation {
  return { status: 'unknown', sentence };
}
