import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
import { RESULTS_KEYS } from '../lambda/environment';
import { type Item, keyedUnits, pageUnits, type Units, writeUnits } from './capacity';

/** By operation and what it was asked of, as `Scan results`: how many requests there were, and what they took. */
export type Traffic = Record<string, Metered>;

export interface Metered extends Units {
  readonly requests: number;
}

/**
 * Counts what a client of DynamoDB asks for. Units are those of AWS's rules, since an emulator leaves out the indexes; an item that moves
 * in an index, and a condition that does not hold, take one write more than is counted.
 */
export function meterDynamo(client: DynamoDBClient, traffic: Traffic): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = nameOf(context.commandName);
      const came = await next({ ...args, input: { ...args.input, ...besides(operation, { ...args.input }) } });
      const input: Item = { ...args.input };
      count(traffic, `${operation} ${tableOf(input)}`, unitsOf(operation, input, { ...came.output }));
      return came;
    },
    { step: 'initialize', priority: 'high' },
  );
}

/** Counts the requests to SNS. */
export function meterSns(client: SNSClient, traffic: Traffic): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      count(traffic, `${nameOf(context.commandName)} SNS`, { read: 0, write: 0 });
      return next(args);
    },
    { step: 'initialize', priority: 'high' },
  );
}

/** Counts the requests to S3. */
export function meterS3(client: S3Client, traffic: Traffic): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      count(traffic, `${nameOf(context.commandName)} S3`, { read: 0, write: 0 });
      return next(args);
    },
    { step: 'initialize', priority: 'high' },
  );
}

/** What all of it comes to. */
export function total(traffic: Traffic): Metered {
  return Object.values(traffic).reduce(
    (sum, { requests, read, write }) => ({
      requests: sum.requests + requests,
      read: sum.read + read,
      write: sum.write + write,
    }),
    { requests: 0, read: 0, write: 0 },
  );
}

/** Adds up what several processes asked for. */
export function together(traffics: readonly Traffic[]): Traffic {
  const sum: Traffic = {};
  for (const [name, one] of traffics.flatMap((traffic) => Object.entries(traffic)))
    sum[name] = total({ before: sum[name] ?? { requests: 0, read: 0, write: 0 }, one });
  return sum;
}

/** By 1,000 targets: `Scan targets 1.2 (3.4 units), …`. */
export function byOperation(traffic: Traffic, targets: number): string {
  const each = (count: number) => ((count / targets) * 1_000).toFixed(1);
  const parts = Object.entries(traffic).map(
    ([name, { requests, read, write }]) => `${name} ${each(requests)} (${each(read + write)} units)`,
  );
  return parts.join(', ');
}

/** What the database alone knows: what an update makes of an item, what a deletion took, and what was read where parts of it came. */
function besides(operation: string, { ProjectionExpression }: Item): object {
  if (operation === 'UpdateItem') return { ReturnValues: 'ALL_NEW' };
  if (operation === 'DeleteItem') return { ReturnValues: 'ALL_OLD' };
  return operation === 'Scan' && ProjectionExpression ? { ReturnConsumedCapacity: 'TOTAL' } : {};
}

function nameOf(command: unknown): string {
  return String(command).replace(/Command$/, '');
}

function count(traffic: Traffic, name: string, { read, write }: Units): void {
  const before = traffic[name] ?? { requests: 0, read: 0, write: 0 };
  traffic[name] = { requests: before.requests + 1, read: before.read + read, write: before.write + write };
}

function unitsOf(operation: string, input: Item, output: Item): Units {
  switch (operation) {
    case 'Scan':
    case 'Query':
      return { read: consumedIn(output) ?? pageUnits(itemsOf(output.Items)), write: 0 };
    case 'GetItem':
      return { read: keyedUnits([isItem(output.Item) ? output.Item : {}]), write: 0 };
    case 'BatchGetItem':
      return { read: keyedUnits(valuesOf(output.Responses).flatMap(itemsOf)), write: 0 };
    case 'PutItem':
      return { read: 0, write: written(itemsOf([input.Item])) };
    case 'BatchWriteItem':
      return { read: 0, write: written(valuesOf(input.RequestItems).flatMap(itemsOf).flatMap(putIn)) };
    case 'UpdateItem':
      return { read: 0, write: written(itemsOf([output.Attributes])) + leftOutbox(output.Attributes) };
    case 'DeleteItem':
      return { read: 0, write: written(itemsOf([output.Attributes])) };
    default:
      throw new Error(`the meter does not know what ${operation} takes`);
  }
}

function consumedIn({ ConsumedCapacity }: Item): number | undefined {
  const units = isItem(ConsumedCapacity) ? ConsumedCapacity.CapacityUnits : undefined;
  return typeof units === 'number' ? Math.max(0.5, units) : undefined;
}

/** What is updated has had notices, and where none are left, the index that has them forgets it. */
function leftOutbox(item: unknown): number {
  return isItem(item) && !(RESULTS_KEYS.outbox.partition in item) ? 1 : 0;
}

function putIn(request: Item): Item[] {
  return isItem(request.PutRequest) ? itemsOf([request.PutRequest.Item]) : [];
}

function written(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + writeUnits(item), 0);
}

function tableOf({ TableName, IndexName, RequestItems }: Item): string {
  const table = String(TableName ?? Object.keys(isItem(RequestItems) ? RequestItems : {}).join(' '));
  return IndexName === undefined ? table : `${table} ${String(IndexName)}`;
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null;
}

function itemsOf(value: unknown): Item[] {
  return Array.isArray(value) ? value.filter(isItem) : [];
}

function valuesOf(value: unknown): unknown[] {
  return isItem(value) ? Object.values(value) : [];
}
