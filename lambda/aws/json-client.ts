import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ACMClient } from '@aws-sdk/client-acm';
import { SignatureV4 } from '@smithy/signature-v4';
import { isPassing } from './failure';
import { dnsSuffix } from './where';

/** A service that speaks AWS JSON 1.1 and has no client here: the SDK's weigh more than the one call that is made of them. */
interface JsonService {
  /** As requests to it are signed, and as its host name begins. */
  readonly name: string;
  /** What stands before the operation in `X-Amz-Target`. */
  readonly target: string;
}

export const PRIVATE_CA: JsonService = { name: 'acm-pca', target: 'ACMPrivateCA' };
export const TAGGING: JsonService = { name: 'tagging', target: 'ResourceGroupsTaggingAPI_20170126' };

/** Makes one call; rejects with an error that has the name and the status that AWS gave. */
export type JsonCall = (
  service: JsonService,
  operation: string,
  input: object,
  signal: AbortSignal,
) => Promise<Readonly<Record<string, unknown>>>;

/** What a call takes from the SDK: the credentials of an account, its connections, its hash. */
export type Lender = Pick<ACMClient['config'], 'credentials' | 'requestHandler' | 'sha256' | 'region'>;

export interface JsonSettings {
  readonly endpoint?: string;
  /** How to pause before another attempt; by default, by really waiting. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

const MOST_ATTEMPTS = 5;
/** Milliseconds before the second attempt, at most; doubled before each that follows. */
const FIRST_PAUSE = 500;

/** Thousands of the largest pages; what is longer is no answer. */
const LONGEST = 8 * 1024 * 1024;

/** Calls with the credentials and in the region of an SDK's client; tries again where that may help. */
export function jsonCalls(lender: Lender, { endpoint, wait = sleep }: JsonSettings): JsonCall {
  return async (service, operation, input, signal) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call(lender, endpoint, service, operation, input, signal);
      } catch (error) {
        if (attempt === MOST_ATTEMPTS || signal.aborted || !isPassing(error)) throw error;
      }
      await wait(Math.random() * FIRST_PAUSE * 2 ** (attempt - 1));
    }
  };
}

async function call(
  { credentials, requestHandler, sha256, region }: Lender,
  endpoint: string | undefined,
  { name, target }: JsonService,
  operation: string,
  input: object,
  abortSignal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const url = new URL(endpoint ?? hostOf(name, await region()));
  const request = {
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: '/',
    query: {},
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${target}.${operation}`,
    },
    body: JSON.stringify(input),
  };
  const signer = new SignatureV4({ service: name, region, credentials, sha256 });
  const { response } = await requestHandler.handle(await signer.sign(request), { abortSignal });
  return answerOf(response.statusCode, await textOf(response.body));
}

function hostOf(service: string, region: string): string {
  return `https://${service}.${region}.${dnsSuffix(region)}`;
}

async function textOf(body: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LONGEST) throw new Error(`AWS answered with more than ${LONGEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function answerOf(httpStatusCode: number, text: string): Readonly<Record<string, unknown>> {
  const answer = objectIn(text);
  if (answer !== undefined && httpStatusCode < 300) return answer;
  // `com.amazonaws.acmpca#ThrottlingException:http://…`, of which the middle is the name.
  const name = /^(?:[^#:]*#)?([^:]*)/.exec(String(answer?.__type ?? ''))?.[1];
  const error = new Error(String(answer?.message ?? answer?.Message ?? `HTTP ${httpStatusCode}`));
  throw Object.assign(error, {
    name: answer === undefined ? 'SyntaxError' : name || 'UnknownError',
    $metadata: { httpStatusCode },
  });
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
