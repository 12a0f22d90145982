import type { Context } from 'aws-lambda';
import { EMBEDDED_TABLES, type Embedded } from '../../cli/embedded-dynamo';
import { handlerOf as checkHandlerOf } from '../../lambda/handlers/check';
import { handlerOf as gatherHandlerOf } from '../../lambda/handlers/gather';
import type { Parts } from '../../lambda/stages/distributed/parts';
import type { World } from '../../lambda/stages/world';
import { openLargeTables } from '../../lambda/store/dynamo-large-tables';
import { openSweepFiles } from '../../lambda/store/s3-sweep-files';
import type { SweepFiles } from '../../lambda/store/sweep-files';
import type { Referred } from '../servers/definition';
import type { S3Emulator } from '../servers/s3-emulator';
import { intercept } from '../store/intercept';
import type { Handler, Machine } from './night';
import { s3For } from './service';

export const FUNCTIONS = {
  gather: 'arn:aws:lambda:eu-west-1:123456789012:function:gather',
  check: 'arn:aws:lambda:eu-west-1:123456789012:function:check',
} as const;

/** @returns the definition that the stack synthesises, as it refers to these. */
export type Define = (referred: Referred) => Machine['definition'];

/** Sets up the state machine over the very handlers that are deployed. */
export function machineOver(define: Define, { client }: Embedded, s3: S3Emulator, world: World): Machine {
  intercept(s3.s3, s3For);
  const tables = openLargeTables(client, EMBEDDED_TABLES, { wait: async () => {} });
  const parts: Parts<World> = { world, tables, files: inSmallBatches(openSweepFiles(s3.s3, s3.bucket)) };
  return {
    definition: define({ bucket: s3.bucket, ...FUNCTIONS }),
    s3,
    gather: containersOf('gather', () => gatherHandlerOf(() => parts)),
    check: containersOf('check', () => checkHandlerOf(() => parts)),
    running: [],
    undelivered: [],
  };
}

const ROWS_A_BATCH = 3;

/** A dozen targets would be one batch, and nothing would go on beside another. */
function inSmallBatches(files: SweepFiles): SweepFiles {
  return {
    ...files,
    writeBatches: (sweep, produce) =>
      files.writeBatches(sweep, (write) =>
        produce((batches) =>
          write(
            batches.flatMap(({ batch, rows }) =>
              Array.from({ length: Math.ceil(rows.length / ROWS_A_BATCH) }, (_, i) => ({
                batch: `${batch}-${i}`,
                rows: rows.slice(i * ROWS_A_BATCH, (i + 1) * ROWS_A_BATCH),
              })),
            ),
          ),
        ),
      ),
  };
}

/** Each container does one call at a time, and stays warm until it dies in one. */
function containersOf(
  functionName: string,
  open: () => (event: unknown, context: Context) => Promise<unknown>,
): Handler {
  const idle: ReturnType<typeof open>[] = [];
  let requests = 0;
  return async (event, remaining, request = `${functionName} ${++requests}`) => {
    const container = idle.pop() ?? open();
    try {
      const answer = await container(event, inLambda(functionName, remaining, request));
      return JSON.parse(JSON.stringify(answer ?? null));
    } finally {
      idle.push(container);
    }
  };
}

function inLambda(functionName: string, remaining: number, awsRequestId: string): Context {
  return {
    functionName,
    awsRequestId,
    invokedFunctionArn: 'arn',
    memoryLimitInMB: '512',
    getRemainingTimeInMillis: () => remaining,
  } as Context;
}
