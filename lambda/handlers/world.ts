import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { acmClients, REQUEST_TIMEOUTS } from '../aws/clients';
import type { MaintenanceWindow } from '../core/maintenance';
import { CLOUD } from '../core/read-targets';
import { ENVIRONMENT } from '../environment';
import { snsChannel } from '../notify/sns';
import { snsSubscribers } from '../notify/sns-subscribers';
import { toOperationsToo } from '../notify/to-operations';
import type { World } from '../stages/world';
import { openResults } from '../store/dynamo-results';
import { openTargets } from '../store/dynamo-targets';
import { createBudget } from '../tls/budget';
import { createCaAnswers } from '../tls/ca-answers';
import { createDnsRecords } from '../tls/dns-records';
import { type Guard, guardFor } from '../tls/guard';
import { createPreflight } from '../tls/preflight';
import { besidePreflight } from '../tls/preflight-of';
import { createResolver } from '../tls/resolver';

/** Milliseconds for one look at one target, its retry included. */
const LOOK_TIMEOUT = 10_000;

/** Targets at the same time: with 16 addresses each they stay below Lambda's 1,024 file descriptors. */
const CONCURRENCY = 50;

/**
 * The world as the stack lays it out, read from the function's environment.
 *
 * @param warn told of items that cannot be understood.
 * @throws when a variable is missing, or cannot be understood.
 */
export function deployedWorld(environment: NodeJS.ProcessEnv, warn: (sentence: string) => void): World {
  const dynamo = new DynamoDBClient({ maxAttempts: 8, requestHandler: REQUEST_TIMEOUTS });
  const targetsTable = required(environment, ENVIRONMENT.targetsTable);
  const privateCa = environment[ENVIRONMENT.privateCa];
  const find = createResolver();
  const guard = guardOf(environment);
  const preflight = createPreflight(createDnsRecords());
  const asked = environment[ENVIRONMENT.askCas] === 'no' ? undefined : createCaAnswers(find, guard);
  return {
    targets: openTargets(dynamo, targetsTable),
    results: openResults(dynamo, required(environment, ENVIRONMENT.resultsTable), {
      historyDays: Number(required(environment, ENVIRONMENT.historyDays)),
      onPoison: warn,
    }),
    ...told(environment),
    look: {
      now: Date.now,
      timeout: LOOK_TIMEOUT,
      ...(privateCa && { privateCa: readFileSync(join(__dirname, privateCa), 'utf8') }),
      find,
      guard,
      ca: besidePreflight(preflight, asked),
      preflight,
      budget: createBudget(),
      // AWS opens it on request alone, and only for functions in a VPC.
      outbound25: false,
      acm: acmClients(),
    },
    place: { targetsTable, ...(environment.AWS_REGION && { region: environment.AWS_REGION }) },
    location: CLOUD,
    maintenance: windowsOf(environment),
    concurrency: CONCURRENCY,
  };
}

function guardOf(environment: NodeJS.ProcessEnv): Guard {
  const ranges = environment[ENVIRONMENT.allowAddresses]?.split(',') ?? [];
  return guardFor({ vpc: false, allow: ranges });
}

/** By which ways notices leave, and who hears them. */
function told(environment: NodeJS.ProcessEnv): Pick<World, 'channel' | 'subscribers'> {
  const sns = new SNSClient({ maxAttempts: 5, requestHandler: REQUEST_TIMEOUTS });
  const topicArn = required(environment, ENVIRONMENT.topicArn);
  const notices = snsChannel(sns, topicArn);
  const operations = environment[ENVIRONMENT.operationsTopicArn];
  if (!operations) return { channel: notices };
  return {
    channel: toOperationsToo(notices, snsChannel(sns, operations)),
    subscribers: snsSubscribers(sns, topicArn),
  };
}

/** What the stack has checked and written. */
function windowsOf(environment: NodeJS.ProcessEnv): readonly MaintenanceWindow[] {
  return JSON.parse(environment[ENVIRONMENT.maintenance] ?? '[]');
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`The environment variable ${name} is missing; the stack sets it`);
  return value;
}
