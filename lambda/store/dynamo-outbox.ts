import { isDeepStrictEqual } from 'node:util';
import { paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { NoticeName, PendingNotice } from '../core/notice';
import type { Result } from '../core/result';
import { RESULTS_KEYS } from '../environment';
import { eachLatest } from './each-latest';
import {
  getLatestItem,
  holds,
  keyOfLatest,
  type ResultAccess,
  STILL_THE_SAME,
  understood,
  VERSION,
} from './result-access';
import type { Begun } from './results-table';

/**
 * The results with pending notices. The index lags behind the table: it may still show what has been struck and not yet
 * show what was just recorded. So it only says where to look, and the table says what is there.
 */
export async function readOutbox(
  access: ResultAccess,
  known: Iterable<string>,
  see: (results: readonly Result[]) => void,
): Promise<void> {
  await eachPending(access, [...known, ...(await targetsInOutbox(access))], see);
}

export async function readPending(
  access: ResultAccess,
  targets: Iterable<string>,
): Promise<Map<string, readonly PendingNotice[]>> {
  const found = new Map<string, readonly PendingNotice[]>();
  await eachPending(access, targets, (results) => {
    for (const { target, pending } of results) found.set(target, pending);
  });
  return found;
}

function eachPending(
  access: ResultAccess,
  targets: Iterable<string>,
  see: (results: readonly Result[]) => void,
): Promise<void> {
  return eachLatest(access, targets, (results) => see(results.filter(({ pending }) => pending.length > 0)));
}

async function targetsInOutbox({ documents, tableName }: ResultAccess): Promise<string[]> {
  const targets: string[] = [];
  const scan = { TableName: tableName, IndexName: RESULTS_KEYS.outbox.index };
  for await (const page of paginateScan({ client: documents }, scan)) {
    targets.push(...(page.Items ?? []).map((item) => String(item[RESULTS_KEYS.partition])));
  }
  return targets;
}

/** Another sweep may write the same result meanwhile; then it is read anew, this many times. */
const MOST_ATTEMPTS = 5;

/** Takes exactly the notices that are done out of what is pending, and marks those that are begun. */
export async function strikeSent(
  access: ResultAccess,
  target: string,
  done: readonly NoticeName[],
  begun?: Begun,
): Promise<void> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const item = await getLatestItem(access, target);
    const result = item && understood(item, access);
    if (result === undefined) return;
    const left = afterSending(result.pending, done, begun);
    if (isDeepStrictEqual(left, result.pending) || (await updatePending(access, result, left))) return;
  }
  throw new Error(`what was sent about ${target} could not be struck, since other sweeps kept writing it meanwhile`);
}

function afterSending(pending: readonly PendingNotice[], done: readonly NoticeName[], begun?: Begun): PendingNotice[] {
  const isAmong = (notice: NoticeName, notices: readonly NoticeName[] = []) =>
    notices.some((other) => isSame(notice, other));
  return pending
    .filter((notice) => !isAmong(notice, done))
    .map((notice) =>
      begun !== undefined && isAmong(notice, begun.notices)
        ? { ...notice, sent: [...new Set([...(notice.sent ?? []), begun.by])] }
        : notice,
    );
}

function isSame(a: NoticeName, b: NoticeName): boolean {
  return a.event === b.event && a.at === b.at;
}

/** @returns false where the result has been written since it was read. */
async function updatePending(
  { documents, tableName }: ResultAccess,
  { target, version }: Result,
  left: readonly PendingNotice[],
): Promise<boolean> {
  const emptied = left.length === 0;
  const command = new UpdateCommand({
    TableName: tableName,
    Key: keyOfLatest(target),
    UpdateExpression: `SET #pending = :left, #version = :next${emptied ? ' REMOVE #outbox' : ''}`,
    ConditionExpression: STILL_THE_SAME,
    ExpressionAttributeNames: {
      ...VERSION,
      '#pending': 'pending',
      ...(emptied && { '#outbox': RESULTS_KEYS.outbox.partition }),
    },
    ExpressionAttributeValues: { ':left': left, ':seen': version, ':next': version + 1 },
  });
  return holds(() => documents.send(command));
}
