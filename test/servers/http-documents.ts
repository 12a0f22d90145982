import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { listening, type Running } from './running';

/** What a web server does with a request for one path. */
export type Document = Uint8Array | ((response: ServerResponse, request: IncomingMessage) => void);

export interface Web extends Running {
  /** `http://localhost:1234`, without a slash. */
  readonly origin: string;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
  /** The headers of the last request. */
  readonly headers: () => IncomingMessage['headers'];
}

/** A web server with these documents by their paths; the others are not found. */
export async function startWeb(
  documents: Readonly<Record<string, Document>>,
  tls?: { readonly cert: string; readonly key: string },
): Promise<Web> {
  const asked: string[] = [];
  let headers: IncomingMessage['headers'] = {};
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    asked.push(path);
    headers = request.headers;
    const document = documents[path];
    if (typeof document === 'function') document(response, request);
    else response.writeHead(document === undefined ? 404 : 200).end(document);
  };
  const running = await listening(tls === undefined ? createServer(serve) : createTlsServer(tls, serve));
  const origin = `${tls === undefined ? 'http' : 'https'}://localhost:${running.port}`;
  return { ...running, origin, asked, headers: () => headers };
}

/** Sends some bytes, and one more every so often, for at most a minute. */
export function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 900 });
  let left = 600;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) response.write('x');
    else response.destroy();
  }, 100);
  response.once('close', () => clearInterval(timer));
}

/** Goes on for as long as it is read. */
export function endless(response: ServerResponse): void {
  const block = Buffer.alloc(64 * 1024);
  const more = () => {
    while (!response.destroyed && response.write(block));
  };
  response.on('drain', more);
  more();
}
