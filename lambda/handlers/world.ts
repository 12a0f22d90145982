import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { createAws, REQUEST_TIMEOUTS } from '../aws/clients';
import { awsSettings } from '../aws/settings';
import type { MaintenanceWindow } from '../core/maintenance';
import { CLOUD } from '../core/read-targets';
import { SEVERITIES } from '../core/severity';
import { ENVIRONMENT } from '../environment';
import { chatTopic } from '../notify/chat-topic';
import { type EventBus, eventBus } from '../notify/event-bus';
import { snsChannel } from '../notify/sns';
import { snsSubscribers } from '../notify/sns-subscribers';
import type { ChatRoom } from '../notify/to-chat';
import type { Prober, World } from '../stages/world';
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

/** Targets at the same time: as many as there are sockets, since what the budget bounds needs no bound here. */
const CONCURRENCY = 900;

/**
 * The world as the stack lays it out, read from the function's environment.
 *
 * @param warn told of items that cannot be understood.
 * @throws when a variable is missing, or cannot be understood.
 */
export function deployedWorld(environment: NodeJS.ProcessEnv, warn: (sentence: string) => void): World {
  const dynamo = dynamoClient();
  const sns = new SNSClient({ maxAttempts: 5, requestHandler: REQUEST_TIMEOUTS });
  const chat = chatOf(environment, sns);
  const events = eventsOf(environment);
  const targetsTable = required(environment, ENVIRONMENT.targetsTable);
  const topics = {
    notices: required(environment, ENVIRONMENT.topicArn),
    operations: required(environment, ENVIRONMENT.operationsTopicArn),
  };
  const digestMinutes = environment[ENVIRONMENT.digestMinutes];
  return {
    ...deployedProber(environment, dynamo, warn),
    targets: openTargets(dynamo, targetsTable),
    channel: snsChannel(sns, topics),
    subscribers: snsSubscribers(sns, topics),
    ...(digestMinutes && { digestEvery: Number(digestMinutes) * 60_000 }),
    ...(chat && { chat }),
    ...(events && { events }),
    place: { targetsTable, ...(environment.AWS_REGION && { region: environment.AWS_REGION }) },
  };
}

export function dynamoClient(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: 8, requestHandler: REQUEST_TIMEOUTS });
}

/** As much of the world as looking and settling touch; see {@link deployedWorld}. */
export function deployedProber(
  environment: NodeJS.ProcessEnv,
  dynamo: DynamoDBClient,
  warn: (sentence: string) => void,
): Prober {
  const privateCa = environment[ENVIRONMENT.privateCa];
  const find = createResolver();
  const guard = guardOf(environment);
  const preflight = createPreflight(createDnsRecords());
  const asked = environment[ENVIRONMENT.askCas] === 'no' ? undefined : createCaAnswers(find, guard);
  return {
    results: openResults(dynamo, required(environment, ENVIRONMENT.resultsTable), {
      historyDays: Number(required(environment, ENVIRONMENT.historyDays)),
      onPoison: warn,
    }),
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
      outbound25: environment[ENVIRONMENT.port25] === 'yes',
      aws: createAws(awsSettings(environment)),
    },
    location: CLOUD,
    maintenance: windowsOf(environment),
    concurrency: CONCURRENCY,
  };
}

function chatOf(environment: NodeJS.ProcessEnv, sns: SNSClient): ChatRoom | undefined {
  const topic = environment[ENVIRONMENT.chatTopicArn];
  if (!topic) return undefined;
  const severities = listed(environment, ENVIRONMENT.chatSeverity);
  const clients = listed(environment, ENVIRONMENT.chatClients);
  return {
    publish: chatTopic(sns, topic),
    ...(severities && { severities: SEVERITIES.filter((severity) => severities.includes(severity)) }),
    ...(clients && { clients }),
  };
}

function eventsOf(environment: NodeJS.ProcessEnv): EventBus | undefined {
  const bus = environment[ENVIRONMENT.eventBus];
  if (!bus) return undefined;
  return eventBus(new EventBridgeClient({ maxAttempts: 5, requestHandler: REQUEST_TIMEOUTS }), bus);
}

/** A JSON array of texts; undefined where there is none. */
function listed(environment: NodeJS.ProcessEnv, name: string): string[] | undefined {
  const value: unknown = environment[name] ? JSON.parse(environment[name]) : undefined;
  return Array.isArray(value) ? value.map(String) : undefined;
}

function guardOf(environment: NodeJS.ProcessEnv): Guard {
  const ranges = environment[ENVIRONMENT.allowAddresses]?.split(',') ?? [];
  return guardFor({ vpc: environment[ENVIRONMENT.vpc] === 'yes', allow: ranges });
}

/** What the stack has checked and written. */
export function windowsOf(environment: NodeJS.ProcessEnv): readonly MaintenanceWindow[] {
  return JSON.parse(environment[ENVIRONMENT.maintenance] ?? '[]');
}

export function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`The environment variable ${name} is missing; the stack sets it`);
  return value;
}
