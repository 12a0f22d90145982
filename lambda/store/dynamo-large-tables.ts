import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Result } from '../core/result';
import { RESULTS_KEYS } from '../environment';
import type { Wait } from './batches';
import { documentClient } from './document-client';
import { eachLatest } from './each-latest';
import { eachPage } from './each-page';
import type { LargeTables } from './large-tables';
import { GLIMPSED, readGlimpse } from './read-glimpse';
import type { ResultAccess } from './result-access';

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
  const found = new Map<string, Result>();
  await eachLatest(access, targets, (results) => {
    for (const result of results) found.set(result.target, result);
  });
  return found;
}
