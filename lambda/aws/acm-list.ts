import { type ACMClient, CertificateKeyPairOrigin, KeyAlgorithm, paginateListCertificates } from '@aws-sdk/client-acm';
import type { ManagedCertificate } from '../core/held';
import { fromSummary } from './acm-certificate';
import { allOf } from './pages';

/** The most that ListCertificates gives at once. */
const PAGE_SIZE = 1000;

/**
 * ListCertificates passes over ECDSA, RSA of 3072 bits and more, certificates without a domain and those issued over ACME,
 * unless they are asked for by name (API reference, ListCertificates and Filters).
 */
const EVERYTHING = {
  Includes: { keyTypes: Object.values(KeyAlgorithm) },
  CertificateKeyPairOrigins: Object.values(CertificateKeyPairOrigin),
};

/** Every certificate of the region, without serial numbers and without a word on how renewals stand. */
export function listCertificates(client: ACMClient, abortSignal: AbortSignal): Promise<ManagedCertificate[]> {
  // A copy: the paginator writes the token of each page into it, and the next inventory would begin at its last page.
  const pages = paginateListCertificates({ client, pageSize: PAGE_SIZE }, { ...EVERYTHING }, { abortSignal });
  return allOf(
    pages,
    ({ CertificateSummaryList }) => CertificateSummaryList?.map(fromSummary),
    ({ arn }) => arn,
  );
}
