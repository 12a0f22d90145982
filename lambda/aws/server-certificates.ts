import {
  GetServerCertificateCommand,
  type IAMClient,
  paginateListServerCertificates,
  type ServerCertificateMetadata,
} from '@aws-sdk/client-iam';
import type { ServerCertificate } from '../core/held';
import { DAY, type Instant } from '../core/instant';
import { inParallel } from '../core/parallel';
import { oneLine } from '../core/safe-text';
import { isGone } from './failure';
import { allOf } from './pages';
import { within } from './within';

/** A server certificate with the PEM text of its body, where that was read. */
export interface Uploaded extends Omit<ServerCertificate, 'leaf'> {
  readonly body?: string;
}

interface Uploads {
  readonly certificates: readonly Uploaded[];
  /** Why bodies could not be read, one error a certificate. */
  readonly unread: readonly unknown[];
}

const PAGE_SIZE = 1000;

/** IAM is one for the whole account, with its people and its deployments: it is asked for little at a time. */
const BODIES_AT_ONCE = 2;
/** Ten times the quota of an account; those that expire first go first. */
const MOST_BODIES = 200;
/** What expired longer ago has no use for its names. */
const STILL_OF_USE = 30 * DAY;

/**
 * The server certificates of the client's account. Rejects where they cannot be listed, but not where only some of their
 * bodies cannot be read.
 */
export async function listServerCertificates(
  client: IAMClient,
  now: Instant,
  abortSignal: AbortSignal,
): Promise<Uploads> {
  const pages = paginateListServerCertificates({ client, pageSize: PAGE_SIZE }, {}, { abortSignal });
  const listed = await within(
    abortSignal,
    allOf(
      pages,
      ({ ServerCertificateMetadataList }) => ServerCertificateMetadataList?.map(uploadOf),
      ({ arn }) => arn,
    ),
  );
  const known = new Map<string, Uploaded>(listed.map(({ key, ...certificate }) => [certificate.arn, certificate]));
  const unread: unknown[] = [];
  const ofUse = listed.filter(({ notAfter }) => notAfter > now - STILL_OF_USE);
  const soonestFirst = ofUse.sort((a, b) => a.notAfter - b.notAfter).slice(0, MOST_BODIES);
  await inParallel(soonestFirst, BODIES_AT_ONCE, async ({ key, ...certificate }) => {
    try {
      const command = new GetServerCertificateCommand({ ServerCertificateName: key });
      const { ServerCertificate: told } = await within(abortSignal, client.send(command, { abortSignal }));
      if (told?.CertificateBody) known.set(certificate.arn, { ...certificate, body: told.CertificateBody });
    } catch (error) {
      if (isGone(error)) known.delete(certificate.arn);
      else unread.push(error);
    }
  });
  return { certificates: [...known.values()], unread };
}

/** The key is the name as IAM wants to hear it again; the name is for people. */
function uploadOf(told: ServerCertificateMetadata): (Uploaded & { readonly key: string }) | undefined {
  const { Arn: arn, ServerCertificateName: key, UploadDate, Expiration } = told;
  if (!arn || !key || Expiration === undefined) return undefined;
  return {
    arn,
    key,
    name: oneLine(key, 128),
    notAfter: Expiration.getTime(),
    ...(UploadDate && { uploadedAt: UploadDate.getTime() }),
  };
}
