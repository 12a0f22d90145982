import { listDomains } from '../aws/registered-domains';
import { partitionOf } from '../aws/where';
import { within } from '../aws/within';
import { domainArn } from '../core/inventory';
import type { Route53Target } from '../core/target';
import { type InventoryLook, takeStock } from './inventory';
import type { Probe } from './probe';

/** Looks through the domains that the accounts of the row have registered. Their tags are not asked for: a call tells those of one. */
export function probeRoute53(target: Route53Target, look: InventoryLook): ReturnType<Probe<'route53'>> {
  const { aws } = look;
  return takeStock(target, look, {
    what: 'Route 53 Domains',
    actions: 'route53domains:ListDomains',
    ask: async (where, signal) => {
      const domains = await within(signal, listDomains(aws.domains(where), signal));
      const account = where.account?.id ?? (domains.length === 0 ? '' : await aws.ownAccount());
      const held = domains.map((domain) => ({
        id: domainArn(partitionOf(aws.home), account, domain.name),
        observation: { saw: 'domain', domain } as const,
        tags: {},
      }));
      return { held, problems: [] };
    },
  });
}
