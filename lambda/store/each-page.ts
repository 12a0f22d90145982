import { type DynamoDBDocumentClient, paginateScan, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Item } from './item-fields';

/** A segment reads a megabyte at a time, one after the other; DynamoDB serves segments beside each other. */
const SEGMENTS = 8;

/** Hands on all items of a table or an index, a page at a time and in no order; a segment reads on when its page is done with. */
export async function eachPage(
  documents: DynamoDBDocumentClient,
  scan: ScanCommandInput,
  see: (items: readonly Item[]) => Promise<void>,
): Promise<void> {
  const segments = Array.from({ length: SEGMENTS }, (_, segment) => segment);
  await Promise.all(
    segments.map(async (segment) => {
      const part = { ...scan, Segment: segment, TotalSegments: SEGMENTS };
      for await (const page of paginateScan({ client: documents }, part)) await see(page.Items ?? []);
    }),
  );
}
