import type { Assessment } from '../../lambda/core/assess';
import type { Certificate } from '../../lambda/core/certificate';
import { conclude, type Remembrance } from '../../lambda/core/conclude';
import { type Estate, NOTHING_ELSE_KNOWN } from '../../lambda/core/estate';
import type { ManagedCertificate } from '../../lambda/core/held';
import { DAY, type Instant } from '../../lambda/core/instant';
import type { KnownChain } from '../../lambda/core/known-chain';
import type { AddressObservation, Failure, Handshake, Observation } from '../../lambda/core/observation';
import { readTargets } from '../../lambda/core/read-targets';
import type { Row } from '../../lambda/core/row';
import type { Target } from '../../lambda/core/target';

export const NOW = Date.parse('2026-11-22T12:00:00Z');

export function target(row: Row = {}): Target {
  const [read] = readTargets([{ target: 'www.example.com', ...row }]);
  if (read === undefined) throw new Error('the row is switched off');
  return read;
}

/** A certificate of 90 days for www.example.com that expires in so many days. */
export function certificate(daysLeft: number, changes: Partial<Certificate> = {}): Certificate {
  const notAfter = NOW + daysLeft * DAY;
  return {
    subject: 'CN=www.example.com',
    issuer: 'CN=Example CA',
    serial: '0A',
    sha256: `leaf-${daysLeft}`,
    keySha256: 'key',
    notBefore: notAfter - 90 * DAY,
    notAfter,
    names: ['www.example.com'],
    keyType: 'EC',
    keyBits: 256,
    signature: 'SHA256-ECDSA',
    selfIssued: false,
    isCa: false,
    mustStaple: false,
    crlUrls: [],
    ...changes,
  };
}

/** A CA's certificate, by its common name and its issuer's, valid for years; a root where both are the same. */
export function authority(name: string, issuer: string, changes: Partial<Certificate> = {}): Certificate {
  return certificate(2_000, {
    subject: `CN=${name}`,
    issuer: `CN=${issuer}`,
    notBefore: NOW - 1_000 * DAY,
    sha256: `${name} by ${issuer}`,
    keySha256: `key of ${name}`,
    subjectKeyId: `id of ${name}`,
    authorityKeyId: `id of ${issuer}`,
    names: [],
    selfIssued: name === issuer,
    isCa: true,
    ...changes,
  });
}

/** What the findings say, worst first: `warning chain-order: The server … [192.0.2.1]`. */
export function said({ findings }: Assessment): string[] {
  return findings.map(
    ({ reason, severity, sentence, address }) => `${severity} ${reason}: ${sentence}${address ? ` [${address}]` : ''}`,
  );
}

export function serving(
  leaf: Certificate,
  changes: Partial<Handshake> & { readonly settled?: KnownChain } = {},
  address = '192.0.2.1',
): AddressObservation {
  return {
    ok: true,
    address,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    chain: [leaf],
    verdict: { trusted: true },
    nameMatches: true,
    ...changes,
  };
}

export function endpoint(...addresses: AddressObservation[]): Observation {
  return { saw: 'endpoint', addresses };
}

/** One address that serves a certificate of 90 days which expires in so many days. */
export function healthy(daysLeft: number): Observation {
  return endpoint(serving(certificate(daysLeft)));
}

export const REFUSED: Failure = { reason: 'refused', sentence: 'Nothing listens on port 443 of 192.0.2.1.' };

export function unseen(failure: Failure = REFUSED, address = '192.0.2.1'): AddressObservation {
  return { ok: false, address, failure };
}

export function managed(daysLeft: number | undefined, changes: Partial<ManagedCertificate> = {}): Observation {
  const dates = daysLeft !== undefined && { notBefore: NOW + (daysLeft - 198) * DAY, notAfter: NOW + daysLeft * DAY };
  return {
    saw: 'managed',
    certificate: {
      arn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
      domain: 'www.example.com',
      names: ['www.example.com'],
      type: 'amazon-issued',
      status: 'ISSUED',
      inUse: true,
      exported: false,
      ...dates,
      renewal: { eligible: true, missingRecords: [] },
      ...changes,
    },
  };
}

/** One look in a story: what was seen, so many days after {@link NOW}. */
export type LookInStory = readonly [day: number, observation: Observation, target?: Target];

/** Lives through looks one after the other and returns what each of them told: `due`, or `due, broken`, or nothing. */
export function story(
  looks: readonly LookInStory[],
  watched: Target = target(),
  estate: Estate = NOTHING_ELSE_KNOWN,
): string[] {
  let before: Remembrance | undefined;
  return looks.map(([day, observation, changed]) => {
    const now: Instant = NOW + day * DAY;
    const { assessment, renewal, decision } = conclude(changed ?? watched, observation, before, estate, now);
    before = { memory: decision.memory, renewal, holds: assessment.holds };
    return decision.notices.map(({ event, severity }) => `${event} ${severity}`).join(', ');
  });
}
