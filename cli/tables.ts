import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { REQUEST_TIMEOUTS } from '../lambda/aws/clients';
import type { Channel } from '../lambda/notify/channel';
import { consoleChannel } from '../lambda/notify/console';
import type { Place } from '../lambda/notify/place';
import { snsChannel } from '../lambda/notify/sns';
import { openResults } from '../lambda/store/dynamo-results';
import { openTargets } from '../lambda/store/dynamo-targets';
import type { ResultsTable } from '../lambda/store/results-table';
import type { TargetsTable } from '../lambda/store/targets-table';
import { EMBEDDED_TABLES, openEmbedded } from './embedded-dynamo';
import { outputsOf } from './stack';

/** The tables that a command works on, and the way its notices leave. */
export interface Tables {
  readonly targets: TargetsTable;
  readonly results: ResultsTable;
  readonly channel: Channel;
  readonly place: Place;
  readonly close: () => Promise<void>;
}

const FOLDER = '.notafter';

/** The deployed stack's tables with the user's AWS credentials, or those embedded in `.notafter/` of this folder. */
export async function openTables(stack: string | undefined): Promise<Tables> {
  return stack === undefined ? openOnDesk() : openDeployed(stack);
}

async function openOnDesk(): Promise<Tables> {
  const { client, close } = await openEmbedded(FOLDER);
  return {
    targets: openTargets(client, EMBEDDED_TABLES.targets),
    results: openResults(client, EMBEDDED_TABLES.results),
    channel: printed,
    place: { targetsTable: EMBEDDED_TABLES.targets },
    close,
  };
}

/** Notices go to the topic's subscribers, as from the cloud, and are shown here too. */
async function openDeployed(stack: string): Promise<Tables> {
  const outputs = await outputsOf(stack);
  const client = new DynamoDBClient({ maxAttempts: 8, requestHandler: REQUEST_TIMEOUTS });
  const published = snsChannel(new SNSClient({ maxAttempts: 5, requestHandler: REQUEST_TIMEOUTS }), outputs.topics);
  return {
    targets: openTargets(client, outputs.targets),
    results: openResults(client, outputs.results),
    channel: async (message) => {
      await published(message);
      await printed(message);
    },
    place: { targetsTable: outputs.targets, region: await client.config.region() },
    close: async () => client.destroy(),
  };
}

export const printed = consoleChannel((text) => process.stdout.write(text));
