import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What to do with one call: let it through, answer with an AWS error, cut the connection before or after it was accepted or in the
 * midst of the answer, never answer or not to the end, or call a function around it.
 */
export type Fault =
  | { readonly do: 'fail'; readonly status: number; readonly code: string }
  | { readonly do: 'cut' }
  | { readonly do: 'accept and cut' }
  | { readonly do: 'cut midway' }
  | { readonly do: 'say nothing' }
  | { readonly do: 'say half' }
  | { readonly do: 'run'; readonly before?: () => void; readonly after?: () => void };

export interface FaultProxy {
  readonly endpoint: string;
  /** The operations that were called, in order: `PutItem`, `Publish` … */
  readonly calls: string[];
  /** Asked for each call; undefined lets it through. May be replaced at any time. */
  plan: (operation: string, count: number) => Fault | undefined;
  readonly close: () => Promise<void>;
}

/** Stands before an emulator of an AWS service and makes its calls fail as planned. `count` begins with 1 for each operation. */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  const calls: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const operation = operationOf(incoming, body);
      calls.push(operation);
      const fault = proxy.plan(operation, calls.filter((call) => call === operation).length);
      handle(fault, upstream, incoming, body, outgoing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    plan: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

/** JSON protocols name the operation in a header, query protocols in the body; of S3, the address tells, mostly in words. */
function operationOf({ headers, method, url = '' }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  const { searchParams } = new URL(url, 'http://s3');
  const action = new URLSearchParams(body.toString('utf8')).get('Action') ?? searchParams.get('x-id');
  if (action !== null) return action;
  if (searchParams.has('uploads')) return 'CreateMultipartUpload';
  if (searchParams.has('uploadId')) return 'CompleteMultipartUpload';
  return `${method} ${url}`;
}

function handle(
  fault: Fault | undefined,
  upstream: string,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): void {
  if (fault?.do === 'cut') {
    incoming.socket.destroy();
    return;
  }
  if (fault?.do === 'say nothing') return;
  if (fault?.do === 'fail') {
    answerError(fault, incoming, outgoing);
    return;
  }
  const { before, after } = fault?.do === 'run' ? fault : {};
  before?.();
  const forwarded = request(
    upstream,
    { method: incoming.method, path: incoming.url, headers: incoming.headers },
    (response) => {
      if (fault?.do === 'accept and cut') {
        incoming.socket.destroy();
        return;
      }
      response.on('end', () => after?.());
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      if (fault?.do === 'cut midway' || fault?.do === 'say half') sayHalf(fault, response, outgoing);
      else response.pipe(outgoing);
    },
  );
  forwarded.on('error', () => outgoing.destroy());
  forwarded.end(body);
}

/** All that it says is true, and its length is that of the whole. */
function sayHalf({ do: what }: Fault, response: IncomingMessage, outgoing: ServerResponse): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => {
    const body = Buffer.concat(chunks);
    outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), () => {
      if (what === 'cut midway') outgoing.destroy();
    });
  });
}

function answerError(
  { status, code }: { status: number; code: string },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  if (incoming.headers['x-amz-target'] !== undefined) {
    outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    outgoing.end(JSON.stringify({ __type: code, message: code }));
    return;
  }
  outgoing.writeHead(status, { 'content-type': 'text/xml' });
  if (!incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    outgoing.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    return;
  }
  outgoing.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error></ErrorResponse>`,
  );
}
