import type { Assessment } from '../lambda/core/assess';
import { daysLeft, type Instant, iso } from '../lambda/core/instant';
import type { AddressObservation, Observation } from '../lambda/core/observation';
import type { Kind, Target } from '../lambda/core/target';

/** What `check` found out about one target. */
export interface Looked {
  readonly target: Target;
  readonly observation: Observation;
  readonly assessment: Assessment;
  readonly checkedAt: Instant;
}

/** `unknown` is for what could not be seen at all; nothing else counts as the monitor's own ignorance. */
export function statusOf({ assessment }: Looked): 'ok' | 'warning' | 'critical' | 'unknown' {
  const { severity, seen } = assessment;
  if (severity === 'critical') return 'critical';
  if (!seen) return 'unknown';
  return severity === 'warning' ? 'warning' : 'ok';
}

/** The line of `--json`, as docs/cli.md describes it. Dates are ISO 8601 in UTC. */
export interface Line {
  readonly target: string;
  readonly kind: Kind;
  readonly severity: string;
  readonly summary: string;
  readonly expires: string | null;
  readonly daysLeft: number | null;
  readonly findings: readonly object[];
  readonly addresses: readonly object[];
  readonly checkedAt: string;
}

export function lineOf({ target, observation, assessment, checkedAt }: Looked): Line {
  const expires = assessment.standing?.expiry.expires;
  return {
    target: target.id,
    kind: target.kind,
    severity: assessment.severity,
    summary: assessment.summary,
    expires: expires === undefined ? null : iso(expires),
    daysLeft: expires === undefined ? null : daysLeft(expires, checkedAt),
    findings: assessment.findings,
    addresses: observation.saw === 'endpoint' ? observation.addresses.map(addressOf) : [],
    checkedAt: iso(checkedAt),
  };
}

function addressOf(seen: AddressObservation): object {
  if (!seen.ok) return { address: seen.address, ok: false, error: seen.failure.sentence };
  const { address, protocol, cipher, chain } = seen;
  const certificates = chain.map(({ notBefore, notAfter, ...certificate }) => {
    const { subject, issuer, serial, sha256, names, keyType, keyBits, signature } = certificate;
    const dates = { notBefore: iso(notBefore), notAfter: iso(notAfter) };
    return { subject, issuer, serial, sha256, ...dates, names, keyType, keyBits, signature };
  });
  return { address, ok: true, protocol, cipher, chain: certificates };
}
