import { listAuthorities } from '../aws/authorities';
import { within } from '../aws/within';
import type { PcaTarget } from '../core/target';
import { type InventoryLook, takeStock, withTags } from './inventory';
import type { Probe } from './probe';

/** Looks through the authorities of AWS Private CA in the regions and accounts of the row. */
export function probePca(target: PcaTarget, look: InventoryLook): ReturnType<Probe<'acm-pca'>> {
  const { aws } = look;
  return takeStock(target, look, {
    what: 'AWS Private CA',
    actions: 'acm-pca:ListCertificateAuthorities',
    ask: async (where, signal, asked) => {
      const authorities = await within(signal, listAuthorities(aws.call(where), signal));
      const held = authorities.map((authority) => ({
        id: authority.arn,
        observation: { saw: 'authority', authority } as const,
      }));
      return withTags({ held, problems: [] }, aws, where, 'acm-pca:certificate-authority', signal, asked);
    },
  });
}
