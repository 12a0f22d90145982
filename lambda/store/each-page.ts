import { type DynamoDBDocumentClient, paginateScan, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { inParallel } from '../core/parallel';
import type { Item } from './item-fields';

/** A segment reads a megabyte at a time, one after the other; DynamoDB serves segments beside each other. */
const SEGMENTS = 8;

/**
 * Hands on all items of a table or an index, a page at a time and in no order; a segment reads on when its page is done with.
 *
 * @throws the first failure, when all segments have stopped: nothing is handed on any more.
 */
export async function eachPage(
  documents: DynamoDBDocumentClient,
  scan: ScanCommandInput,
  see: (items: readonly Item[]) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  await inParallel(Array(SEGMENTS).keys(), SEGMENTS, async (segment) => {
    const part = { ...scan, Segment: segment, TotalSegments: SEGMENTS };
    try {
      for await (const page of paginateScan({ client: documents }, part)) {
        if (failures.length === 0) await see(page.Items ?? []);
        if (failures.length > 0) return;
      }
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
}
