/** Forty times the quota of certificates of an account and region, which AWS raises on request; more would be a fault in the paging. */
const MOST = 100_000;

/**
 * Reads page after page to the last. What two pages name, since others came or went meanwhile, counts once.
 * Rejects where a page cannot be read or has no list, for part of an inventory would pass for the whole, and an answer that
 * was cut short for one that there is nothing.
 *
 * @param read the members of the list on a page; undefined where it has none, which an empty one is not.
 * @param keyOf what tells one from another.
 */
export async function allOf<Page, T>(
  pages: AsyncIterable<Page>,
  read: (page: Page) => readonly (T | undefined)[] | undefined,
  keyOf: (one: T) => string,
): Promise<T[]> {
  const found = new Map<string, T>();
  let count = 0;
  for await (const page of pages) {
    for (const one of read(page) ?? listMissing()) if (one !== undefined) found.set(keyOf(one), one);
    if (found.size > MOST || ++count > MOST) throw new Error(`AWS listed more than ${MOST} in one place`);
  }
  return [...found.values()];
}

/** Of the form of the SDK's errors, whose status tells that there was an answer. */
export function listMissing(): never {
  throw Object.assign(new Error('the answer has no list'), { $metadata: { httpStatusCode: 200 } });
}
