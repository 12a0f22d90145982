import type { Instant } from '../core/instant';
import type { ManagedCertificate } from '../core/observation';
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

/** The certificates, with what is in the way of those that ACM will renew soon by the records it told of. */
export async function withPreflight(
  certificates: readonly ManagedCertificate[],
  preflight: PreflightOf | undefined,
  now: Instant,
): Promise<readonly ManagedCertificate[]> {
  if (preflight === undefined) return certificates;
  const until = performance.now() + OF_INVENTORY;
  return Promise.all(certificates.map((certificate) => managed(certificate, preflight, now, until)));
}

async function managed(
  certificate: ManagedCertificate,
  preflight: PreflightOf,
  now: Instant,
  until: number,
): Promise<ManagedCertificate> {
  const { names, notBefore, notAfter, renewal, validationRecords: validation } = certificate;
  if (!renewal.eligible || validation === undefined || notBefore === undefined || notAfter === undefined) {
    return certificate;
  }
  const found = await preflight({ names, issuer: AMAZON, notBefore, notAfter, validation, now, until });
  return { ...certificate, ...(found && { preflight: found }) };
}

/** Who issues all of ACM's public certificates; only those have such records. */
const AMAZON = 'O=Amazon';
