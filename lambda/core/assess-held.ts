import { certificateName } from './certificate';
import type { Expiry } from './expiry';
import type { Finding } from './finding';
import type { Authority, Database, RegisteredDomain, ServerCertificate } from './held';
import { DAY, daysLeft, type Instant } from './instant';
import type { Judgement } from './judgement';
import type { LastSeen } from './last-seen';
import type { Observation } from './observation';

type Held = Extract<Observation, { saw: 'server-certificate' | 'domain' | 'database' | 'authority' }>;

/** What expired longer ago is nobody's any more, or somebody would have missed it; IAM and AWS Private CA do not tell. */
const ABANDONED = 30 * DAY;

/** Route 53 renews 35 days before the end, and 30 where the registry wants it so (developer guide, domain-renew). */
const DOMAIN_IS_LATE = 20 * DAY;

/** RDS exchanges a server's certificate long before its end (user guide, automatic server certificate rotation). */
const DATABASE_IS_LATE = 30 * DAY;

/** Every client has to trust the next CA before the database may use it: that takes people time. */
const CA_IS_NEAR = 365 * DAY;

/** Judges what inventories other than ACM found. */
export function assessHeld(held: Held, now: Instant): Judgement {
  switch (held.saw) {
    case 'server-certificate':
      return assessServerCertificate(held.certificate, now);
    case 'domain':
      return assessDomain(held.domain, now);
    case 'database':
      return assessDatabase(held.database, now);
    case 'authority':
      return assessAuthority(held.authority, now);
    default:
      return held satisfies never;
  }
}

function assessServerCertificate({ name, notAfter, leaf }: ServerCertificate, now: Instant): Judgement {
  const expiry: Expiry = {
    of: 'certificate',
    what: leaf ? certificateName(leaf) : name,
    expires: notAfter,
    ...(leaf && { notBefore: leaf.notBefore, issuer: leaf.issuer, serial: leaf.serial, sha256: leaf.sha256 }),
    ...abandoned(notAfter, now),
  };
  return {
    findings: [willNotRenew(`IAM renews nothing by itself: the server certificate ${name} is replaced by hand.`)],
    expiries: [expiry],
    well: '',
  };
}

function assessDomain({ name, expires, autoRenew }: RegisteredDomain, now: Instant): Judgement {
  const expiry: Expiry = { of: 'date', what: name, expires };
  if (!autoRenew) {
    const sentence = `The registration of ${name} will not be renewed by itself, for automatic renewal is switched off.`;
    return { findings: [willNotRenew(sentence)], expiries: [expiry], well: '' };
  }
  const renewsBy = expires - DOMAIN_IS_LATE;
  const what = `Route 53 should have renewed the registration of ${name}`;
  return { findings: late(what, expires, renewsBy, now), expiries: [{ ...expiry, renewsBy }], well: '' };
}

/** The end of the CA rules: RDS renews the server's certificate while it lasts, and does not change the CA. */
function assessDatabase({ name, ca, notAfter }: Database, now: Instant): Judgement {
  const well = `RDS tells no date for ${name}.`;
  const findings: Finding[] = [];
  const expiries: Expiry[] = [];
  if (ca.notAfter !== undefined) {
    expiries.push({ of: 'certificate', what: caOf({ name, ca }), expires: ca.notAfter });
    const sentence = `RDS will not change the CA of ${name} by itself: give its clients the next one, then set the instance to it before ${ca.name} ends.`;
    if (ca.notAfter - now <= CA_IS_NEAR) findings.push(willNotRenew(sentence));
  }
  const renewsBy = (notAfter ?? 0) - DATABASE_IS_LATE;
  const endsWithCa = notAfter === ca.notAfter;
  if (notAfter !== undefined && !endsWithCa && (ca.notAfter === undefined || renewsBy <= now)) {
    expiries.push({ of: 'certificate', what: name, expires: notAfter, renewsBy });
    findings.push(...late(`RDS should have renewed the certificate of ${name}`, notAfter, renewsBy, now));
  }
  return { findings, expiries, well };
}

function caOf({ name, ca }: Pick<Database, 'name' | 'ca'>): string {
  return `${ca.name}, the CA of ${name}`;
}

/** With the end of its CA as it was last seen, where that could not be read this once: the end of a CA does not change. */
export function withCaAsBefore(observation: Observation, before: readonly LastSeen[]): Observation {
  if (observation.saw !== 'database' || !observation.database.detailMissed) return observation;
  const { database } = observation;
  const notAfter = before.find(({ expiry }) => expiry.what === caOf(database))?.expiry.expires;
  if (notAfter === undefined) return observation;
  return { saw: 'database', database: { ...database, ca: { ...database.ca, notAfter } } };
}

/** Statuses in which an authority has no certificate of its own. */
const NOT_ISSUED: Readonly<Record<string, string>> = {
  CREATING: 'is still being made',
  PENDING_CERTIFICATE: 'has no certificate of its own; sign its request, and install it',
  FAILED: 'could not be made; delete it, and make another',
};

function assessAuthority({ name, status, notBefore, notAfter, serial }: Authority, now: Instant): Judgement {
  const well = `AWS Private CA says ${status} and gives no date.`;
  const missing = NOT_ISSUED[status];
  if (missing !== undefined) {
    const sentence = `The authority ${name} ${missing}.`;
    return { findings: [{ reason: 'not-issued', severity: 'info', sentence }], expiries: [], well };
  }
  const sentence = `The authority ${name} is disabled: nothing that it issued can be renewed.`;
  const findings: Finding[] = status === 'DISABLED' ? [{ reason: 'renewal-blocked', severity: 'info', sentence }] : [];
  if (notAfter === undefined) return { findings, expiries: [], well };
  const facts = { ...(notBefore !== undefined && { notBefore }), ...(serial !== undefined && { serial }) };
  const expiry: Expiry = { of: 'certificate', what: name, expires: notAfter, ...facts, ...abandoned(notAfter, now) };
  return { findings, expiries: [expiry], well };
}

function abandoned(notAfter: Instant, now: Instant): Pick<Expiry, 'unused'> {
  return now - notAfter > ABANDONED ? { unused: true } : {};
}

function willNotRenew(sentence: string): Finding {
  return { reason: 'will-not-renew', severity: 'info', sentence };
}

function late(what: string, expires: Instant, renewsBy: Instant, now: Instant): Finding[] {
  if (now < renewsBy || now >= expires) return [];
  const left = daysLeft(expires, now);
  const sentence = `${what} by now: ${left} day${left === 1 ? ' is' : 's are'} left.`;
  return [{ reason: 'renewal-late', severity: 'warning', sentence }];
}
