import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Result } from '../core/result';
import { oneLine } from '../core/safe-text';
import { RESULTS_KEYS } from '../environment';
import { inChunks, MOST_WRITES, type Wait, writeBatch } from './batches';
import { isNamed } from './document-client';
import type { Item } from './item-fields';
import { readLatestItem } from './read-result-item';
import { LATEST } from './result-item';

/** The opened Results table, as the functions that read and write it share it. */
export interface ResultAccess {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly wait: Wait;
  /** Told in one sentence of each item that cannot be understood and was passed over. */
  readonly onPoison: (sentence: string) => void;
}

/** Names for the versions' attribute in every expression; DynamoDB reserves hundreds of words, so none is used bare. */
export const VERSION = { '#version': 'version' } as const;

/** Nothing is there, or exactly what the writer has seen; an item without a version has been edited by hand. */
export const NOTHING_NEWER = 'attribute_not_exists(#version) OR #version = :seen';

/** Exactly what the writer has seen is there. */
export const STILL_THE_SAME = '#version = :seen';

export function keyOfLatest(target: string): Item {
  return { [RESULTS_KEYS.partition]: target, [RESULTS_KEYS.sort]: LATEST };
}

/** The latest item as it stands now, not yet understood; undefined where there is none. */
export async function getLatestItem({ documents, tableName }: ResultAccess, target: string): Promise<Item | undefined> {
  const command = new GetCommand({ TableName: tableName, Key: keyOfLatest(target), ConsistentRead: true });
  return (await documents.send(command)).Item;
}

/** One item that cannot be understood must not stop the others: it counts as absent, and that is said. */
export function understood(item: Item, { onPoison }: ResultAccess): Result | undefined {
  const result = readLatestItem(item);
  if (!('problem' in result)) return result;
  const target = oneLine(String(item[RESULTS_KEYS.partition]), 200);
  onPoison(`The result of ${target} cannot be understood (${result.problem}); the next look writes it anew.`);
  return undefined;
}

/** Adds lines to the history, all with different keys. @throws where one was not written. */
export async function putLines({ documents, tableName, wait }: ResultAccess, lines: readonly Item[]): Promise<void> {
  for (const some of inChunks(lines, MOST_WRITES)) {
    const left = await writeBatch(documents, tableName, some, wait);
    if (left > 0) throw new Error(`${left} lines of history were not written: DynamoDB kept turning them away`);
  }
}

/** Makes a conditional write; false where its condition did not hold, and nothing was written. */
export async function holds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}
