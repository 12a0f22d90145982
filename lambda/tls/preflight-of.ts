import type { ManagedCertificate } from '../core/held';
import { isSameCertificate } from '../core/identity';
import type { Instant } from '../core/instant';
import type { KnownCertificate } from '../core/known-certificate';
import { isNearRenewal } from '../core/preflight';
import type { CaAnswers } from './ca-answers';
import { readCertificate } from './certificate';
import type { PreflightOf } from './preflight';

/** Milliseconds that a preflight may take; it is made at the same time as the CA is asked. */
const OF_ONE = 5_000;
const OF_INVENTORY = 20_000;

/** Makes the preflight of a certificate that is served beside asking its CA, which is not done where there is no `ca`. */
export function besidePreflight(preflight: PreflightOf, ca: CaAnswers | undefined): CaAnswers {
  return async (question) => {
    const [answer, found] = await Promise.all([ca?.(question), served(preflight, question)]);
    return { ...answer, ...(found && { preflight: found }) };
  };
}

/** A private CA goes by its own rules, and its names are in no public DNS. */
async function served(preflight: PreflightOf, { evidence, trust, now, until, known }: Parameters<CaAnswers>[0]) {
  const leaf = readCertificate(evidence.leaf);
  if (trust.by !== 'public' || 'problem' in leaf) return undefined;
  const question = { ...leaf, now, until: Math.min(until, performance.now() + OF_ONE) };
  return preflight({ ...question, ...(known?.preflight && { known: known.preflight }) });
}

/**
 * The certificates, with what is in the way of those that ACM will renew soon.
 *
 * @param before what is remembered of the certificate with an ARN.
 */
export async function withPreflight(
  certificates: readonly ManagedCertificate[],
  preflight: PreflightOf | undefined,
  now: Instant,
  before: Before = () => undefined,
): Promise<readonly ManagedCertificate[]> {
  if (preflight === undefined) return certificates;
  const until = performance.now() + OF_INVENTORY;
  return Promise.all(certificates.map((certificate) => managed(certificate, preflight, before, now, until)));
}

async function managed(
  certificate: ManagedCertificate,
  preflight: PreflightOf,
  before: Before,
  now: Instant,
  until: number,
): Promise<ManagedCertificate> {
  const { arn, type, names, notBefore, notAfter, renewal, validationRecords: validation = [] } = certificate;
  if (type !== 'amazon-issued' || !renewal.eligible || notBefore === undefined || notAfter === undefined) {
    return certificate;
  }
  if (!isNearRenewal({ notBefore, notAfter }, now)) return certificate;
  const earlier = before(arn);
  const known = earlier && isSameCertificate(earlier, { notBefore, notAfter }) ? earlier.preflight : undefined;
  // Without its details, the records by which ACM makes sure of it are not known.
  const found = certificate.detailMissed
    ? known
    : await preflight({ names, issuer: AMAZON, notBefore, notAfter, validation, now, until, ...(known && { known }) });
  return { ...certificate, ...(found && { preflight: found }) };
}

type Before = (arn: string) => KnownCertificate | undefined;

/** Who issues all of ACM's public certificates. */
const AMAZON = 'O=Amazon';
