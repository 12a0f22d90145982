import { leavesOf, mixedAddresses, type Seen, saidOnce, type Unseen, unseenFindings } from './address-findings';
import { isRoot, listed } from './chain';
import { CHAIN_RULES, notYetValid } from './chain-findings';
import { type Expiry, expiryOf } from './expiry';
import type { Finding } from './finding';
import type { Instant } from './instant';
import type { Judgement } from './judgement';
import { NAME_RULES } from './name-findings';
import type { AddressObservation } from './observation';
import { CERTIFICATE_RULES, POLICY_RULES } from './policy-findings';
import { RENEWAL_RULES } from './renewal-findings';
import { REVOCATION_RULES } from './revocation-findings';
import { type Case, caseOf, type Rule } from './rule';
import type { Target } from './target';

/** What is said of one address's hand-shake; the dates of what counts are said by the ladder. */
const RULES: readonly Rule[] = [...CHAIN_RULES, ...NAME_RULES, ...REVOCATION_RULES, ...RENEWAL_RULES, ...POLICY_RULES];

/** What is said of a second leaf. Nobody has judged whether it is trusted, so nothing is said of that. */
const RULES_OF_SECOND: readonly Rule[] = [notYetValid, ...NAME_RULES, ...CERTIFICATE_RULES];

/** Judges what the addresses of a TLS endpoint served. Each address counts: the worst of them is what clients may meet. */
export function assessEndpoint(
  target: Target,
  addresses: readonly AddressObservation[],
  left: readonly string[],
  now: Instant,
): Judgement {
  const seen = addresses.filter((address): address is Seen => address.ok);
  const unseen = addresses.filter((address): address is Unseen => !address.ok);
  const cases = seen.map((at) => ({ at: at.address, it: caseOf(target, at, now) }));
  const findings = [
    ...saidOnce(cases.map(({ at, it }) => ({ at, findings: findingsOf(it) }))),
    ...mixedAddresses(target, seen, now),
    ...unseenFindings(unseen, seen.length),
    ...addressesLeft(left),
  ];
  return { findings, expiries: distinctExpiries(cases.map(({ it }) => it)), well: 'No address answered.' };
}

function findingsOf(it: Case): Finding[] {
  const second = secondCase(it);
  const ofSecond = second === undefined ? [] : RULES_OF_SECOND.flatMap((rule) => rule(second));
  return [...RULES.flatMap((rule) => rule(it)), ...ofSecond.map((finding) => ({ ...finding, bySent: true as const }))];
}

/** The case of the second leaf of an address, where the reader was given another than the full check. Its path is not known. */
function secondCase(it: Case): Case | undefined {
  const [, second] = leavesOf(it.seen);
  if (second === undefined) return undefined;
  const { sentNameMatches: nameMatches = true } = it.seen;
  return { ...it, leaf: second, path: [second], seen: { ...it.seen, nameMatches }, isSecond: true };
}

function addressesLeft(left: readonly string[]): Finding[] {
  if (left.length === 0) return [];
  const sentence = `The name has more addresses than are looked at; left out are ${listed(left, 8)}.`;
  return [{ reason: 'addresses-left', severity: 'info', sentence }];
}

/** The dates of each leaf and of each intermediate that is needed, once each; a root's own date is the business of who trusts it. */
function distinctExpiries(cases: readonly Case[]): Expiry[] {
  const found = new Map<string, Expiry>();
  for (const { seen, path } of cases) {
    for (const leaf of leavesOf(seen)) found.set(leaf.sha256, expiryOf(leaf, 'certificate'));
    for (const element of path.slice(1)) {
      if (!isRoot(element) && !found.has(element.sha256)) found.set(element.sha256, expiryOf(element, 'intermediate'));
    }
  }
  return [...found.values()];
}
