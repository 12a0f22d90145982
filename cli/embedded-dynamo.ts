import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { Level } from 'level';
import { isNamed } from '../lambda/store/document-client';
import { resultsTable, targetsTable } from '../lambda/store/table-definitions';
import { messageOf, UsageError } from './errors';

/** The tables' names in the embedded database. */
export const EMBEDDED_TABLES = { targets: 'targets', results: 'results' } as const;

export interface Embedded {
  readonly client: DynamoDBClient;
  /** To be called when no request is under way; without it, the process does not end. Twice is safe. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a DynamoDB in this process, with both tables in it, that answers the returned client alone.
 *
 * @param folder where it keeps its data, made when missing; in memory when undefined.
 * @throws UsageError when another process has the folder open, or the folder cannot be used.
 */
export async function openEmbedded(folder: string | undefined): Promise<Embedded> {
  if (folder !== undefined) await assertUsable(folder);
  const path = folder === undefined ? {} : { path: folder };
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...path });
  const key = randomUUID();
  answerOnly(key, server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = clientOf(server, key);
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= shutDown(server, client);
    return closed;
  };
  try {
    await ensureTable(client, targetsTable(EMBEDDED_TABLES.targets));
    await ensureTable(client, resultsTable(EMBEDDED_TABLES.results));
  } catch (error) {
    await close();
    throw error;
  }
  return { client, close };
}

async function shutDown(server: Server, client: DynamoDBClient): Promise<void> {
  client.destroy();
  await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}

/** Asked of LevelDB beforehand: dynalite answers no request and throws where nobody can catch when it cannot open its data. */
async function assertUsable(folder: string): Promise<void> {
  const level = new Level(folder);
  try {
    await level.open();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (isLocked(cause)) throw new UsageError(`another notafter is using ${folder}`, { cause: error });
    throw new UsageError(`${folder} cannot be used: ${messageOf(cause ?? error)}`, { cause: error });
  } finally {
    await level.close();
  }
}

function isLocked(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'LEVEL_LOCKED';
}

/** Only what knows the key of this process: dynalite itself checks no signature, and would answer any page in a browser here. */
function answerOnly(key: string, server: Server): void {
  const answers = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!request.headers.authorization?.includes(`Credential=${key}/`)) {
      response.writeHead(403).end();
      return;
    }
    for (const answer of answers) answer.call(server, request, response);
  });
}

function clientOf(server: Server, key: string): DynamoDBClient {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the embedded database has no port');
  return new DynamoDBClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'local',
    credentials: { accessKeyId: key, secretAccessKey: 'not checked' },
  });
}

const MOST_POLLS = 200;

async function ensureTable(client: DynamoDBClient, definition: CreateTableCommandInput): Promise<void> {
  const { TableName } = definition;
  // A table that was there is ACTIVE at once, or never.
  const polls = (await makeTable(client, definition)) ? MOST_POLLS : 1;
  for (let poll = 0; poll < polls; poll++) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await sleep(5);
  }
  throw new UsageError(`the table “${TableName}” was left half made by a process that was killed; remove the folder`);
}

/** Answers whether the table had to be made; false where it was there already. */
async function makeTable(client: DynamoDBClient, definition: CreateTableCommandInput): Promise<boolean> {
  try {
    await client.send(new CreateTableCommand(definition));
    return true;
  } catch (error) {
    if (isNamed(error, 'ResourceInUseException')) return false;
    throw error;
  }
}
