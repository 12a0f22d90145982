import { standingOf } from './assess-expiry';
import { type Certificate, certificateName } from './certificate';
import { listed } from './chain';
import { dayName } from './date-text';
import { expiryOf } from './expiry';
import { failureFindings } from './failure-findings';
import type { Finding } from './finding';
import type { Instant } from './instant';
import type { AddressObservation } from './observation';
import type { Target } from './target';

export type Seen = Extract<AddressObservation, { ok: true }>;
export type Unseen = Extract<AddressObservation, { ok: false }>;

const MOST_CERTIFICATES = 4;
const MOST_ADDRESSES = 3;

/**
 * Who serves what, where not all serve the same. It is the way of content networks, and of servers with a certificate for
 * RSA and one for ECDSA; but where one is due and a newer one is not, the renewal has not reached every address.
 */
export function mixedAddresses(target: Target, seen: readonly Seen[], now: Instant): Finding[] {
  const served = whoServesWhat(seen);
  if (served.length < 2) return [];
  const isDue = (leaf: Certificate) => standingOf(target, expiryOf(leaf, 'certificate'), now).rung !== undefined;
  const due = served.filter(({ leaf }) => isDue(leaf));
  const halfDone = served.some(
    ({ leaf: newer }) => !isDue(newer) && due.some(({ leaf }) => leaf.notBefore < newer.notBefore),
  );
  const each = served.map(({ leaf, at }) => {
    const what = `“${certificateName(leaf)}” ${leaf.sha256.slice(0, 8)}… until ${dayName(leaf.notAfter, target.timezone)}`;
    return `${what} at ${listed(at, MOST_ADDRESSES)}`;
  });
  const why = halfDone ? '; the renewal has not been put into use everywhere' : '';
  const sentence = `Different certificates are served: ${listed(each, MOST_CERTIFICATES)}${why}.`;
  return [{ reason: 'mixed-addresses', severity: halfDone ? 'warning' : 'info', sentence }];
}

/** The one that expires first stands first. */
function whoServesWhat(seen: readonly Seen[]): { leaf: Certificate; at: string[] }[] {
  const served = new Map<string, { leaf: Certificate; at: string[] }>();
  for (const { address, ...handshake } of seen) {
    for (const leaf of leavesOf(handshake)) {
      const entry = served.get(leaf.sha256) ?? { leaf, at: [] };
      entry.at.push(address);
      served.set(leaf.sha256, entry);
    }
  }
  return [...served.values()].sort((a, b) => a.leaf.notAfter - b.leaf.notAfter);
}

/** Usually one; two where the reader and the full check were served different ones at the same address. */
export function leavesOf({ chain, sent }: Pick<Seen, 'chain' | 'sent'>): Certificate[] {
  const [leaf] = chain;
  const other = sent?.[0];
  return other === undefined || other.sha256 === leaf.sha256 ? [leaf] : [leaf, other];
}

export function unseenFindings(unseen: readonly Unseen[], seenElsewhere: number): Finding[] {
  const several = unseen.length + seenElsewhere > 1;
  return unseen.flatMap(({ address, failure }) => {
    // An IPv6 address cannot be looked at from a place without IPv6; that is not the target's fault.
    const ours = failure.reason === 'no-route' && seenElsewhere > 0;
    return failureFindings(failure).map((finding) => ({
      ...finding,
      ...(ours && { severity: 'info' as const }),
      ...(several && { address }),
    }));
  });
}

/** What every address shows is said once; what only some show is said with each address. */
export function saidOnce(perAddress: readonly { at: string; findings: readonly Finding[] }[]): Finding[] {
  const said = new Map<string, { finding: Finding; at: string[] }>();
  for (const { at, findings } of perAddress) {
    for (const finding of findings) {
      const key = `${finding.reason} ${finding.sentence}`;
      const entry = said.get(key) ?? { finding, at: [] };
      said.set(key, { finding, at: [...entry.at, at] });
    }
  }
  return [...said.values()].flatMap(({ finding, at }) =>
    at.length === perAddress.length ? [finding] : at.map((address) => ({ ...finding, address })),
  );
}
