import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AcmCertificate, type Answer, type Input, OPERATIONS, type Operation } from './acm-answers';

/** How an operation behaves: as it should, or in one of the ways that AWS, or what lies before it, fails. */
type Behaviour =
  | 'works'
  | 'unknown'
  | 'denied'
  | 'not recognised'
  | 'expired'
  | 'out of order'
  | 'gone'
  | 'html'
  | 'cut'
  | 'silent';

export interface AcmServerOptions {
  /** Of all regions; each client sees those whose ARN has its region. */
  readonly certificates: readonly AcmCertificate[];
  readonly search?: Behaviour;
  readonly list?: Behaviour;
  readonly describe?: Behaviour;
  /** ARNs that DescribeCertificate fails for. */
  readonly broken?: readonly string[];
  /** This many calls are turned away first, whatever they ask. */
  readonly throttle?: number;
}

export interface AcmServer {
  readonly endpoint: string;
  /** The operations called, in order, those that failed and were repeated included. */
  readonly calls: string[];
  /** What they were called with. */
  readonly inputs: Input[];
  close(): Promise<void>;
}

/** A stand-in for AWS Certificate Manager on 127.0.0.1 that speaks its protocol, AWS JSON 1.1 over HTTP. */
export async function startAcm(options: AcmServerOptions): Promise<AcmServer> {
  const calls: string[] = [];
  const inputs: Input[] = [];
  const server = createServer((request, response) => {
    receive(request).then(
      (input) => {
        const operation = operationOf(request);
        calls.push(operation);
        inputs.push(input);
        respond(answer(options, operation, input, request, calls.length), request, response);
      },
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { endpoint: `http://127.0.0.1:${port}`, calls, inputs, close };
}

async function receive(request: IncomingMessage): Promise<Input> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

/** `X-Amz-Target: CertificateManager.ListCertificates` */
function operationOf({ headers }: IncomingMessage): string {
  return /^CertificateManager\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? '';
}

function answer(
  { certificates, broken = [], throttle = 0, ...behaviours }: AcmServerOptions,
  operation: string,
  input: Input,
  { headers }: IncomingMessage,
  call: number,
): Answer | 'html' | 'cut' | 'silent' {
  const region = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/acm\/aws4_request/.exec(headers.authorization ?? '')?.[1];
  if (region === undefined)
    return { error: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' };
  if (call <= throttle) return { error: 'ThrottlingException', message: 'Rate exceeded' };
  if (!isOperation(operation)) return FAILURES.unknown;
  const behaviour = behaviours[BEHAVIOUR_OF[operation]] ?? 'works';
  if (behaviour === 'html' || behaviour === 'cut' || behaviour === 'silent') return behaviour;
  if (behaviour === 'denied') return { error: 'AccessDeniedException', message: notAuthorised(operation) };
  if (behaviour !== 'works') return FAILURES[behaviour];
  if (operation === 'DescribeCertificate' && broken.includes(String(input.CertificateArn)))
    return FAILURES['out of order'];
  const inRegion = certificates.filter(({ CertificateArn }) => CertificateArn.split(':')[3] === region);
  return OPERATIONS[operation](inRegion, input);
}

const BEHAVIOUR_OF = {
  SearchCertificates: 'search',
  ListCertificates: 'list',
  DescribeCertificate: 'describe',
} as const satisfies Record<Operation, keyof AcmServerOptions>;

function isOperation(name: string): name is Operation {
  return Object.hasOwn(OPERATIONS, name);
}

function notAuthorised(operation: Operation): string {
  const role = 'arn:aws:sts::123456789012:assumed-role/sweep/sweep';
  return `User: ${role} is not authorized to perform: acm:${operation} because no identity-based policy allows the acm:${operation} action`;
}

const FAILURES = {
  unknown: { error: 'com.amazon.coral.service#UnknownOperationException' },
  'not recognised': {
    error: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
  expired: { error: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
  gone: { error: 'ResourceNotFoundException', message: 'Could not find the certificate.' },
  'out of order': { error: 'ValidationException', message: 'The request could not be processed.' },
} as const satisfies Record<string, Answer>;

function respond(given: Answer | 'html' | 'cut' | 'silent', request: IncomingMessage, response: ServerResponse): void {
  if (given === 'silent') return;
  if (given === 'cut') {
    request.socket.destroy();
    return;
  }
  if (given === 'html') {
    response.writeHead(500, { 'content-type': 'text/html' }).end('<!doctype html><title>500</title>');
    return;
  }
  const isError = 'error' in given;
  const body = isError ? { __type: given.error, message: given.message } : given.output;
  response.writeHead(isError ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body, epochSeconds));
}

/** AWS JSON 1.1 writes a time as a number of seconds since 1970. Dates are strings by the time a replacer gets them. */
function epochSeconds(this: Input, key: string, value: unknown): unknown {
  const written = this[key];
  return written instanceof Date ? written.getTime() / 1000 : value;
}
