import { ASSUMED, DEPLOYED, MEASURED } from './figures';
import { FREE, PRICES } from './prices';

export interface Estate {
  readonly targets: number;
  readonly sweepsADay: number;
  /** By the state machine instead of one function. */
  readonly distributed: boolean;
  /** Targets in a batch of the state machine; default as it is deployed. */
  readonly batch?: number;
  /** What never answers is in batches with others; default false, as it is deployed. */
  readonly isMixed?: boolean;
}

/** What the stack has, however many targets there are. */
export interface Fixed {
  /** Metrics that alarms watch, which is what an alarm is paid by. */
  readonly alarms: number;
  readonly metrics: number;
  readonly dashboards: number;
}

/** What is paid for in a month. */
export interface Line {
  readonly item: string;
  /** US dollars before the free tier, and what of it the free tier covers where nothing else in the account uses it. */
  readonly usd: number;
  readonly free: number;
}

const MILLION = 1e6;
const GB = 1e9;
const WHOLE_PROCESSOR_MIB = 1_769;

/** A month of an estate at list prices, item by item. */
export function costOf(estate: Estate, fixed: Fixed): Line[] {
  return [
    ...lambda(estate),
    ...dynamo(estate),
    ...messages(estate),
    ...watching(estate, fixed),
    ...network(estate),
    ...(estate.distributed ? distribution(estate) : []),
  ];
}

function line(item: string, amount: number, price: number, freely = 0): Line {
  return { item, usd: amount * price, free: Math.min(amount, freely) * price };
}

function sweepsOf({ sweepsADay }: Estate): number {
  return sweepsADay * ASSUMED.daysAMonth;
}

/** Milliseconds of a processor for a target and sweep: once a day it is looked at in full, and written. */
function cpuOf({ sweepsADay }: Estate): number {
  return MEASURED.cpuQuiet + (MEASURED.cpuDaily - MEASURED.cpuQuiet) / sweepsADay;
}

/** What one sweep's functions take. */
export function timeOf(estate: Estate) {
  const { lookSeconds, sweepMib } = DEPLOYED;
  if (estate.distributed) return timeInBatches(estate);
  // It waits for the dead while it looks at all others.
  const seconds = Math.max((estate.targets * cpuOf(estate)) / 1000, lookSeconds) + ASSUMED.startSeconds;
  return { starts: 1, batches: 0, waiting: 0, batchSeconds: 0, gbSeconds: (seconds * sweepMib) / 1024 };
}

/** What could not be seen the last time is in batches of its own, which wait; of the others those wait that lose one now. */
function timeInBatches(estate: Estate) {
  const { targets, batch = DEPLOYED.batch, isMixed = false } = estate;
  const { lookSeconds, batchMib, dealerMib } = DEPLOYED;
  const dead = isMixed ? 0 : Math.ceil((targets * ASSUMED.dead) / batch);
  const others = Math.ceil((targets * (isMixed ? 1 : 1 - ASSUMED.dead)) / batch);
  const lostNow = ASSUMED.outagesAMonth / sweepsOf(estate) + (isMixed ? ASSUMED.dead : 0);
  const waiting = dead + others * (1 - (1 - lostNow) ** batch);
  const own = (batch * (cpuOf(estate) + MEASURED.cpuInBatch) * WHOLE_PROCESSOR_MIB) / batchMib / 1000;
  const batches = dead + others;
  // Those that waited are settled in a second turn, which takes the time that surrounds looks alone.
  const batchSeconds =
    waiting * Math.max(lookSeconds, own) + (batches - waiting) * own + (batches + waiting) * ASSUMED.startSeconds;
  const dealing = (targets * (MEASURED.cpuDealt / 1_000 + ASSUMED.dealerWaits / MILLION) * dealerMib) / 1024;
  const starts = Math.ceil(batches + waiting) + 3;
  return { starts, batches, waiting, batchSeconds, gbSeconds: (batchSeconds * batchMib) / 1024 + dealing };
}

/**
 * What looking at edited rows takes in a month: both tables are read for it where they are not too large, and neither where sweeps
 * are distributed. The rows themselves and their results are read by their keys.
 */
function editsOf({ targets, distributed }: Estate) {
  const { sweepMib, dealerMib, mostForEdits } = DEPLOYED;
  const starts = (targets * ASSUMED.editsAMonth) / ASSUMED.editsTogether;
  const known = distributed || targets > mostForEdits ? 0 : targets;
  const seconds = ASSUMED.startSeconds + (known * MEASURED.cpuUnlooked) / 1000;
  const keyed = 2 * ASSUMED.editsTogether * MEASURED.keyedReadUnits;
  return {
    starts,
    reads: starts * (known * MEASURED.readUnits + keyed),
    gbSeconds: (starts * seconds * (distributed ? dealerMib : sweepMib)) / 1024,
  };
}

