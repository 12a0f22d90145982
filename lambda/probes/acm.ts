import { takeInventory } from '../aws/acm-inventory';
import type { AcmTarget } from '../core/target';
import { withPreflight } from '../tls/preflight-of';
import { type InventoryLook, partly, takeStock, withTags } from './inventory';
import type { Look, Probe } from './probe';

const ACTIONS = 'acm:SearchCertificates, or acm:ListCertificates and acm:DescribeCertificate';

/** Looks through AWS Certificate Manager in the regions and accounts of the row; the target of each certificate is its ARN. */
export function probeAcm(
  target: AcmTarget,
  look: InventoryLook & Pick<Look, 'preflight' | 'before'>,
): ReturnType<Probe<'acm'>> {
  const { aws, now, preflight, before } = look;
  return takeStock(target, look, {
    what: 'ACM',
    actions: ACTIONS,
    ask: async (where, signal, asked) => {
      const { certificates, undescribed } = await takeInventory(aws.acm(where), now(), signal);
      const checked = await withPreflight(certificates, preflight, now(), before);
      const held = checked.map((certificate) => ({
        id: certificate.arn,
        observation: { saw: 'managed', certificate } as const,
      }));
      const of = undescribed.length === 1 ? 'one certificate' : `${undescribed.length} certificates`;
      const problems = partly(`Details of ${of}`, undescribed, {
        ...asked,
        actions: 'acm:DescribeCertificate',
      });
      return withTags({ held, problems }, aws, where, 'acm:certificate', signal, asked);
    },
  });
}
