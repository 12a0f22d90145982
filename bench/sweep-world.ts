import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { createAws } from '../lambda/aws/clients';
import type { Instant } from '../lambda/core/instant';
import { CLOUD } from '../lambda/core/read-targets';
import { snsChannel } from '../lambda/notify/sns';
import { snsSubscribers } from '../lambda/notify/sns-subscribers';
import type { World } from '../lambda/stages/world';
import { openResults } from '../lambda/store/dynamo-results';
import { openTargets } from '../lambda/store/dynamo-targets';
import { createBudget } from '../lambda/tls/budget';
import { type AwsPlaces, EMULATED, TABLES } from './emulated-aws';
import { meterDynamo, meterSns, type Traffic } from './meter';

/** As the deployed function has them: lambda/handlers/world.ts. */
const LOOK_TIMEOUT = 10_000;
const CONCURRENCY = 900;

export interface SweepWorld {
  readonly world: World;
  /** What was asked of AWS so far. */
  readonly traffic: Traffic;
  readonly database: DynamoDBClient;
}

/**
 * The world as the stack lays it out, on emulators and without what is outside of both: no names are looked up and no CAs asked.
 *
 * @param ca PEM of the root that `trust: private` means.
 */
export function openSweepWorld({ dynamo, sns, topicArn }: AwsPlaces, ca: string, now: () => Instant): SweepWorld {
  const traffic: Traffic = {};
  const database = new DynamoDBClient({ ...EMULATED, endpoint: dynamo });
  const topics = new SNSClient({ ...EMULATED, endpoint: sns });
  meterDynamo(database, traffic);
  meterSns(topics, traffic);
  const both = { notices: topicArn, operations: topicArn };
  const world: World = {
    targets: openTargets(database, TABLES.targets),
    results: openResults(database, TABLES.results),
    channel: snsChannel(topics, both),
    subscribers: snsSubscribers(topics, both),
    look: { now, timeout: LOOK_TIMEOUT, privateCa: ca, budget: createBudget(), aws: createAws({ endpoint: dynamo }) },
    place: { targetsTable: TABLES.targets },
    location: CLOUD,
    concurrency: CONCURRENCY,
  };
  return { world, traffic, database };
}