function lambda(estate: Estate): Line[] {
  const { gbSeconds, starts } = timeOf(estate);
  const sweeps = sweepsOf(estate);
  return [
    line('Lambda, time', gbSeconds * sweeps, PRICES.lambdaGbSecond, FREE.lambdaGbSeconds),
    line('Lambda, requests', starts * sweeps, PRICES.lambdaMillionRequests / MILLION, FREE.lambdaRequests),
    line('Edits: Lambda, time', editsOf(estate).gbSeconds, PRICES.lambdaGbSecond),
  ];
}

function dynamo(estate: Estate): Line[] {
  const { targets, distributed } = estate;
  const reads = MEASURED.readUnits + (distributed ? MEASURED.keyedReadUnits : 0);
  const events = ASSUMED.eventsAMonth * targets;
  const writes = MEASURED.writeUnits * targets * ASSUMED.daysAMonth + ASSUMED.writeUnitsAnEvent * events;
  // 100 bytes of each item, and of each copy in an index, come on top.
  const history = (events * DEPLOYED.historyDays * (ASSUMED.historyBytes + 100)) / ASSUMED.daysAMonth;
  const tables = (targets * (MEASURED.rowBytes + MEASURED.resultBytes + 200) + history) / GB;
  const index = (targets * (MEASURED.resultBytes + 100)) / GB;
  return [
    line('DynamoDB, reads', (reads * targets * sweepsOf(estate)) / MILLION, PRICES.dynamoMillionReads),
    line('Edits: DynamoDB, reads', editsOf(estate).reads / MILLION, PRICES.dynamoMillionReads),
    line('DynamoDB, writes', writes / MILLION, PRICES.dynamoMillionWrites),
    line('DynamoDB, storage', tables + index, PRICES.dynamoGbMonth, FREE.dynamoGb),
    line('DynamoDB, point-in-time recovery', tables, PRICES.dynamoBackupGbMonth),
  ];
}

function messages({ targets }: Estate): Line[] {
  const clients = Math.ceil(targets / ASSUMED.targetsAClient);
  const published = (clients * ASSUMED.messagesAClientAndWeek * ASSUMED.daysAMonth) / 7;
  const canaries = ASSUMED.daysAMonth;
  return [
    line('SNS, published', published + canaries, PRICES.snsMillionPublishes / MILLION, FREE.snsPublishes),
    line('SNS, e-mail', published * ASSUMED.mailboxes, PRICES.snsHundredThousandEmails / 1e5, FREE.emails),
  ];
}

function watching(estate: Estate, { alarms, metrics, dashboards }: Fixed): Line[] {
  const { starts } = timeOf(estate);
  const logs = (starts * sweepsOf(estate) * ASSUMED.logBytes) / GB;
  const traces = Math.max(1, starts * ASSUMED.traced) * sweepsOf(estate);
  // A metric is paid for in the hours in which it is sent.
  const share = Math.min(1, estate.sweepsADay / 24);
  return [
    line('CloudWatch, alarms', alarms, PRICES.alarmMonth, FREE.alarms),
    line('CloudWatch, metrics', metrics * share, PRICES.metricMonth, FREE.metrics),
    line('CloudWatch, dashboard', dashboards, PRICES.dashboardMonth, FREE.dashboards),
    line(
      'CloudWatch, logs',
      logs,
      PRICES.logsGbIn + (PRICES.logsGbMonth * DEPLOYED.logDays) / ASSUMED.daysAMonth,
      FREE.logsGb,
    ),
    line('X-Ray', traces / MILLION, PRICES.tracesMillion, FREE.traces / MILLION),
  ];
}

function network(estate: Estate): Line[] {
  const { targets, sweepsADay } = estate;
  const sent = MEASURED.sentByReader * (sweepsADay - 1) + MEASURED.sentInFull;
  return [line('Sent to the Internet', (sent * targets * ASSUMED.daysAMonth) / GB, PRICES.egressGb, FREE.egressGb)];
}

/** A child for each batch, and one more for each that has lost something; each reads and writes objects of its own. */
function distribution(estate: Estate): Line[] {
  const { waiting, batchSeconds, starts } = timeOf(estate);
  const sweeps = sweepsOf(estate);
  const gbSeconds = (batchSeconds * 64) / 1024;
  const puts = waiting + starts * 0.01 + 10;
  return [
    line('Step Functions, Express, requests', (starts * sweeps) / MILLION, PRICES.expressMillionRequests),
    line('Step Functions, Express, time', gbSeconds * sweeps, PRICES.expressGbSecond),
    line(
      'Step Functions, transitions',
      (starts + 20) * sweeps,
      PRICES.standardMillionTransitions / MILLION,
      FREE.transitions,
    ),
    line('S3, PUT', (puts * sweeps) / 1000, PRICES.s3ThousandPuts),
    line('S3, GET', ((starts * 0.1 + waiting + 10) * sweeps) / 1000, PRICES.s3ThousandGets),
  ];
}
