import { certificateName } from './certificate';
import { dateAndTime, fromNow } from './date-text';
import { type Expiry, expiryOf } from './expiry';
import type { Finding, Reason } from './finding';
import type { Instant } from './instant';
import type { Judgement } from './judgement';
import type { AddressObservation, Handshake } from './observation';
import type { Target } from './target';

type Seen = Extract<AddressObservation, { ok: true }>;
type Unseen = Extract<AddressObservation, { ok: false }>;

/** Judges what the addresses of a TLS endpoint served. Each address counts: the worst of them is what clients may meet. */
export function assessEndpoint(target: Target, addresses: readonly AddressObservation[], now: Instant): Judgement {
  const seen = addresses.filter((address): address is Seen => address.ok);
  const unseen = addresses.filter((address): address is Unseen => !address.ok);
  const findings = [
    ...saidOnce(seen.map((at) => ({ at: at.address, findings: handshakeFindings(target, at, now) }))),
    ...unseenFindings(unseen, seen.length),
  ];
  return { findings, expiries: distinctExpiries(seen), well: 'No address answered.' };
}

/** The dates of each leaf and intermediate served, once each; a root's own date is the business of who trusts it. */
function distinctExpiries(seen: readonly Seen[]): Expiry[] {
  const found = new Map<string, Expiry>();
  for (const { chain } of seen) {
    const [leaf, ...others] = chain;
    found.set(leaf.sha256, expiryOf(leaf, 'certificate'));
    for (const element of others) {
      if (!element.selfIssued && !found.has(element.sha256))
        found.set(element.sha256, expiryOf(element, 'intermediate'));
    }
  }
  return [...found.values()];
}

function handshakeFindings(target: Target, seen: Handshake, now: Instant): Finding[] {
  return [...notYetValid(target, seen, now), ...distrust(seen, now), ...nameMismatch(target, seen)];
}

function notYetValid({ timezone }: Target, { chain }: Handshake, now: Instant): Finding[] {
  return chain
    .filter(({ notBefore }) => notBefore > now)
    .map((early) => {
      const when = `${fromNow(early.notBefore, now)}, on ${dateAndTime(early.notBefore, timezone)}`;
      const sentence = `The certificate “${certificateName(early)}” becomes valid only ${when}.`;
      return { reason: 'not-yet-valid', severity: 'critical', sentence };
    });
}

function distrust({ verdict, chain }: Handshake, now: Instant): Finding[] {
  if (verdict.trusted) return [];
  if (verdict.reason !== 'date') return [{ reason: verdict.reason, severity: 'critical', sentence: verdict.sentence }];
  // The date of a visible element has its own finding; a root that has expired shows only in the verdict.
  const visible = chain.some(
    ({ notBefore, notAfter, selfIssued }, i) => (i === 0 || !selfIssued) && (notAfter <= now || notBefore > now),
  );
  return visible ? [] : [{ reason: 'untrusted', severity: 'critical', sentence: verdict.sentence }];
}

function nameMismatch(target: Target, { nameMatches, chain }: Handshake): Finding[] {
  if (nameMatches || target.kind !== 'tls') return [];
  const asked = target.servername ?? target.host;
  const [leaf] = chain;
  const names = leaf.names.length === 0 ? 'no name at all' : listed(leaf.names, 4);
  const sentence = `The certificate is not for ${asked}; it is for ${names}.`;
  // Whoever trusts any certificate, or one certificate by its fingerprint, does not go by its names.
  const severity = target.trust.by === 'any' || target.trust.by === 'pin' ? 'info' : 'critical';
  return [{ reason: 'name-mismatch', severity, sentence }];
}

function unseenFindings(unseen: readonly Unseen[], seenElsewhere: number): Finding[] {
  return unseen.map(({ address, failure }) => {
    // An IPv6 address cannot be looked at from a place without IPv6; that is not the target's fault.
    const ours = failure.reason === 'no-route' && seenElsewhere > 0;
    const reason: Reason = failure.reason === 'not-tls' ? 'not-tls' : 'unreachable';
    const severity = ours ? 'info' : reason === 'not-tls' ? 'critical' : 'warning';
    return { reason, severity, sentence: failure.sentence, address };
  });
}

/** What every address shows is said once; what only some show is said with each address. */
function saidOnce(perAddress: readonly { at: string; findings: readonly Finding[] }[]): Finding[] {
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

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
