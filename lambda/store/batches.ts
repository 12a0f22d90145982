import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { Item } from './item-fields';

type Put = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

/** Resolves after that many milliseconds; tests pass one that does not. */
export type Wait = (milliseconds: number) => Promise<unknown>;

/** The most that one BatchWriteItem and one BatchGetItem take. */
export const MOST_WRITES = 25;
export const MOST_READS = 100;

/** Rounds in a row in which DynamoDB takes nothing, before it is given up: about 8 s of waiting, at most 16. */
const MOST_FRUITLESS_ROUNDS = 9;

/**
 * Puts at most {@link MOST_WRITES} items with different keys. Twice is safe.
 *
 * @returns how many DynamoDB would not take, after many tries.
 */
export async function writeBatch(
  documents: DynamoDBDocumentClient,
  tableName: string,
  items: readonly Item[],
  wait: Wait,
): Promise<number> {
  const puts: readonly Put[] = items.map((item) => ({ PutRequest: { Item: item } }));
  const left = await untilTaken(puts, wait, async (some) => {
    const answer = await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: [...some] } }));
    return answer.UnprocessedItems?.[tableName] ?? [];
  });
  return left.length;
}

/** Reads the items with these keys, at most {@link MOST_READS} and all different, as they stand now. Absent ones are left out. */
export async function readBatch(
  documents: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Item[],
  wait: Wait,
): Promise<Item[]> {
  const found: Item[] = [];
  const left = await untilTaken(keys, wait, async (some) => {
    const RequestItems = { [tableName]: { Keys: [...some], ConsistentRead: true } };
    const answer = await documents.send(new BatchGetCommand({ RequestItems }));
    found.push(...(answer.Responses?.[tableName] ?? []));
    return answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  });
  if (left.length > 0) throw new Error(`${left.length} of ${keys.length} items of ${tableName} could not be read`);
  return found;
}

/** Offers what is left again, with waits that double and are jittered, until nothing is left or nothing more is taken. */
async function untilTaken<T>(
  all: readonly T[],
  wait: Wait,
  offer: (some: readonly T[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  let left = all;
  for (let fruitless = 0; left.length > 0 && fruitless < MOST_FRUITLESS_ROUNDS; ) {
    const before = left.length;
    left = await offer(left);
    fruitless = left.length < before ? 0 : fruitless + 1;
    if (left.length > 0 && fruitless < MOST_FRUITLESS_ROUNDS) await wait(pause(fruitless));
  }
  return left;
}

/** Anywhere between nothing and 50 ms, 100 ms, 200 ms … 5 s: writers that were turned away together must not come back together. */
function pause(fruitless: number): number {
  return Math.random() * Math.min(5_000, 50 * 2 ** fruitless);
}

export function inChunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
