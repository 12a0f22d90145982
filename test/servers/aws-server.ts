import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { types } from 'node:util';
import { listening } from './running';

// Jest gives tests an Error of their own, and the SDK hides the errors of Node that are not of it.
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, error: unknown) {
    return this === Error ? types.isNativeError(error) : Function.prototype[Symbol.hasInstance].call(this, error);
  },
});

export type Input = Readonly<Record<string, unknown>>;

/** An answer of AWS: its members, or the name of an error and what it says. */
export type Answer = { readonly output: object } | { readonly error: string; readonly message?: string };

/** What is asked, and by whom; the account is told by the access key. */
export interface Asked {
  readonly service: string;
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  readonly input: Input;
}

/** How a service answers; or in one of the ways that AWS, or what lies before it, fails. */
export type Reply = Answer | 'html' | 'cut' | 'silent';
export type Service = (asked: Asked) => Reply;

export interface AwsServer {
  readonly endpoint: string;
  /** Every call in order, those that failed and were repeated included. */
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** The account whose access keys do not name one. */
export const OWN = '123456789012';

/** Keys that name their account. */
export function keysOf(account: string) {
  return { accessKeyId: `ASIA${account}`, secretAccessKey: 'secret' };
}

/** A stand-in for AWS on 127.0.0.1 that speaks the protocol of each service. */
export async function startAws(services: Readonly<Record<string, Service>>): Promise<AwsServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    read(request).then(
      (call) => {
        if (call !== undefined) asked.push(call);
        const reply = call === undefined ? UNSIGNED : (services[call.service]?.(call) ?? UNKNOWN);
        respond(reply, call, request, response);
      },
      () => response.writeHead(400).end(),
    );
  });
  const { port, close } = await listening(server);
  return { endpoint: `http://127.0.0.1:${port}`, asked, close };
}

const UNSIGNED: Answer = { error: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' };
export const UNKNOWN: Answer = { error: 'com.amazon.coral.service#UnknownOperationException' };

async function read(request: IncomingMessage): Promise<Asked | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const { authorization = '', ...headers } = request.headers;
  const [, key = '', region, service] =
    /Credential=([^/]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/.exec(authorization) ?? [];
  if (region === undefined || service === undefined) return undefined;
  const account = /^A[SK]IA(\d{12})$/.exec(key)?.[1] ?? OWN;
  if (String(headers['content-type']).startsWith('application/x-www-form-urlencoded')) {
    const { Action: operation = '', ...input } = Object.fromEntries(new URLSearchParams(body));
    return { service, account, region, operation, input };
  }
  // `CertificateManager.ListCertificates`, or for what has its operations in the path `/listRegions`.
  const operation = /[.](\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? (request.url ?? '').slice(1);
  return { service, account, region, operation, input: JSON.parse(body || '{}') };
}

function respond(reply: Reply, call: Asked | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (reply === 'silent') return;
  if (reply === 'cut') {
    request.socket.destroy();
    return;
  }
  if (reply === 'html') {
    response.writeHead(500, { 'content-type': 'text/html' }).end('<!doctype html><title>500</title>');
    return;
  }
  const { service = '', operation = '' } = call ?? {};
  if (QUERY.includes(service)) respondInXml(reply, operation, response);
  else respondInJson(reply, response);
}

function respondInJson(reply: Answer, response: ServerResponse): void {
  const isError = 'error' in reply;
  const body = isError ? { __type: reply.error, message: reply.message } : reply.output;
  response.writeHead(isError ? 400 : 200, {
    'content-type': 'application/x-amz-json-1.1',
    ...(isError && { 'x-amzn-errortype': reply.error }),
  });
  response.end(JSON.stringify(body, epochSeconds));
}

/** AWS JSON 1.1 writes a time as a number of seconds since 1970. Dates are strings by the time a replacer gets them. */
function epochSeconds(this: Input, key: string, value: unknown): unknown {
  const written = this[key];
  return written instanceof Date ? written.getTime() / 1000 : value;
}

/** The services that speak the query protocol: forms are asked, XML is answered. */
const QUERY = ['iam', 'rds', 'sts'];

function respondInXml(reply: Answer, operation: string, response: ServerResponse): void {
  if ('error' in reply) {
    const error = { Type: 'Sender', Code: reply.error.replace(/^.*#/, ''), Message: reply.message ?? '' };
    response.writeHead(400, { 'content-type': 'text/xml' }).end(element('ErrorResponse', { Error: error }));
    return;
  }
  const body = element(`${operation}Response`, { [`${operation}Result`]: reply.output, ResponseMetadata: {} });
  response.writeHead(200, { 'content-type': 'text/xml' }).end(body);
}

/** RDS names the members of its lists after the list. */
const MEMBERS: Readonly<Record<string, string>> = {
  DBInstances: 'DBInstance',
  Certificates: 'Certificate',
  TagList: 'Tag',
};

function element(name: string, value: unknown): string {
  if (value === undefined) return '';
  return `<${name}>${contents(name, value)}</${name}>`;
}

function contents(name: string, value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((member) => element(MEMBERS[name] ?? 'member', member)).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, member]) => element(key, member))
      .join('');
  }
  return String(value).replace(/[<&]/g, (mark) => (mark === '<' ? '&lt;' : '&amp;'));
}

/** A page of a list: so many from where the token says, and the token of the next. */
export function pageOf<T>(all: readonly T[], size: number, token: unknown): { page: T[]; next: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(String(token), 'base64url'));
  const end = start + size;
  const next = end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { page: all.slice(start, end), next };
}
