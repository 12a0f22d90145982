import { listDatabases } from '../aws/databases';
import { readTags } from '../core/tags';
import type { RdsTarget } from '../core/target';
import { type InventoryLook, partly, takeStock } from './inventory';
import type { Probe } from './probe';

/** Looks through the database instances of RDS in the regions and accounts of the row. */
export function probeRds(target: RdsTarget, look: InventoryLook): ReturnType<Probe<'rds'>> {
  const { aws } = look;
  return takeStock(target, look, {
    what: 'RDS',
    actions: 'rds:DescribeDBInstances',
    ask: async (where, signal, asked) => {
      const { instances, unread } = await listDatabases(aws.rds(where), signal);
      const held = instances.map(({ database, tags }) => ({
        id: database.arn,
        observation: { saw: 'database', database } as const,
        tags: readTags(tags, aws.tagPrefix),
      }));
      const missed = unread === undefined ? [] : [unread];
      return { held, problems: partly('When CAs end', missed, { ...asked, actions: 'rds:DescribeCertificates' }) };
    },
  });
}
