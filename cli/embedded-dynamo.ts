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
  /** To be called when no request is under way; without it, the process does not end. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a DynamoDB in this process, reachable from this machine alone, with both tables in it.
 *
 * @param folder where it keeps its data, made when missing; in memory when undefined.
 * @throws UsageError when another process has the folder open, or the folder cannot be used.
 */
export async function openEmbedded(folder: string | undefined): Promise<Embedded> {
  if (folder !== undefined) await assertUsable(folder);
  const path = folder === undefined ? {} : { path: folder };
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...path });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = clientOf(server);
  const close = async () => {
    client.destroy();
    await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
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

/** Asked of LevelDB beforehand: dynalite answers no request and throws where nobody can catch when it cannot open its data. */
async function assertUsable(folder: string): Promise<void> {
  const level = new Level(folder);
  try {
    await level.open();
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    if (cause?.code === 'LEVEL_LOCKED') throw new UsageError(`another notafter is using ${folder}`, { cause: error });
    throw new UsageError(`${folder} cannot be used: ${messageOf(cause ?? error)}`, { cause: error });
  } finally {
    await level.close();
  }
}

function clientOf(server: Server): DynamoDBClient {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the embedded database has no port');
  return new DynamoDBClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

const MOST_POLLS = 200;

async function ensureTable(client: DynamoDBClient, definition: CreateTableCommandInput): Promise<void> {
  const { TableName } = definition;
  try {
    await client.send(new CreateTableCommand(definition));
  } catch (error) {
    if (!isNamed(error, 'ResourceInUseException')) throw error;
  }
  for (let poll = 0; poll < MOST_POLLS; poll++) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await sleep(5);
  }
  throw new UsageError(`the table ${TableName} was left half made by a process that was killed; remove the folder`);
}
