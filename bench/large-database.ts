import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import dynalite from 'dynalite';
import { RESULTS_KEYS } from '../lambda/environment';
import { LATEST } from '../lambda/store/result-item';
import { TABLES } from './emulated-aws';
import { numberIn, stubName } from './stub';
import { type Stubbed, stubItems } from './stub-items';

// A DynamoDB that seems to hold more than dynalite can: rows, and results that nobody has written yet, are made as they are read. All
// else is dynalite's: an item is laid into it before it is first written or read alone.

/** As much of any request as is understood here. */
interface Input {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Segment?: number;
  readonly TotalSegments?: number;
  readonly ProjectionExpression?: string;
  readonly ExclusiveStartKey?: Key;
  readonly Key?: Key;
  readonly Item?: Key;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Key[] }>>;
}

interface Asked {
  readonly operation: string;
  readonly input: Input;
  readonly body: string;
  readonly headers: Record<string, string>;
}

const PAGE_BYTES = 1_000_000;

/** Milliseconds. */
const PATIENCE = 600_000;

async function open(size: number, stubbed: Stubbed): Promise<number> {
  const behind = `http://127.0.0.1:${await listen(dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }))}`;
  const items = await stubItems(Date.now(), stubbed);
  const itemOf = items.result;
  const laid = new Set<number>();
  const pass = async ({ body, headers }: Asked) => {
    const answer = await fetch(behind, { method: 'POST', body, headers });
    return { status: answer.status, text: await answer.text() };
  };
  const lay = async (i: number, asked: Asked) => {
    if (laid.has(i)) return;
    const body = `{"TableName":"${TABLES.results}","Item":${itemOf(i)}}`;
    const { status, text } = await pass({ ...asked, body, headers: { ...asked.headers, ...operation('PutItem') } });
    if (status !== 200) throw new Error(text);
    laid.add(i);
  };
  const answerTo = async (asked: Asked) => {
    const { input } = asked;
    if (asked.operation === 'Scan' && input.TableName === TABLES.targets)
      return ok(page(input, size, items.row, items.rowBytes));
    if (asked.operation === 'Scan' && input.IndexName === RESULTS_KEYS.byExpiry.index) {
      if (laid.size > 0) throw new Error('results are read as a whole before any is written');
      return ok(page(input, size, input.ProjectionExpression ? items.glimpse : itemOf, items.resultBytes));
    }
    if (asked.operation === 'BatchGetItem')
      return batch(asked, pass, (i) => (i < size && !laid.has(i) ? itemOf(i) : undefined));
    const alone = latestIn(input.Key ?? input.Item);
    if (alone !== undefined) await lay(alone, asked);
    return pass(asked);
  };
  const server = createServer(async (request, response) => {
    try {
      const { status, text } = await answerTo(await read(request));
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
    } catch (error) {
      response.writeHead(500).end(JSON.stringify({ __type: 'InternalServerError', message: String(error) }));
    }
  });
  // Whoever asks may be busy for longer than a server waits by default, and would find its connections gone.
  Object.assign(server, { keepAliveTimeout: PATIENCE, headersTimeout: PATIENCE, requestTimeout: 0 });
  return listen(server);
}

function ok(text: string) {
  return { status: 200, text };
}

function operation(name: string) {
  return { 'x-amz-target': `DynamoDB_20120810.${name}` };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces).toString();
  const { authorization = '', 'x-amz-target': target = '', 'x-amz-date': date = '' } = request.headers;
  const headers = {
    authorization,
    'x-amz-target': String(target),
    'x-amz-date': String(date),
    'content-type': 'application/x-amz-json-1.0',
  };
  return { operation: String(target).split('.')[1] ?? '', input: JSON.parse(body), body, headers };
}

/** A page of a segment, as long as those of DynamoDB are. */
function page(
  { Segment = 0, TotalSegments = 1, ExclusiveStartKey }: Input,
  size: number,
  textOf: (i: number) => string,
  itemBytes: number,
): string {
  const [start, end] = [0, 1].map((more) => Math.floor((size * (Segment + more)) / TotalSegments));
  const last = numberIn(keyIn(ExclusiveStartKey));
  const from = last === undefined ? (start ?? 0) : last + 1;
  const count = Math.min((end ?? 0) - from, Math.floor(PAGE_BYTES / itemBytes));
  const items = Array.from({ length: count }, (_, i) => textOf(from + i)).join(',');
  const isMore = from + count < (end ?? 0);
  const lastKey = isMore ? `,"LastEvaluatedKey":{"target":{"S":"${stubName(from + count - 1)}"}}` : '';
  const units = Math.ceil((count * itemBytes) / 4_096) / 2;
  return `{"Count":${count},"ScannedCount":${count},"Items":[${items}],"ConsumedCapacity":{"CapacityUnits":${units}}${lastKey}}`;
}

async function batch(
  asked: Asked,
  pass: (asked: Asked) => Promise<{ status: number; text: string }>,
  madeUp: (i: number) => string | undefined,
) {
  const [[table, { Keys }] = ['', { Keys: [] }]] = Object.entries(asked.input.RequestItems ?? {});
  const made: string[] = [];
  const others: Key[] = [];
  for (const key of Keys) {
    const i = latestIn(key);
    const text = i === undefined ? undefined : madeUp(i);
    if (text === undefined) others.push(key);
    else made.push(text);
  }
  if (others.length > 0) {
    const body = JSON.stringify({ RequestItems: { [table]: { Keys: others, ConsistentRead: true } } });
    const answer = await pass({ ...asked, body });
    if (answer.status !== 200) return answer;
    for (const item of JSON.parse(answer.text).Responses[table]) made.push(JSON.stringify(item));
  }
  return ok(`{"Responses":{"${table}":[${made.join(',')}]},"UnprocessedKeys":{}}`);
}

interface Key {
  readonly target?: { readonly S?: string };
  readonly record?: { readonly S?: string };
}

function keyIn(key: Key | undefined): string | undefined {
  return key?.target?.S;
}

/** The number of the target whose latest result is meant. */
function latestIn(key: Key | undefined): number | undefined {
  return key?.record?.S === LATEST ? numberIn(keyIn(key)) : undefined;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the database has no port');
  return address.port;
}

process.once('disconnect', () => process.exit());
open(Number(process.argv[2]), JSON.parse(process.argv[3] ?? '{}')).then((port) => process.send?.(port));
