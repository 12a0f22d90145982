import type {
  CertificateDetail,
  CertificateSearchResult,
  CertificateSummary,
  DomainValidation,
  GeneralName,
} from '@aws-sdk/client-acm';
import type { ManagedCertificate } from '../core/held';
import { oneLine } from '../core/safe-text';

/** Names, and DNS records, kept of one certificate; ListCertificates tells no more names either. */
const MOST_NAMES = 100;

const TYPES: Readonly<Record<string, ManagedCertificate['type']>> = {
  IMPORTED: 'imported',
  AMAZON_ISSUED: 'amazon-issued',
  PRIVATE: 'private',
};

const VALIDATIONS: Readonly<Record<string, NonNullable<ManagedCertificate['validation']>>> = {
  DNS: 'dns',
  EMAIL: 'email',
  HTTP: 'http',
};

/** What is told of the attachments of one certificate; a shared one may be on hundreds of load balancers. */
const MOST_USES = 20;

/** What ListCertificates tells of a certificate; undefined where it names no ARN, which is its only identity. */
export function fromSummary(summary: CertificateSummary): ManagedCertificate | undefined {
  const { CertificateArn: arn, Type, Status, NotBefore, NotAfter, InUse, Exported } = summary;
  if (!arn) return undefined;
  const names = printable(summary.SubjectAlternativeNameSummaries);
  return {
    arn,
    domain: domainOf(summary.DomainName, names) ?? arn,
    names,
    type: TYPES[Type ?? ''] ?? 'unknown',
    status: oneLine(Status ?? 'UNKNOWN', 60),
    // An issued certificate that ACM does not say the use of is taken to be in use, so that it cannot expire unsaid.
    inUse: InUse ?? NotAfter !== undefined,
    exported: Exported ?? false,
    ...(NotBefore && { notBefore: NotBefore.getTime() }),
    ...(NotAfter && { notAfter: NotAfter.getTime() }),
    renewal: { eligible: summary.RenewalEligibility === 'ELIGIBLE', missingRecords: [] },
  };
}

/** What SearchCertificates tells of a certificate; undefined as in {@link fromSummary}. */
export function fromSearch(found: CertificateSearchResult): ManagedCertificate | undefined {
  const { CertificateArn, X509Attributes: x509 } = found;
  // A union: what this version of the SDK does not know comes as `$unknown`, and this member is undefined.
  const acm = found.CertificateMetadata?.AcmCertificateMetadata;
  const certificate = fromSummary({
    ...acm,
    CertificateArn,
    DomainName: x509?.Subject?.CommonName,
    SubjectAlternativeNameSummaries: x509?.SubjectAlternativeNames?.flatMap(nameOf),
    NotBefore: x509?.NotBefore,
    NotAfter: x509?.NotAfter,
  });
  if (certificate === undefined) return undefined;
  return {
    ...certificate,
    ...(x509?.SerialNumber && { serial: serialOf(x509.SerialNumber) }),
    ...validatedBy(acm?.ValidationMethod),
    renewal: { ...certificate.renewal, ...(acm?.RenewalStatus && { status: oneLine(acm.RenewalStatus, 60) }) },
  };
}

/**
 * Adds what only DescribeCertificate tells: how the renewal stands, what it waits for, and what uses the certificate. The serial number is left out:
 * where it came with some looks and not with others, it would look like another certificate.
 */
export function withDetail(certificate: ManagedCertificate, detail: CertificateDetail): ManagedCertificate {
  const { DomainName, SubjectAlternativeNames, DomainValidationOptions, RenewalSummary, InUseBy } = detail;
  const names = certificate.names.length > 0 ? certificate.names : printable(SubjectAlternativeNames);
  const status = RenewalSummary?.RenewalStatus ?? certificate.renewal.status;
  const reason = RenewalSummary?.RenewalStatusReason ?? detail.FailureReason;
  const isNew = certificate.status === 'PENDING_VALIDATION';
  const validations = isNew ? DomainValidationOptions : RenewalSummary?.DomainValidationOptions;
  const validationRecords = isNew ? [] : recordsOf(DomainValidationOptions);
  return {
    ...certificate,
    names,
    domain: isNameless(certificate) ? (domainOf(DomainName, names) ?? certificate.arn) : certificate.domain,
    ...validatedBy(DomainValidationOptions?.find(({ ValidationMethod }) => ValidationMethod)?.ValidationMethod),
    ...(InUseBy && { usedBy: InUseBy.slice(0, MOST_USES).map((arn) => oneLine(arn, 300)) }),
    renewal: {
      eligible: certificate.renewal.eligible,
      ...(status && { status: oneLine(status, 60) }),
      ...(reason && { reason: oneLine(reason, 60) }),
      missingRecords: recordsOf(validations?.filter(({ ValidationStatus }) => ValidationStatus !== 'SUCCESS')),
    },
    ...(validationRecords.length > 0 && { validationRecords }),
  };
}

/** Nothing is known of what it is for. */
export function isNameless({ domain, arn }: ManagedCertificate): boolean {
  return domain === arn;
}

function domainOf(domain: string | undefined, names: readonly string[]): string | undefined {
  return oneLine(domain ?? '', 253) || names[0];
}

function printable(names: readonly string[] = []): string[] {
  return names.slice(0, MOST_NAMES).map((name) => oneLine(name, 253));
}

function validatedBy(method: string | undefined): Pick<ManagedCertificate, 'validation'> {
  const validation = VALIDATIONS[method ?? ''];
  return validation === undefined ? {} : { validation };
}

function nameOf({ DnsName, IpAddress }: GeneralName): string[] {
  const name = DnsName ?? IpAddress;
  return name === undefined ? [] : [name];
}

/** ACM writes `07:a1:…`; everything else here is written as browsers show it, `07A1…`. */
function serialOf(serial: string): string {
  return oneLine(serial.replaceAll(':', '').toUpperCase(), 100);
}

/** A name and its wildcard share one record. Names of 253 characters must not be cut: half a record is none. */
function recordsOf(validations: readonly DomainValidation[] = []): string[] {
  const records = validations.flatMap(({ ResourceRecord: record }) =>
    record ? [`${record.Name} ${record.Type} ${record.Value}`] : [],
  );
  return [...new Set(records)].slice(0, MOST_NAMES).map((record) => oneLine(record, 600));
}
