import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inParallel } from '../core/parallel';
import type { Result } from '../core/result';
import { RESULTS_KEYS } from '../environment';
import { inChunks, MOST_READS, readBatch, type Wait } from './batches';
import { documentClient } from './document-client';
import { eachPage } from './each-page';
import type { LargeTables } from './large-tables';
import { GLIMPSED, readGlimpse } from './read-glimpse';
import { keyOfLatest, type ResultAccess, understood } from './result-access';

/** Batches of a hundred items under way. */
const BATCHES_AT_ONCE = 8;

/**
 * The two tables in DynamoDB.
 *
 * @param options.onPoison told of each item that cannot be understood, in one sentence; default: standard error.
 * @param options.wait how to pause before what DynamoDB turned away is asked for again; default: by really waiting.
 */
export function openLargeTables(
  client: DynamoDBClient,
  names: { readonly targets: string; readonly results: string },
  { onPoison = console.error, wait = sleep }: { onPoison?: (sentence: string) => void; wait?: Wait } = {},
): LargeTables {
  const access: ResultAccess = { documents: documentClient(client), tableName: names.results, wait, onPoison };
  return {
    eachRow: (see) => eachPage(access.documents, { TableName: names.targets }, see),
    eachGlimpse: (see) =>
      eachPage(
        access.documents,
        { TableName: names.results, IndexName: RESULTS_KEYS.byExpiry.index, ...GLIMPSED },
        async (items) => {
          for (const item of items) {
            const glimpse = readGlimpse(item);
            // Whoever reads the whole of it says what is wrong.
            if (glimpse) see(glimpse);
          }
        },
      ),
    resultsOf: (targets) => readResults(access, targets),
  };
}

/** As it stands now; what cannot be understood is left out, and said. */
async function readResults(access: ResultAccess, targets: Iterable<string>): Promise<Map<string, Result>> {
  const { documents, tableName, wait } = access;
  const results = new Map<string, Result>();
  const failures: unknown[] = [];
  await inParallel(inChunks([...new Set(targets)], MOST_READS), BATCHES_AT_ONCE, async (some) => {
    try {
      for (const item of await readBatch(documents, tableName, some.map(keyOfLatest), wait)) {
        const result = understood(item, access);
        if (result) results.set(result.target, result);
      }
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
  return results;
}
