import { type DomainSummary, paginateListDomains, type Route53DomainsClient } from '@aws-sdk/client-route-53-domains';
import type { RegisteredDomain } from '../core/held';
import { oneLine } from '../core/safe-text';
import { allOf } from './pages';

/** The most that ListDomains gives at once; its default is 20. */
const PAGE_SIZE = 100;

/** The domains that are registered in the client's account. */
export function listDomains(client: Route53DomainsClient, abortSignal: AbortSignal): Promise<RegisteredDomain[]> {
  const pages = paginateListDomains({ client, pageSize: PAGE_SIZE }, {}, { abortSignal });
  return allOf(
    pages,
    ({ Domains }) => Domains?.map(domainOf),
    ({ name }) => name,
  );
}

/** Without a date where its registration or its transfer is still under way. */
function domainOf({ DomainName, Expiry, AutoRenew }: DomainSummary): RegisteredDomain | undefined {
  if (!DomainName || Expiry === undefined) return undefined;
  return { name: oneLine(DomainName.toLowerCase(), 253), expires: Expiry.getTime(), autoRenew: AutoRenew ?? false };
}
