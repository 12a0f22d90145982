import { oneLine } from './safe-text';

/** One CAA record (RFC 8659 §4). */
export interface CaaRecord {
  /** A CA that does not know the property must not issue. */
  readonly critical: boolean;
  /** `issue`, `issuewild`, `iodef` …, in whatever case. */
  readonly property: string;
  readonly value: string;
}

/** Why a record set does not let a CA issue. */
export interface CaaRefusal {
  /** Whom it lets issue instead; nobody where it is empty. */
  readonly allowed: readonly string[];
  /** `issue`, `issuewild`, or the critical property that is not known. */
  readonly property: string;
}

/** IANA's registry of CAA properties; every CA has to know the first three (CA/B Forum Baseline Requirements §3.2.2.8). */
const KNOWN: readonly string[] = [
  'issue',
  'issuewild',
  'iodef',
  'contactemail',
  'contactphone',
  'issuemail',
  'issuevmc',
];

const MOST_ALLOWED = 5;

/**
 * Why this record set forbids an issuer that goes by these domain names to issue; undefined where it does not (RFC 8659 §4.2, §4.3).
 *
 * @param wildcard whether it is about a name that begins with `*.`.
 */
export function caaRefusal(
  records: readonly CaaRecord[],
  wildcard: boolean,
  domains: readonly string[],
): CaaRefusal | undefined {
  const alien = records.find(({ critical, property }) => critical && !KNOWN.includes(property.toLowerCase()));
  if (alien !== undefined) return { allowed: [], property: oneLine(alien.property, 30) };
  const property = wildcard && records.some(isOf('issuewild')) ? 'issuewild' : 'issue';
  const issuers = records.filter(isOf(property)).map(({ value }) => issuerIn(value));
  if (issuers.length === 0 || issuers.some((issuer) => domains.includes(issuer))) return undefined;
  const allowed = [...new Set(issuers)].filter((issuer) => issuer !== '');
  return { allowed: allowed.slice(0, MOST_ALLOWED).map((issuer) => oneLine(issuer, 60)), property };
}

function isOf(wanted: string): (record: CaaRecord) => boolean {
  return ({ property }) => property.toLowerCase() === wanted;
}

/** The domain name before the parameters, which bind the CA's customer and not the CA; empty where the value is not understood. */
function issuerIn(value: string): string {
  const issuer = /^[ \t]*([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?[ \t]*(;|$)/i.exec(value)?.[1] ?? '';
  return issuer.toLowerCase();
}
