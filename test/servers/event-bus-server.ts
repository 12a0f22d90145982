import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listening } from './running';

/** An entry as PutEvents sends it. */
export interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  /** Seconds. */
  readonly Time: number;
  readonly Resources: readonly string[];
  readonly Detail: string;
}

/** What to do with one call: an error code for some of its entries, by their place in it; an answer without entries; an error; or a cut connection. */
export type BusFault =
  | { readonly do: 'refuse'; readonly entries: Readonly<Record<number, string>> }
  | { readonly do: 'fail'; readonly status: number; readonly code: string }
  | { readonly do: 'say nothing' }
  | { readonly do: 'cut'; readonly accepted: boolean };

export interface EventBusServer {
  readonly endpoint: string;
  /** The entries of each call, accepted or not. */
  readonly calls: (readonly Entry[])[];
  /** Those that were accepted. */
  readonly accepted: Entry[];
  /** Asked for each call, the first is 1; undefined accepts all. May be replaced at any time. */
  plan: (call: number) => BusFault | undefined;
  readonly close: () => Promise<void>;
}

/** EventBridge's PutEvents, as far as a caller can tell. It refuses what the real one refuses: more than ten entries, and large ones. */
export async function startEventBus(): Promise<EventBusServer> {
  const http = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { Entries }: { Entries: Entry[] } = JSON.parse(body);
      server.calls.push(Entries);
      answer(server, request, Entries, response);
    });
  });
  const running = await listening(http);
  const server: EventBusServer = {
    endpoint: `http://127.0.0.1:${running.port}`,
    calls: [],
    accepted: [],
    plan: () => undefined,
    close: running.close,
  };
  return server;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(server: EventBusServer, request: IncomingMessage, entries: Entry[], response: ServerResponse): void {
  const fault = faultOf(server, request, entries);
  const refused = fault?.do === 'refuse' ? fault.entries : {};
  const takes = fault?.do === 'cut' ? fault.accepted : fault?.do !== 'fail';
  if (takes) server.accepted.push(...entries.filter((_, i) => refused[i] === undefined));
  if (fault?.do === 'cut') request.socket.destroy();
  else if (fault?.do === 'fail') send(response, fault.status, { __type: fault.code, message: 'as planned' });
  else {
    const answers = entries.map((_, i) => {
      const ErrorCode = refused[i];
      return ErrorCode === undefined ? { EventId: `id-${i}` } : { ErrorCode, ErrorMessage: 'as planned' };
    });
    const FailedEntryCount = Object.keys(refused).length;
    send(response, 200, fault?.do === 'say nothing' ? {} : { FailedEntryCount, Entries: answers });
  }
}

function faultOf(server: EventBusServer, { headers }: IncomingMessage, { length }: Entry[]): BusFault | undefined {
  const fail = (code: string) => ({ do: 'fail', status: 400, code }) as const;
  if (headers['x-amz-target'] !== 'AWSEvents.PutEvents') return fail('UnknownOperation');
  return length < 1 || length > 10 ? fail('ValidationException') : server.plan(server.calls.length);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}
