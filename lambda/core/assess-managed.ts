import { ACM_REASONS } from './acm-reasons';
import type { Expiry } from './expiry';
import type { Finding } from './finding';
import type { ManagedCertificate } from './held';
import { DAY, daysLeft, type Instant } from './instant';
import type { Judgement } from './judgement';
import { managedPreflightFindings } from './preflight-findings';

/** Statuses in which a certificate has never been issued and cannot expire. */
const NOT_ISSUED = ['PENDING_VALIDATION', 'VALIDATION_TIMED_OUT', 'FAILED', 'INACTIVE'];

/**
 * ACM begins to renew 60 days before the end, and 45 with certificates of 198 days (user guide, managed renewal). With 30 left,
 * where AWS too begins to warn, two weeks of attempts have led to nothing. What lives shorter has the same share of its life.
 */
const LATE = { left: 30 * DAY, of: 198 * DAY };

/** CAs may not validate by e-mail from this day on (CA/Browser Forum, Baseline Requirements §3.2.2.4.4). */
const EMAIL_ENDS = Date.UTC(2028, 2, 15);
const EMAIL_IS_NEAR = 100 * DAY;

/** Judges a certificate by what AWS Certificate Manager says of it: by whether it will be renewed, where ACM renews it. */
export function assessManaged(certificate: ManagedCertificate, now: Instant): Judgement {
  const findings = [
    ...issueFindings(certificate),
    ...renewalFindings(certificate, now),
    ...emailFindings(certificate, now),
    ...managedPreflightFindings(certificate),
  ];
  const well = `ACM says ${certificate.status} and gives no date.`;
  return { findings, expiries: expiryOfManaged(certificate), well };
}

function expiryOfManaged(certificate: ManagedCertificate): Expiry[] {
  const { domain, notBefore, notAfter, serial, status } = certificate;
  if (notAfter === undefined || NOT_ISSUED.includes(status)) return [];
  const renewsBy = lateFrom(certificate);
  return [
    {
      of: 'certificate',
      what: domain,
      expires: notAfter,
      issuer: 'AWS Certificate Manager',
      ...(notBefore !== undefined && { notBefore }),
      ...(serial !== undefined && { serial }),
      ...(!isUsed(certificate) && { unused: true }),
      ...(renewsBy !== undefined && { renewsBy }),
    },
  ];
}

function isUsed({ inUse, exported }: ManagedCertificate): boolean {
  return inUse || exported;
}

function isBlocked({ renewal: { status } }: ManagedCertificate): boolean {
  return status === 'FAILED' || status === 'PENDING_VALIDATION';
}

/**
 * The day by which ACM should have renewed it; undefined where it will not, or cannot. A renewal that ACM calls a success is
 * none while the date is near: the word stands for the last renewal until the next begins.
 */
function lateFrom(certificate: ManagedCertificate): Instant | undefined {
  const { status, type, renewal, notBefore, notAfter } = certificate;
  const renews = status === 'ISSUED' && type !== 'imported' && renewal.eligible && isUsed(certificate);
  if (!renews || isBlocked(certificate) || notAfter === undefined) return undefined;
  const lifetime = notBefore === undefined ? LATE.of : notAfter - notBefore;
  return notAfter - LATE.left * Math.min(1, lifetime / LATE.of);
}

function issueFindings(certificate: ManagedCertificate): Finding[] {
  const { status, domain, inUse, renewal } = certificate;
  if (status === 'REVOKED') {
    const severity = isUsed(certificate) ? 'critical' : 'info';
    return [{ reason: 'revoked', severity, sentence: `ACM says that the certificate for ${domain} has been revoked.` }];
  }
  if (!NOT_ISSUED.includes(status)) return [];
  const why = `${status}${because(renewal.reason)}${toDo(certificate)}`;
  const sentence = `The certificate for ${domain} has not been issued: ACM says ${why}.`;
  return [{ reason: 'not-issued', severity: inUse ? 'warning' : 'info', sentence }];
}

function renewalFindings(certificate: ManagedCertificate, now: Instant): Finding[] {
  const { domain, renewal, status, notAfter } = certificate;
  if (status !== 'ISSUED') return [];
  if (isBlocked(certificate)) {
    const why = `${renewal.status}${because(renewal.reason)}${toDo(certificate)}`;
    const sentence = `ACM cannot renew the certificate for ${domain}: ${why}.`;
    return [{ reason: 'renewal-blocked', severity: isUsed(certificate) ? 'warning' : 'info', sentence }];
  }
  const late = lateFrom(certificate);
  if (late !== undefined && notAfter !== undefined && late <= now && now < notAfter) {
    const left = daysLeft(notAfter, now);
    const status = renewal.status ? `it says ${renewal.status}` : 'it says nothing of a renewal';
    const sentence = `ACM should have renewed the certificate for ${domain} by now: ${left} day${left === 1 ? ' is' : 's are'} left, and ${status}.`;
    return [{ reason: 'renewal-late', severity: 'warning', sentence }];
  }
  const why = whyNot(certificate);
  if (why === undefined) return [];
  const sentence = `ACM will not renew the certificate for ${domain} by itself, since ${why}.`;
  return [{ reason: 'will-not-renew', severity: 'info', sentence }];
}

/** ACM renews what it issued, or had a private CA issue, where it is in use or has been exported; undefined where it does. */
function whyNot(certificate: ManagedCertificate): string | undefined {
  const { type, renewal } = certificate;
  if (type === 'imported') return 'it was imported';
  if (renewal.eligible) return undefined;
  if (!isUsed(certificate)) return 'nothing uses it';
  return type === 'private'
    ? 'its private CA was not asked for it through ACM'
    : 'ACM says that it is not eligible for renewal';
}

function emailFindings(certificate: ManagedCertificate, now: Instant): Finding[] {
  const { validation, status, domain } = certificate;
  if (validation !== 'email' || status !== 'ISSUED') return [];
  const inTheWay = isBlocked(certificate) || EMAIL_ENDS - now <= EMAIL_IS_NEAR;
  const sentence = `ACM makes sure of ${domain} by e-mail, which no CA may do any more from 2028-03-15 on; request it anew with DNS validation.`;
  return [{ reason: 'validation-by-email', severity: inTheWay && isUsed(certificate) ? 'warning' : 'info', sentence }];
}

function because(reason: string | undefined): string {
  if (reason === undefined) return '';
  const meaning = ACM_REASONS[reason];
  return meaning === undefined ? ` (${reason})` : ` (${reason}): ${meaning}`;
}

function toDo({ renewal, validation, status }: ManagedCertificate): string {
  const { missingRecords } = renewal;
  if (missingRecords.length > 0) return `; it waits for this in DNS: ${missingRecords.slice(0, 5).join('; ')}`;
  const waits = status === 'PENDING_VALIDATION' || renewal.status === 'PENDING_VALIDATION';
  if (!waits || validation === 'dns' || validation === undefined) return '';
  return validation === 'email'
    ? '; somebody who receives admin@ of the domain has to follow the link in ACM’s e-mail'
    : '; it waits for an answer of its own at the domain over HTTP, as CloudFront sets it up';
}
