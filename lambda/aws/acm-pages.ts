import type { ManagedCertificate } from '../core/observation';

/** Forty times the quota of an account and region, which AWS raises on request; more would be a fault in the paging. */
const MOST_CERTIFICATES = 100_000;

/**
 * Reads page after page to the last. A certificate that two pages name, since others came or went meanwhile, counts once.
 * Rejects where a page cannot be read, for part of an inventory would pass for the whole.
 */
export async function allCertificates<Page>(
  pages: AsyncIterable<Page>,
  read: (page: Page) => readonly (ManagedCertificate | undefined)[],
): Promise<ManagedCertificate[]> {
  const found = new Map<string, ManagedCertificate>();
  for await (const page of pages) {
    for (const certificate of read(page)) if (certificate) found.set(certificate.arn, certificate);
    if (found.size > MOST_CERTIFICATES) throw new Error(`ACM listed more than ${MOST_CERTIFICATES} certificates`);
  }
  return [...found.values()];
}
