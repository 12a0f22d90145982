import type { Expiry } from './expiry';
import type { Finding } from './finding';
import type { Judgement } from './judgement';
import type { ManagedCertificate } from './observation';
import { managedPreflightFindings } from './preflight-findings';

/** Statuses in which a certificate has never been issued and cannot expire. */
const NOT_ISSUED = ['PENDING_VALIDATION', 'VALIDATION_TIMED_OUT', 'FAILED', 'INACTIVE'];

/** Judges a certificate by what AWS Certificate Manager says of it. */
export function assessManaged(certificate: ManagedCertificate): Judgement {
  const findings = [
    ...issueFindings(certificate),
    ...renewalFindings(certificate),
    ...managedPreflightFindings(certificate),
  ];
  const well = `ACM says ${certificate.status} and gives no date.`;
  return { findings, expiries: expiryOfManaged(certificate), well };
}

function expiryOfManaged(certificate: ManagedCertificate): Expiry[] {
  const { domain, notBefore, notAfter, serial, status, inUse, exported } = certificate;
  if (notAfter === undefined || NOT_ISSUED.includes(status)) return [];
  return [
    {
      of: 'certificate',
      what: domain,
      expires: notAfter,
      issuer: 'AWS Certificate Manager',
      ...(notBefore !== undefined && { notBefore }),
      ...(serial !== undefined && { serial }),
      ...(!inUse && !exported && { unused: true }),
    },
  ];
}

function issueFindings({ status, domain, inUse, exported, renewal }: ManagedCertificate): Finding[] {
  if (status === 'REVOKED') {
    const severity = inUse || exported ? 'critical' : 'info';
    return [{ reason: 'revoked', severity, sentence: `ACM says that the certificate for ${domain} has been revoked.` }];
  }
  if (!NOT_ISSUED.includes(status)) return [];
  const sentence = `The certificate for ${domain} has not been issued: ACM says ${status}${toDo(renewal.missingRecords)}.`;
  return [{ reason: 'not-issued', severity: inUse ? 'warning' : 'info', sentence }];
}

function renewalFindings(certificate: ManagedCertificate): Finding[] {
  const { domain, renewal, inUse, exported, status, type } = certificate;
  if (status !== 'ISSUED') return [];
  if (renewal.status === 'FAILED' || renewal.status === 'PENDING_VALIDATION') {
    const why = renewal.reason ? ` (${renewal.reason})` : '';
    const sentence = `ACM cannot renew the certificate for ${domain}: ${renewal.status}${why}${toDo(renewal.missingRecords)}.`;
    return [{ reason: 'renewal-blocked', severity: inUse || exported ? 'warning' : 'info', sentence }];
  }
  if (renewal.eligible || (!inUse && !exported)) return [];
  const why = type === 'imported' ? 'it was imported' : 'ACM says that it is not eligible for renewal';
  const sentence = `ACM will not renew the certificate for ${domain} by itself, since ${why}.`;
  return [{ reason: 'will-not-renew', severity: 'info', sentence }];
}

function toDo(records: readonly string[]): string {
  return records.length === 0 ? '' : `; it waits for this in DNS: ${records.slice(0, 5).join('; ')}`;
}
