import type { Assessment } from '../lambda/core/assess';
import { certificateName, issuerName } from '../lambda/core/certificate';
import { daysLeft, type Instant, iso } from '../lambda/core/instant';
import type { AddressObservation, Observation } from '../lambda/core/observation';
import type { Quieted } from '../lambda/core/quieted';
import { stepInWords } from '../lambda/core/renewal-case';
import type { Result } from '../lambda/core/result';
import type { Severity } from '../lambda/core/severity';
import type { Kind, Target } from '../lambda/core/target';
import type { Status, TableRow } from './table';

/** What `check` found out about one target. */
export interface Looked {
  readonly target: Target;
  readonly observation: Observation;
  readonly assessment: Assessment;
  readonly checkedAt: Instant;
}

export function rowOfLooked({ target, observation, assessment, checkedAt }: Looked): TableRow {
  const { seen, severity, standing, findings, summary } = assessment;
  const what = endpointWords(observation) ?? (findings.length > 0 ? '' : summary);
  return {
    id: target.id,
    status: status(severity, seen !== 'none'),
    expires: standing?.expiry.expires,
    checkedAt,
    what,
    findings,
  };
}

export function rowOfResult(result: Result): TableRow {
  const { target, severity, expiry, checkedAt, findings, seen, summary, renewal, quieted } = result;
  const by = expiry?.issuer === undefined ? '' : ` by ${issuerName(expiry.issuer)}`;
  const step = renewal === undefined || renewal.closed !== undefined ? '' : `, renewal ${stepInWords(renewal)}`;
  const what = expiry === undefined ? (findings.length > 0 ? '' : summary) : `${expiry.what}${by}${step}`;
  const all = [...(quieted ? [quietedWords(quieted)] : []), ...(what === '' ? [] : [what])].join('; ');
  return { id: target, status: status(severity, seen), expires: expiry?.expires, checkedAt, what: all, findings };
}

/** `muted until 2026-12-31 (anna)` */
function quietedWords({ by, until, who }: Quieted): string {
  const end = by === 'maintenance' ? `${iso(until).slice(0, 16)}Z` : iso(until).slice(0, 10);
  return `${by} until ${end}${who ? ` (${who})` : ''}`;
}

/** `unknown` is for what could not be seen at all, unless what was seen before is critical by now. */
function status(severity: Severity, seen: boolean): Status {
  if (severity === 'critical') return 'critical';
  if (!seen) return 'unknown';
  return severity === 'warning' ? 'warning' : 'ok';
}

function endpointWords(observation: Observation): string | undefined {
  if (observation.saw !== 'endpoint') return undefined;
  const { addresses } = observation;
  const seen = addresses.find((address) => address.ok);
  if (!seen?.ok) return undefined;
  const [leaf] = seen.chain;
  const count = addresses.length > 1 ? `, ${addresses.length} addresses` : '';
  return `${certificateName(leaf)} by ${issuerName(leaf.issuer)}, ${seen.protocol}${count}`;
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
