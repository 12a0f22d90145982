import { dayName } from './date-text';
import { DEFAULT_LADDER } from './expiry';
import type { Finding } from './finding';
import type { RegisteredDomain } from './held';
import { DAY, type Instant } from './instant';
import type { Severity } from './severity';

/** Domains whose registrations are known, by their names in small letters. */
export type Registrations = ReadonlyMap<string, RegisteredDomain>;

export function registrationsOf(domains: readonly RegisteredDomain[]): Registrations {
  return new Map(domains.map((domain) => [domain.name.toLowerCase().replace(/\.$/, ''), domain]));
}

interface Certified {
  /** Wildcards included. */
  readonly names: readonly string[];
  readonly notAfter: Instant;
}

/** No certificate gets a finding for each of a hundred domains. */
const MOST_DOMAINS = 5;

/**
 * The domains of a certificate whose registrations end before it does and are not renewed by themselves, soonest first. They
 * are a warning from 60 days before that end on. What it takes does not grow with the number of registrations. Pure.
 */
export function domainFindings(
  { names, notAfter }: Certified,
  registrations: Registrations,
  timezone: string,
  now: Instant,
): Finding[] {
  const domains = new Set(names.flatMap((name) => registrationOf(name, registrations) ?? []));
  return [...domains]
    .filter(({ autoRenew, expires }) => !autoRenew && expires < notAfter)
    .sort((a, b) => a.expires - b.expires)
    .slice(0, MOST_DOMAINS)
    .map(({ name, expires }): Finding => {
      const when = `${expires <= now ? 'ended' : 'ends'} on ${dayName(expires, timezone)}`;
      const sentence = `The registration of the domain ${name} ${when}, before the certificate does, and its automatic renewal is off; without it the certificate cannot be renewed.`;
      return { reason: 'domain-ends-sooner', severity: urgency(expires, now), sentence };
    });
}

/** The same for the one of several certificates that lasts longest; where nothing depends on it, nobody is told. Pure. */
export function registrationFindings(
  certificates: readonly Certified[],
  registrations: Registrations,
  unused: boolean,
  timezone: string,
  now: Instant,
): Finding[] {
  const [last] = [...certificates].sort((a, b) => b.notAfter - a.notAfter);
  const findings = last ? domainFindings(last, registrations, timezone, now) : [];
  return unused ? findings.map((finding) => ({ ...finding, severity: 'info' })) : findings;
}

/** The longest name that is the name itself or stands above it. */
function registrationOf(name: string, registrations: Registrations): RegisteredDomain | undefined {
  const labels = name.toLowerCase().split('.');
  for (let i = 0; i < labels.length; i++) {
    const found = registrations.get(labels.slice(i).join('.'));
    if (found !== undefined) return found;
  }
  return undefined;
}

function urgency(expires: Instant, now: Instant): Severity {
  return expires - now <= 2 * Math.max(...DEFAULT_LADDER) * DAY ? 'warning' : 'info';
}
