import { isDeepStrictEqual } from 'node:util';
import { DAILY, type Instant } from './instant';
import type { KnownCertificate } from './known-certificate';
import { isOfTheDay, type KnownChain } from './known-chain';
import { withoutTimes } from './last-seen';
import type { RenewalCase } from './renewal-case';
import type { Result } from './result';

/** When something changed, when a full check settled something new, and once a day as proof of life. */
export function isWorthWriting(before: Result | undefined, after: Result): boolean {
  // Either way: what a clock wrote that was far ahead must not pass for life for as long.
  if (before === undefined || Math.abs(after.checkedAt - before.checkedAt) >= DAILY) return true;
  const looked = after.holds?.preflight?.at ?? 0;
  if (looked - (before.holds?.preflight?.at ?? looked) >= DAILY) return true;
  return (
    after.chains.some((chain) => isNews(chain, before.chains)) || !isDeepStrictEqual(essence(before), essence(after))
  );
}

function isNews(chain: KnownChain, known: readonly KnownChain[]): boolean {
  const before = known.find((other) => keyOfChain(other) === keyOfChain(chain));
  return before === undefined || !isOfTheDay(before, chain.verifiedAt) || hasAsked(chain, before);
}

/** The CA has answered for a while, and whoever looks next, which may be a new process, must know not to ask. */
function hasAsked(chain: KnownChain, before: KnownChain): boolean {
  const later = (now = 0, then = 0) => now > then && now > chain.verifiedAt;
  return (
    later(restsUntil(chain.revocation), restsUntil(before.revocation)) ||
    later(chain.renewal?.askAgainAt, before.renewal?.askAgainAt)
  );
}

function restsUntil(revocation: KnownChain['revocation']): Instant | undefined {
  return revocation === undefined || revocation.status === 'unknown' ? undefined : revocation.askAgainAt;
}

export function keyOfChain({ chainHash, trustKey, path }: KnownChain): string {
  return `${chainHash} ${trustKey} ${path[0]}`;
}

/** What people mean by "it has changed": not the days left, and not the wording. */
export function stateOf({ severity, findings, expiry }: Result): string {
  const reasons = findings.map(({ reason, address }) => `${reason} ${address ?? ''}`).sort();
  return JSON.stringify([severity, reasons, expiry?.expires, expiry?.sha256, expiry?.serial]);
}

/**
 * Everything but what differs at every look: the time of it, the count of writes, sentences that count days, and which of
 * a content network's many addresses were met.
 */
function essence(result: Result): unknown {
  const {
    kind,
    client,
    service,
    owner,
    location,
    foundBy,
    addresses,
    memory,
    pending,
    renewal,
    holds,
    registration,
    tags,
  } = result;
  const { seen, noticed, quieted } = result;
  const failures = [...new Set(addresses.map(({ failure }) => failure))].sort();
  const remembered = { ...memory, lastSeen: withoutTimes(memory.lastSeen) };
  return [
    stateOf(result),
    seen,
    kind,
    client,
    service,
    owner,
    location,
    foundBy,
    failures,
    remembered,
    pending,
    renewal && caseEssence(renewal),
    holds && heldEssence(holds),
    registration,
    tags,
    noticed,
    // All of them twice for each window would cost more than it tells.
    quieted?.by === 'maintenance' ? undefined : quieted,
  ];
}

/** A preflight with something in the way is made at each look. */
function heldEssence({ preflight, ...held }: KnownCertificate): unknown {
  return [held, preflight && { ...preflight, at: undefined }];
}

/** A content network has other addresses at each look; of a few, each counts. */
const FEW_ADDRESSES = 8;

function caseEssence({ addresses, ...renewal }: RenewalCase): unknown {
  const few = addresses.length <= FEW_ADDRESSES ? addresses.map(({ address, serves }) => [address, serves]) : [];
  return [renewal, few];
}
