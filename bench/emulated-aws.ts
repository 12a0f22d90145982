import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Row } from '../lambda/core/row';
import { openTargets } from '../lambda/store/dynamo-targets';
import { resultsTable, targetsTable } from '../lambda/store/table-definitions';
import { startSns } from '../test/servers/sns-emulator';
import { answerOf, endWorker, startWorker } from './processes';
import type { Stubbed } from './stub-items';

/** Where a process finds the emulated AWS. */
export interface AwsPlaces {
  readonly dynamo: string;
  readonly sns: string;
  readonly topicArn: string;
}

export interface EmulatedAws extends AwsPlaces {
  /** Messages that have arrived at the topic's subscriber since the last call. */
  readonly arrived: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export const TABLES = { targets: 'targets', results: 'results' } as const;

/** What the emulators take, who check none of it; and as many attempts as the deployed functions make. */
export const EMULATED = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 8,
} as const;

/** Everybody hears of everything but the daily canary. */
const PEOPLE = { audience: ['owner', 'escalation', 'operations'] };

/** DynamoDB with both tables and these rows in it, and SNS; each in a process of its own, spoken to over real sockets. */
export function startAws(rows: readonly Row[]): Promise<EmulatedAws> {
  return startWith([join(__dirname, 'database.ts')], (client) => openTargets(client, TABLES.targets).put(rows));
}

/** The same with an estate of this size in the course of its days, most of which is made as it is read: see large-database.ts. */
export function startLargeAws(size: number, stubbed: Stubbed = {}): Promise<EmulatedAws> {
  const script = join(__dirname, 'large-database.ts');
  return startWith([script, `${size}`, JSON.stringify(stubbed)], async () => undefined);
}

async function startWith(
  script: readonly string[],
  fill: (client: DynamoDBClient) => Promise<void>,
): Promise<EmulatedAws> {
  const database = startWorker('server', ['--import', 'tsx', ...script]);
  const dynamo = `http://127.0.0.1:${await answerOf<number>(database)}`;
  const client = new DynamoDBClient({ ...EMULATED, endpoint: dynamo });
  await client.send(new CreateTableCommand(targetsTable(TABLES.targets)));
  await client.send(new CreateTableCommand(resultsTable(TABLES.results)));
  await fill(client);
  client.destroy();
  const { endpoint: sns, topicArn, received, close } = await startSns(PEOPLE);
  return {
    dynamo,
    sns,
    topicArn,
    arrived: async () => (await received()).length,
    close: async () => {
      await Promise.all([close(), endWorker(database)]);
    },
  };
}
