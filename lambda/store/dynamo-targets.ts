import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Row } from '../core/row';
import { oneLine } from '../core/safe-text';
import { TARGETS_KEYS } from '../environment';
import { inChunks, MOST_READS, MOST_WRITES, readBatch, type Wait, writeBatch } from './batches';
import { countOf } from './count';
import { documentClient, isNamed } from './document-client';
import { eachPage } from './each-page';
import type { TargetsTable } from './targets-table';

/**
 * The Targets table in DynamoDB.
 *
 * @param options.wait how to pause before what DynamoDB turned away is offered again; by default, by really waiting.
 */
export function openTargets(
  client: DynamoDBClient,
  tableName: string,
  { wait = sleep }: { readonly wait?: Wait } = {},
): TargetsTable {
  const documents = documentClient(client);
  return {
    count: () => countOf(documents, tableName),
    async rows(most = Number.POSITIVE_INFINITY) {
      const rows: Row[] = [];
      for await (const page of paginateScan({ client: documents }, { TableName: tableName })) {
        rows.push(...(page.Items ?? []));
        if (rows.length >= most) break;
      }
      return rows;
    },
    eachRow: (see) => eachPage(documents, { TableName: tableName }, see),
    async read(keys) {
      const rows: Row[] = [];
      for (const some of inChunks(keys, MOST_READS)) {
        const named = some.map((key) => ({ [TARGETS_KEYS.partition]: key }));
        rows.push(...(await readBatch(documents, tableName, named, wait)));
      }
      return rows;
    },
    put: (rows) => put(documents, tableName, rows, wait),
  };
}

/** A row that DynamoDB refuses keeps no other from being written; all that were not are named in the error. */
async function put(
  documents: DynamoDBDocumentClient,
  tableName: string,
  rows: readonly Row[],
  wait: Wait,
): Promise<void> {
  const { keyed, refused } = byKey(rows);
  const all = keyed.length + refused.length;
  let waiting = keyed.length;
  const write = async (batch: readonly Row[]) => {
    const left = await writeBatch(documents, tableName, batch, wait);
    waiting -= batch.length - left;
    if (left > 0) throw new Error('DynamoDB kept turning them away, which it does when it is given too much at once');
  };
  try {
    for (const batch of inChunks(keyed, MOST_WRITES)) {
      for (const refusal of await withoutTheRefused(batch, write)) {
        refused.push(refusal);
        waiting--;
      }
    }
  } catch (cause) {
    throw new Error(`${refused.length + waiting} of ${all} rows were not written: ${why(cause)}`, { cause });
  }
  if (refused.length > 0) throw refusedError(refused, all);
}

interface Refusal {
  readonly name: string;
  readonly why: string;
}

/** Of rows with one key the last one is kept; BatchWriteItem takes no key twice. */
function byKey(rows: readonly Row[]): { keyed: Row[]; refused: Refusal[] } {
  const keyed = new Map<string, Row>();
  const refused: Refusal[] = [];
  for (const [index, row] of rows.entries()) {
    const key = row[TARGETS_KEYS.partition];
    if (typeof key === 'string' && key !== '') keyed.set(key, row);
    else refused.push({ name: `row ${index + 1}`, why: `it has no “${TARGETS_KEYS.partition}”` });
  }
  return { keyed: [...keyed.values()], refused };
}

/** One row that is too large or has too long a key makes DynamoDB refuse its whole batch; then each is written alone. */
async function withoutTheRefused(
  batch: readonly Row[],
  write: (some: readonly Row[]) => Promise<void>,
): Promise<Refusal[]> {
  try {
    await write(batch);
    return [];
  } catch (error) {
    if (!isNamed(error, 'ValidationException')) throw error;
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) {
      return [{ name: oneLine(String(only[TARGETS_KEYS.partition]), 80), why: why(error) }];
    }
  }
  const refused: Refusal[] = [];
  for (const row of batch) refused.push(...(await withoutTheRefused([row], write)));
  return refused;
}

function refusedError(refused: readonly Refusal[], all: number): Error {
  const named = refused.slice(0, 5).map((refusal) => `${refusal.name} (${refusal.why})`);
  const more = refused.length > named.length ? `; and ${refused.length - named.length} more` : '';
  return new Error(`${refused.length} of ${all} rows were not written: ${named.join('; ')}${more}`);
}

function why(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error), 300);
}
