import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { HistoryEntry, Result } from '../core/result';
import { RESULTS_KEYS } from '../environment';
import type { Wait } from './batches';
import { countOf } from './count';
import { documentClient } from './document-client';
import { putMark, readMark } from './dynamo-digests';
import { deleteLease, moveLease, putLease } from './dynamo-leases';
import { readOutbox, readPending, strikeSent } from './dynamo-outbox';
import { keepSaid, readSaid } from './dynamo-said';
import { eachPage } from './each-page';
import type { Item } from './item-fields';
import { readLatestItem } from './read-result-item';
import {
  getLatestItem,
  holds,
  keyOfLatest,
  NOTHING_NEWER,
  putLines,
  type ResultAccess,
  STILL_THE_SAME,
  understood,
  VERSION,
} from './result-access';
import { historyItem, latestItem } from './result-item';
import type { ResultsTable } from './results-table';

export interface ResultsOptions {
  /** Days until a line of the history goes away by itself; default 400, a year and a month. */
  readonly historyDays?: number;
  /** Told of each item that cannot be understood, in one sentence; default: standard error. */
  readonly onPoison?: (sentence: string) => void;
  /** How to pause before what DynamoDB turned away is offered again; default: by really waiting. */
  readonly wait?: Wait;
}

/** The Results table in DynamoDB. An item in it that cannot be understood counts as absent, and is written anew. */
export function openResults(
  client: DynamoDBClient,
  tableName: string,
  { historyDays = 400, onPoison = console.error, wait = sleep }: ResultsOptions = {},
): ResultsTable {
  const access: ResultAccess = { documents: documentClient(client), tableName, wait, onPoison };
  return {
    // It holds the latest alone, and all of them.
    count: () => countOf(access.documents, tableName, RESULTS_KEYS.byExpiry.index),
    latest: (most) => readAllLatest(access, most),
    eachResult: (see) => readEachLatest(access, see),
    async read(target) {
      const item = await getLatestItem(access, target);
      return item && understood(item, access);
    },
    async record(result, history) {
      await putHistory(access, history, historyDays);
      return (await putLatest(access, result)) ? 'recorded' : 'outdated';
    },
    outbox: (known, see) => readOutbox(access, known, see),
    pending: (targets) => readPending(access, targets),
    keep: (said) => keepSaid(access, said, historyDays),
    said: (target, most) => readSaid(access, target, most),
    lastDigest: (whose) => readMark(access, whose),
    markDigest: (whose, mark) => putMark(access, whose, mark, historyDays),
    strike: (target, done, begun) => strikeSent(access, target, done, begun),
    takeLease: (lease, dead) => putLease(access, lease, dead),
    renewLease: (lease) => moveLease(access, lease),
    releaseLease: (lease) => deleteLease(access, lease),
    async retire(result, entry) {
      const line = historyItem(entry, historyDays);
      await putLines(access, [line]);
      if (!(await deleteLatest(access, result))) await takeBack(access, line);
    },
  };
}

/** The byExpiry index holds the latest items alone, and all of them; a Scan of the table would pay for the history too. */
function allLatest({ tableName }: ResultAccess) {
  return { TableName: tableName, IndexName: RESULTS_KEYS.byExpiry.index };
}

async function readAllLatest(access: ResultAccess, most = Number.POSITIVE_INFINITY): Promise<Map<string, Result>> {
  const results = new Map<string, Result>();
  for await (const page of paginateScan({ client: access.documents }, allLatest(access))) {
    for (const item of page.Items ?? []) {
      const result = understood(item, access);
      if (result) results.set(result.target, result);
    }
    if (results.size >= most) break;
  }
  return results;
}

function readEachLatest(access: ResultAccess, see: (result: Result) => void): Promise<void> {
  return eachPage(access.documents, allLatest(access), async (items) => {
    for (const item of items) {
      const result = understood(item, access);
      if (result) see(result);
    }
  });
}

async function putHistory(access: ResultAccess, history: readonly HistoryEntry[], days: number): Promise<void> {
  await putLines(
    access,
    history.map((entry) => historyItem(entry, days)),
  );
}

async function putLatest(access: ResultAccess, result: Result): Promise<boolean> {
  if (await putLatestIf(access, result, NOTHING_NEWER, result.version - 1)) return true;
  // What is there is newer; or it cannot be understood, would refuse every look for ever, and is written over.
  const item = await getLatestItem(access, result.target);
  if (item?.version === undefined || !('problem' in readLatestItem(item))) return false;
  return putLatestIf(access, result, STILL_THE_SAME, item.version);
}

function putLatestIf(
  { documents, tableName }: ResultAccess,
  result: Result,
  condition: string,
  seen: unknown,
): Promise<boolean> {
  const command = new PutCommand({
    TableName: tableName,
    Item: latestItem(result),
    ConditionExpression: condition,
    ExpressionAttributeNames: VERSION,
    ExpressionAttributeValues: { ':seen': seen },
  });
  return holds(() => documents.send(command));
}

/** What was written since, or is gone already, is left as it is: false. */
function deleteLatest({ documents, tableName }: ResultAccess, { target, version }: Result): Promise<boolean> {
  const command = new DeleteCommand({
    TableName: tableName,
    Key: keyOfLatest(target),
    ConditionExpression: STILL_THE_SAME,
    ExpressionAttributeNames: VERSION,
    ExpressionAttributeValues: { ':seen': version },
  });
  return holds(() => documents.send(command));
}

/** The line that says it is gone, where it is there. Where it is not, it may be this very call that deleted it, its answer lost. */
async function takeBack(access: ResultAccess, line: Item): Promise<void> {
  const { partition, sort } = RESULTS_KEYS;
  if ((await getLatestItem(access, String(line[partition]))) === undefined) return;
  const Key = { [partition]: line[partition], [sort]: line[sort] };
  await access.documents.send(new DeleteCommand({ TableName: access.tableName, Key }));
}
