import type { Assessment } from './assess';
import { isNotLooked } from './blindness';
import type { Conclusion } from './conclude';
import { isFault, worstFirst } from './finding';
import type { RegisteredDomain } from './held';
import type { Instant } from './instant';
import { type KnownChain, MOST_CHAINS } from './known-chain';
import type { Event, Notice, PendingNotice } from './notice';
import type { Observation } from './observation';
import { quietedOf } from './quieted';
import type { Result, SeenAddress } from './result';
import { worst } from './severity';
import type { Tags } from './tags';
import type { Target } from './target';
import { keyOfChain, stateOf } from './worth-writing';

export interface Looked {
  readonly target: Target;
  readonly observation: Observation;
  readonly conclusion: Conclusion;
  readonly foundBy?: string;
  readonly tags?: Tags;
}

/** The result that follows from a look. */
export function nextResult(before: Result | undefined, looked: Looked, now: Instant): Result {
  const { target, observation, conclusion, foundBy, tags } = looked;
  const { assessment, renewal, decision } = conclusion;
  const { id, kind, client, service, owner, location } = target;
  const { severity, summary, findings, standing, seen, holds } = assessment;
  const registration = registrationOf(observation) ?? (seen === 'none' ? before?.registration : undefined);
  const quieted = quietedOf(target, { expiry: standing?.expiry, renewal }, now);
  const current = {
    target: id,
    kind,
    client,
    ...(service && { service }),
    ...(owner && { owner }),
    location,
    ...(foundBy && { foundBy }),
    severity,
    summary,
    findings,
    ...(standing && { expiry: standing.expiry }),
    seen: seen !== 'none',
    addresses: seenAddresses(observation, before?.addresses ?? []),
    chains: chainsOf(before, observation),
    ...(quieted && { quieted }),
    ...(renewal && { renewal }),
    ...(holds && { holds }),
    ...(registration && { registration }),
    ...(tags && { tags }),
    ...(observation.saw === 'monitor' && { noticed: observation.noticed }),
    checkedAt: now,
    memory: decision.memory,
    pending: withNew(before?.pending ?? [], decision.notices),
    version: (before?.version ?? 0) + 1,
    ...(before && isNotLooked(observation) && asLastSeen(before, assessment)),
  };
  const unchanged = before !== undefined && stateOf(before) === stateOf({ ...current, since: now });
  return { ...current, since: unchanged ? before.since : now };
}

/** Nobody has looked: what was wrong is so still, and what was seen is what was seen then. */
function asLastSeen({ seen, addresses, checkedAt, findings }: Result, assessment: Assessment) {
  const known = assessment.findings.map(({ reason }) => reason);
  const still = findings.filter((one) => isFault(one) && !known.includes(one.reason));
  const all = [...assessment.findings, ...still].sort(worstFirst);
  return { seen, addresses, checkedAt, findings: all, severity: worst(all.map(({ severity }) => severity)) };
}

/**
 * A notice that has not been sent is superseded by a newer one of the same event, so that an outage of SNS piles up nothing. The
 * newer one goes to whom the older one was to go besides.
 */
export function withNew(pending: readonly PendingNotice[], notices: readonly Notice[]): PendingNotice[] {
  const kept = pending.filter((old) => !notices.some(({ event }) => event === old.event));
  const unsent = (event: Event) => pending.filter((old) => old.event === event).flatMap(({ audience }) => audience);
  return [
    ...kept,
    ...notices.map((notice) => ({ ...notice, audience: [...new Set([...notice.audience, ...unsent(notice.event)])] })),
  ];
}

/** Those that were settled now, and those of addresses that were not: they are as good as on the day they were settled. */
function chainsOf(before: Result | undefined, observation: Observation): KnownChain[] {
  if (observation.saw !== 'endpoint') return [...(before?.chains ?? [])];
  const met = observation.addresses.flatMap((seen) => (seen.ok && seen.settled ? [seen.settled] : []));
  const whole = observation.addresses.every((seen) => seen.ok && seen.settled !== undefined);
  const all = [...met, ...(whole ? [] : (before?.chains ?? []))];
  return all
    .filter((one, i) => all.findIndex((other) => keyOfChain(other) === keyOfChain(one)) === i)
    .slice(0, MOST_CHAINS);
}

function registrationOf(observation: Observation): RegisteredDomain | undefined {
  return observation.saw === 'domain' ? observation.domain : undefined;
}

/** What was not looked at is as it was. */
function seenAddresses(observation: Observation, before: readonly SeenAddress[]): SeenAddress[] {
  if (observation.saw !== 'endpoint') return [];
  return observation.addresses.map((seen) => {
    const { address } = seen;
    if (seen.ok) return { address, sha256: seen.chain[0].sha256 };
    const known = seen.failure.reason === 'not-looked' && before.find((one) => one.address === address);
    return known || { address, failure: seen.failure.sentence };
  });
}
