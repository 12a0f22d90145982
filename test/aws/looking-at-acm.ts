import { CertificateKeyPairOrigin, KeyAlgorithm } from '@aws-sdk/client-acm';
import { createAws } from '../../lambda/aws/clients';
import type { ManagedCertificate } from '../../lambda/core/held';
import { DAY } from '../../lambda/core/instant';
import type { Sighting } from '../../lambda/core/observation';
import type { AcmTarget } from '../../lambda/core/target';
import { probeAcm } from '../../lambda/probes/acm';
import { type AcmCertificate, acmCertificate } from '../servers/acm-answers';
import { type AcmServerOptions, startAcm } from '../servers/acm-server';

export const NOW = Date.parse('2026-11-22T12:00:00Z');
export const target: AcmTarget = {
  kind: 'acm',
  id: 'acm:eu-west-1',
  region: 'eu-west-1',
  client: 'Contoso',
  owner: 'Ann',
  timezone: 'UTC',
  location: 'cloud',
  expires: NOW + DAY,
  promised: NOW + DAY,
  muted: NOW + 2 * DAY,
  problems: [{ reason: 'attribute-unknown', severity: 'info', sentence: 'The attribute “ownr” is not known.' }],
};

/** What the probe sees where ACM is as described. */
export async function probe(options: AcmServerOptions, row: AcmTarget = target) {
  const server = await startAcm(options);
  try {
    const aws = createAws({ endpoint: server.endpoint });
    const sightings = await probeAcm(row, { aws, now: () => NOW, timeout: 10_000 });
    return { sightings, first: sightings[0], certificates: managed(sightings), ...server };
  } finally {
    await server.close();
  }
}

function managed(sightings: readonly Sighting[]): ManagedCertificate[] {
  return sightings.flatMap(({ observation }) => (observation.saw === 'managed' ? [observation.certificate] : []));
}

export function failure({ observation }: Sighting) {
  return observation.saw === 'nothing' ? observation.failure : undefined;
}

export const ofEachKind = Object.values(KeyAlgorithm).flatMap((algorithm) =>
  Object.values(CertificateKeyPairOrigin).map((origin) =>
    acmCertificate(`${algorithm}.${origin}.example`.toLowerCase(), {
      KeyAlgorithm: algorithm,
      CertificateKeyPairOrigin: origin,
    }),
  ),
);

export const stuck = acmCertificate('stuck.example', {
  Type: 'AMAZON_ISSUED',
  RenewalEligibility: 'ELIGIBLE',
  NotAfter: new Date('2026-12-18T23:59:59Z'),
  RenewalSummary: {
    RenewalStatus: 'FAILED',
    RenewalStatusReason: 'CAA_ERROR',
    UpdatedAt: new Date('2026-11-20T00:00:00Z'),
    DomainValidationOptions: [
      { DomainName: 'stuck.example', ValidationStatus: 'FAILED', ResourceRecord: cname('_a.stuck.example.') },
      { DomainName: '*.stuck.example', ValidationStatus: 'FAILED', ResourceRecord: cname('_a.stuck.example.') },
      { DomainName: 'fine.example', ValidationStatus: 'SUCCESS', ResourceRecord: cname('_b.fine.example.') },
      { DomainName: 'mail.example', ValidationStatus: 'PENDING_VALIDATION', ValidationMethod: 'EMAIL' },
    ],
  },
});

export const pending: AcmCertificate = {
  CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-4000-8000-000000000001',
  DomainName: 'new.example',
  SubjectAlternativeNames: ['new.example', 'www.new.example'],
  Status: 'PENDING_VALIDATION',
  Type: 'AMAZON_ISSUED',
  KeyAlgorithm: 'EC_prime256v1',
  CertificateKeyPairOrigin: 'AWS_MANAGED',
  DomainValidationOptions: [
    { DomainName: 'new.example', ValidationStatus: 'PENDING_VALIDATION', ResourceRecord: cname('_c.new.example.') },
  ],
};

function cname(name: string) {
  return { Name: name, Type: 'CNAME', Value: '_x.acm-validations.aws.' } as const;
}
