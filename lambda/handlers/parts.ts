import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { REQUEST_TIMEOUTS } from '../aws/clients';
import { ENVIRONMENT } from '../environment';
import type { Parts } from '../stages/distributed/parts';
import type { Prober } from '../stages/world';
import { openLargeTables } from '../store/dynamo-large-tables';
import { openSweepFiles } from '../store/s3-sweep-files';
import { FOR_LOOKING } from './shares';
import { required } from './world';

/** What the parts of a distributed sweep touch, as the stack lays it out. @throws when a variable is missing. */
export function deployedParts<W extends Prober>(
  environment: NodeJS.ProcessEnv,
  dynamo: DynamoDBClient,
  world: W,
  warn: (sentence: string) => void,
): Parts<W> {
  const names = {
    targets: environment[ENVIRONMENT.targetsTable] ?? '',
    results: required(environment, ENVIRONMENT.resultsTable),
  };
  const s3 = new S3Client({ maxAttempts: 8, requestHandler: REQUEST_TIMEOUTS });
  return {
    world,
    tables: openLargeTables(dynamo, names, { onPoison: warn }),
    files: openSweepFiles(s3, required(environment, ENVIRONMENT.sweepFiles)),
  };
}

export function timed<W extends Prober>(parts: Parts<W>, remaining: number): Parts<W> {
  const { world } = parts;
  return { ...parts, world: { ...world, lookUntil: world.look.now() + remaining * FOR_LOOKING } };
}
