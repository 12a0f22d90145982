import { setImmediate } from 'node:timers/promises';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { EMBEDDED_TABLES, type Embedded, openEmbedded } from '../../cli/embedded-dynamo';
import { createAws } from '../../lambda/aws/clients';
import type { Instant } from '../../lambda/core/instant';
import { CLOUD } from '../../lambda/core/read-targets';
import type { Row } from '../../lambda/core/row';
import type { Message } from '../../lambda/notify/channel';
import type { World } from '../../lambda/stages/world';
import { openResults } from '../../lambda/store/dynamo-results';
import { openTargets } from '../../lambda/store/dynamo-targets';
import { sweep } from '../../lambda/sweep';

/** A world on an embedded database, with a clock that the test turns and a channel that keeps what it was given. */
export interface TestWorld {
  readonly world: World;
  readonly messages: Message[];
  now: Instant;
  /** Writes rows, replacing those with the same key. */
  readonly put: (...rows: Row[]) => Promise<void>;
  readonly remove: (target: string) => Promise<void>;
  /** Sweeps and answers with what was told: `Contoso: due`. */
  readonly sweep: (changes?: Partial<World>) => Promise<string[]>;
  readonly close: () => Promise<void>;
}

export async function openWorld(now: Instant, awsEndpoint = 'http://127.0.0.1:1'): Promise<TestWorld> {
  const database = await openEmbedded(undefined);
  const messages: Message[] = [];
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const aws = createAws({ endpoint: awsEndpoint, credentials });
  const world: World = {
    targets: openTargets(database.client, EMBEDDED_TABLES.targets),
    results: openResults(database.client, EMBEDDED_TABLES.results),
    channel: async (message) => {
      messages.push(message);
    },
    look: { now: () => test.now, timeout: 1_000, aws },
    place: { targetsTable: EMBEDDED_TABLES.targets },
    location: CLOUD,
    concurrency: 10,
    run: 'the test',
    wait: () => setImmediate(),
  };
  const test: TestWorld = {
    world,
    messages,
    now,
    put: (...rows) => world.targets.put(rows),
    remove: (target) => removeRow(database, target),
    sweep: async (changes) => {
      const before = messages.length;
      const { failures } = await sweep({ ...world, ...changes });
      const told = messages.slice(before).map(({ attributes: { client, event } }) => `${client}: ${event.join(', ')}`);
      return [...told, ...failures].sort();
    },
    close: () => database.close(),
  };
  return test;
}

async function removeRow({ client }: Embedded, target: string): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: EMBEDDED_TABLES.targets, Key: { target: { S: target } } }));
}
