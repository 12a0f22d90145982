import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { CertificateDetail } from '@aws-sdk/client-acm';
import type { Answer, Input } from './aws-server';

/** A certificate as the stand-in for ACM holds it: all that DescribeCertificate tells, and what only lists tell. */
export interface AcmCertificate extends CertificateDetail {
  readonly CertificateArn: string;
  readonly Exported?: boolean;
}

/** An issued, imported certificate in use; the domain and the key type make its ARN. */
export function acmCertificate(
  domain: string,
  more: Partial<AcmCertificate> = {},
  region = 'eu-west-1',
): AcmCertificate {
  const id = createHash('sha256').update(`${domain} ${more.KeyAlgorithm}`).digest('hex');
  const uuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return {
    CertificateArn: `arn:aws:acm:${region}:123456789012:certificate/${uuid}`,
    DomainName: domain,
    SubjectAlternativeNames: [domain],
    Serial: (id.slice(0, 32).match(/../g) ?? []).join(':'),
    Status: 'ISSUED',
    Type: 'IMPORTED',
    KeyAlgorithm: 'RSA_2048',
    CertificateKeyPairOrigin: 'CUSTOMER_PROVIDED',
    RenewalEligibility: 'INELIGIBLE',
    InUseBy: [`arn:aws:elasticloadbalancing:${region}:123456789012:loadbalancer/app/web/50dc6c495c0c9188`],
    NotBefore: new Date('2026-06-01T00:00:00Z'),
    NotAfter: new Date('2027-05-31T23:59:59Z'),
    ...more,
  };
}

export const OPERATIONS = {
  SearchCertificates: search,
  ListCertificates: list,
  DescribeCertificate: describe,
} as const satisfies Record<string, (certificates: readonly AcmCertificate[], input: Input) => Answer>;
export type Operation = keyof typeof OPERATIONS;

function search(certificates: readonly AcmCertificate[], { MaxResults, NextToken }: Input): Answer {
  return page(certificates, { size: MaxResults, most: 500, token: NextToken, as: 'Results', show: searchResult });
}

/** With the filters that ACM applies where the caller says nothing of them. */
function list(certificates: readonly AcmCertificate[], input: Input): Answer {
  const { Includes, CertificateKeyPairOrigins, MaxItems: size, NextToken: token } = input;
  const asked = listOf(typeof Includes === 'object' && Includes !== null && Reflect.get(Includes, 'keyTypes'));
  const keyTypes = asked ?? ['RSA_1024', 'RSA_2048'];
  const origins = listOf(CertificateKeyPairOrigins) ?? ['AWS_MANAGED', 'CUSTOMER_PROVIDED'];
  const shown = certificates.filter(
    ({ KeyAlgorithm, CertificateKeyPairOrigin, DomainName }) =>
      keyTypes.includes(KeyAlgorithm) && origins.includes(CertificateKeyPairOrigin) && (asked || DomainName),
  );
  return page(shown, { size, most: 1000, token, as: 'CertificateSummaryList', show: summary });
}

function describe(certificates: readonly AcmCertificate[], { CertificateArn }: Input): Answer {
  const found = certificates.find((certificate) => certificate.CertificateArn === CertificateArn);
  if (!found) return { error: 'ResourceNotFoundException', message: `Could not find certificate ${CertificateArn}.` };
  const { Exported, ...Certificate } = found;
  return { output: { Certificate } };
}

interface Paging {
  readonly size: unknown;
  readonly most: number;
  readonly token: unknown;
  readonly as: string;
  readonly show: (certificate: AcmCertificate) => object;
}

function page(certificates: readonly AcmCertificate[], { size = 100, most, token, as, show }: Paging): Answer {
  if (typeof size !== 'number' || size < 1 || size > most) {
    return { error: 'ValidationException', message: `The size of a page must be between 1 and ${most}.` };
  }
  const start = token === undefined ? 0 : Number(Buffer.from(String(token), 'base64url'));
  if (!Number.isInteger(start)) return { error: 'ValidationException', message: 'The token is not valid.' };
  const end = start + size;
  const NextToken = end < certificates.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { output: { [as]: certificates.slice(start, end).map(show), NextToken } };
}

function summary(certificate: AcmCertificate): object {
  const { SubjectAlternativeNames = [], InUseBy = [], Options, Exported = false, ...known } = certificate;
  const { Serial, Subject, Issuer, RenewalSummary, DomainValidationOptions, FailureReason, ...told } = known;
  return {
    ...told,
    SubjectAlternativeNameSummaries: SubjectAlternativeNames.slice(0, 100),
    HasAdditionalSubjectAlternativeNames: SubjectAlternativeNames.length > 100,
    ExportOption: Options?.Export,
    InUse: InUseBy.length > 0,
    Exported,
  };
}

function searchResult(certificate: AcmCertificate): object {
  const { CertificateArn, Status, Type, RenewalEligibility, RenewalSummary, InUseBy = [], NotAfter } = certificate;
  const metadata = {
    Status,
    Type,
    RenewalEligibility,
    RenewalStatus: RenewalSummary?.RenewalStatus,
    InUse: InUseBy.length > 0,
    Exported: certificate.Exported ?? false,
    ExportOption: certificate.Options?.Export,
    ManagedBy: certificate.ManagedBy,
    ValidationMethod: certificate.DomainValidationOptions?.[0]?.ValidationMethod,
    CertificateKeyPairOrigin: certificate.CertificateKeyPairOrigin,
    CreatedAt: certificate.CreatedAt,
  };
  return {
    CertificateArn,
    CertificateMetadata: { AcmCertificateMetadata: metadata },
    // What has not been issued has no X.509 attributes.
    ...(NotAfter && { X509Attributes: x509Attributes(certificate) }),
  };
}

function x509Attributes({ DomainName, SubjectAlternativeNames = [], ...certificate }: AcmCertificate): object {
  const { Serial, KeyAlgorithm, NotBefore, NotAfter } = certificate;
  return {
    Subject: { CommonName: DomainName },
    SubjectAlternativeNames: SubjectAlternativeNames.map((name) =>
      isIP(name) ? { IpAddress: name } : { DnsName: name },
    ),
    SerialNumber: Serial,
    KeyAlgorithm,
    NotBefore,
    NotAfter,
  };
}

function listOf(value: unknown): unknown[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}
