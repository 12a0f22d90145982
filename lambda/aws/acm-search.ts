import { type ACMClient, paginateSearchCertificates } from '@aws-sdk/client-acm';
import type { ManagedCertificate } from '../core/held';
import { fromSearch } from './acm-certificate';
import { allOf } from './pages';

/** The most that SearchCertificates gives at once; its default is 100. */
const PAGE_SIZE = 500;

/**
 * Every certificate of the region with nearly all that ACM knows of it. Without a filter, for none is documented as implied.
 * Rejects where the role, the region or the partition does not have this call, which is of March 2026.
 */
export function searchCertificates(client: ACMClient, abortSignal: AbortSignal): Promise<ManagedCertificate[]> {
  const pages = paginateSearchCertificates({ client, pageSize: PAGE_SIZE }, {}, { abortSignal });
  return allOf(
    pages,
    ({ Results }) => Results?.map(fromSearch),
    ({ arn }) => arn,
  );
}
