import { standingOf } from './assess-expiry';
import type { Certificate } from './certificate';
import { listed } from './chain';
import { dayName } from './date-text';
import type { Estate } from './estate';
import { type Expiry, isSame } from './expiry';
import type { Finding } from './finding';
import { DAY, type Instant } from './instant';
import type { KnownCertificate } from './known-certificate';
import type { LastSeen } from './last-seen';
import { oneLine } from './safe-text';
import type { Severity } from './severity';
import { askedName, identityOf, isOfClient, isSuccessor, type Successor, successorOf } from './successor';
import type { Target, TlsTarget } from './target';

/** A newer certificate is there, and the old one is still in use. */
export interface NotApplied {
  readonly old: Expiry;
  readonly successor: Successor;
  /** ARNs of what the old is attached to. */
  readonly attached: readonly string[];
  readonly finding: Finding;
}

/** What it takes to tell whether the successor of what a target serves is known. */
export interface Circumstances {
  /** The leafs that count, wherever they were last seen. */
  readonly leafs: readonly LastSeen[];
  /** Those of them that this look saw. */
  readonly seen: readonly Certificate[];
  /** The one that was known at the last look. */
  readonly known: Successor | undefined;
  /** The declared successor that has been in use everywhere before. */
  readonly spent: string | undefined;
  readonly estate: Estate;
}

/** AWS puts a renewed certificate into use within hours, and so do people who are at it; until then it is no news. */
const GRACE = DAY;

const MOST_ADDRESSES = 5;
const MOST_ATTACHED = 5;

/** Whether what expires first at an endpoint has a successor that is known and not in use everywhere. */
export function notAppliedAt(target: TlsTarget, it: Circumstances, now: Instant): NotApplied | undefined {
  const [oldest, ...others] = [...it.leafs].sort((a, b) => a.expiry.expires - b.expiry.expires);
  if (oldest === undefined) return undefined;
  const { expiry: old } = oldest;
  const names = it.seen.find(({ sha256 }) => sha256 === old.sha256)?.names;
  const far = others.filter(({ expiry }) => standingOf(target, expiry, now).rung === undefined);
  const elsewhere = far.flatMap((date) => withoutAddressesOf(oldest, date));
  const found = successorOf({ expiry: old, ...(names && { names }) }, elsewhere, target, it, now);
  if (found === undefined) return undefined;
  const successor = { ...found, seen: firstSeen(found.id, it.known, now) };
  const { severity: near, rung } = standingOf(target, old, now);
  const isSure = found.how === 'declared' || found.how === 'renewed';
  if (rung === undefined && !isSure) return undefined;
  const holder = it.estate.certificates.holding(identityOf(old), askedName(target));
  const attached = (holder && isOfClient(holder, target) && holder.usedBy) || [];
  const severity = rung !== undefined ? near : isFresh(successor, now) ? 'info' : 'warning';
  const sentence = sentenceOf(target, oldest, it.leafs, successor, attached);
  return { old, successor, attached, finding: finding(severity, sentence) };
}

/** Whether what ACM has renewed and handed out is served by nobody that is looked at. */
export function notAppliedAnywhere(
  target: Target,
  held: KnownCertificate,
  { estate, known }: Pick<Circumstances, 'estate' | 'known'>,
  now: Instant,
): NotApplied | undefined {
  const [former] = held.formerly;
  if (!held.exported || former === undefined || estate.isServed(held)) return undefined;
  const { id, notBefore, notAfter: expires, serial, sha256 } = held;
  const successor: Successor = {
    id,
    how: 'renewed',
    notBefore,
    expires,
    ...(serial !== undefined && { serial }),
    ...(sha256 !== undefined && { sha256 }),
    seen: firstSeen(id, known, now),
  };
  const old = formerExpiry(held.names[0] ?? id, former);
  const { rung, severity: near } = standingOf(target, old, now);
  // An address that is looked at and serves the one before speaks of it.
  const isTold = estate.isServed({ ...former, names: held.names }, target.client);
  const isOver = former.notAfter <= now;
  const severity = isTold || isFresh(successor, now) ? 'info' : rung !== undefined && !isOver ? near : 'warning';
  const where = estate.isServed({ ...former, names: held.names })
    ? 'the one before is still served'
    : 'no address that is looked at serves it; where it is installed, add a row';
  const sentence = `It was exported and has been renewed (${validity(successor, target)}), but ${where}.`;
  return { old, successor, attached: held.usedBy ?? [], finding: finding(severity, sentence) };
}

/** A server with one certificate for RSA and one for ECDSA serves both at one address; neither is the other's successor. */
function withoutAddressesOf(oldest: LastSeen, date: LastSeen): LastSeen[] {
  const at = date.at.filter(({ address }) => !oldest.at.some((other) => other.address === address));
  return at.length === 0 ? [] : [{ ...date, at }];
}

function formerExpiry(what: string, { notAfter: expires, ...facts }: KnownCertificate['formerly'][number]): Expiry {
  return { of: 'certificate', what, expires, ...facts };
}

function finding(severity: Severity, sentence: string): Finding {
  return { reason: 'not-applied', severity, sentence: oneLine(sentence, 600) };
}

function firstSeen(id: string, known: Successor | undefined, now: Instant): Instant {
  return known?.id === id ? known.seen : now;
}

function isFresh({ seen }: Successor, now: Instant): boolean {
  return now - seen < GRACE;
}

function sentenceOf(
  target: TlsTarget,
  oldest: LastSeen,
  leafs: readonly LastSeen[],
  successor: Successor,
  attached: readonly string[],
): string {
  const inUse = leafs.filter(({ expiry }) => !isSame(expiry, oldest.expiry) && isSuccessor(successor, expiry));
  const served = `the old one is still served${atAddresses([oldest])}`;
  const already =
    inUse.length === 0 || successor.how === 'served' ? '' : `; the new one is served${atAddresses(inUse)}`;
  const still = attached.length === 0 ? '' : `; the old one is attached to ${listed(attached, MOST_ATTACHED)}`;
  const newer = `${whereItIs(successor, inUse)} (${validity(successor, target)})`;
  return `A newer certificate ${newer}, but ${served}${already}${still}.`;
}

function atAddresses(dates: readonly LastSeen[]): string {
  const addresses = dates.flatMap(({ at }) => at.map(({ address }) => address));
  return addresses.length === 0 ? '' : ` at ${listed([...new Set(addresses)], MOST_ADDRESSES)}`;
}

function whereItIs({ id, how }: Successor, inUse: readonly LastSeen[]): string {
  switch (how) {
    case 'declared':
      return `is named in the row, ${id}`;
    case 'renewed':
      return `has been issued in place of the old, ${id}`;
    case 'served':
      return `is in use${atAddresses(inUse)}`;
    case 'same-names':
      return `for the same names lies in ${id}`;
    case 'covering':
      return `that covers this name lies in ${id}`;
    default:
      return how satisfies never;
  }
}

function validity({ notBefore, expires }: Successor, { timezone }: Target): string {
  if (expires === undefined) return 'its dates are not known';
  const from = notBefore === undefined ? '' : `from ${dayName(notBefore, timezone)} `;
  return `valid ${from}until ${dayName(expires, timezone)}`;
}
