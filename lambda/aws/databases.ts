import {
  type Certificate,
  type DBInstance,
  paginateDescribeCertificates,
  paginateDescribeDBInstances,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { Database } from '../core/held';
import type { Instant } from '../core/instant';
import { oneLine } from '../core/safe-text';
import type { Tag } from '../core/tags';
import { allOf } from './pages';
import { within } from './within';

export interface Instance {
  readonly database: Database;
  readonly tags: readonly Tag[];
}

interface Instances {
  readonly instances: readonly Instance[];
  /** Why the ends of the CAs could not be read; undefined where they were. */
  readonly unread?: unknown;
}

/** The most that RDS gives at once. */
const PAGE_SIZE = 100;

/**
 * The database instances of the client's region that have a certificate, those of Neptune and DocumentDB among them.
 * Rejects where they cannot be listed, but not where only the ends of their CAs cannot be read.
 */
export async function listDatabases(client: RDSClient, abortSignal: AbortSignal): Promise<Instances> {
  const pages = paginateDescribeDBInstances({ client, pageSize: PAGE_SIZE }, {}, { abortSignal });
  const all = allOf(
    pages,
    ({ DBInstances }) => DBInstances?.map(instanceOf),
    ({ database }) => database.arn,
  );
  const listed = await within(abortSignal, all);
  if (listed.length === 0) return { instances: [] };
  try {
    const ends = await within(abortSignal, authorities(client, abortSignal));
    return { instances: listed.map(({ database, tags }) => ({ tags, database: withEnd(database, ends) })) };
  } catch (unread) {
    const missed = listed.map(({ database, tags }) => ({
      tags,
      database: { ...database, detailMissed: true as const },
    }));
    return { instances: missed, unread };
  }
}

function instanceOf(told: DBInstance): Instance | undefined {
  const {
    DBInstanceArn: arn,
    DBInstanceIdentifier,
    Engine,
    CACertificateIdentifier,
    CertificateDetails,
    TagList,
  } = told;
  const ca = CertificateDetails?.CAIdentifier ?? CACertificateIdentifier;
  if (!arn || !ca) return undefined;
  const { ValidTill } = CertificateDetails ?? {};
  const database: Database = {
    arn,
    name: oneLine(DBInstanceIdentifier ?? arn, 100),
    engine: oneLine(Engine ?? 'unknown', 60),
    ca: { name: oneLine(ca, 100) },
    ...(ValidTill && { notAfter: ValidTill.getTime() }),
  };
  return { database, tags: TagList ?? [] };
}

async function authorities(client: RDSClient, abortSignal: AbortSignal): Promise<ReadonlyMap<string, Instant>> {
  const pages = paginateDescribeCertificates({ client, pageSize: PAGE_SIZE }, {}, { abortSignal });
  const all = await allOf(
    pages,
    ({ Certificates }) => Certificates?.map(endOf),
    ([name]) => name,
  );
  return new Map(all);
}

function endOf({ CertificateIdentifier: name, ValidTill }: Certificate): readonly [string, Instant] | undefined {
  return name && ValidTill ? [name, ValidTill.getTime()] : undefined;
}

function withEnd(database: Database, ends: ReadonlyMap<string, Instant>): Database {
  const notAfter = ends.get(database.ca.name);
  return notAfter === undefined ? database : { ...database, ca: { ...database.ca, notAfter } };
}
