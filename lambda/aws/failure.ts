import type { Failure, FailureReason } from '../core/observation';
import { oneLine } from '../core/safe-text';
import { alwaysEnabled } from './where';

/** What was asked of AWS; goes into the sentence. */
export interface Asked {
  /** `ACM in eu-west-1` */
  readonly what: string;
  readonly region: string;
  /** The IAM actions it takes, as people read them. */
  readonly actions: string;
}

/** Why AWS did not answer, from whatever the SDK threw. */
export function awsFailure(error: unknown, asked: Asked): Failure {
  const facts = factsOf(error);
  const [reason, sentence] = credentialFailure(facts, asked) ??
    networkFailure(facts, asked) ??
    serviceFailure(facts, asked) ?? ['internal-error', `Looking at ${asked.what} failed: ${facts.said}`];
  return { reason, sentence: oneLine(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`, 500) };
}

/** The role may not make this call, or this region or partition does not have it; another call may serve. */
export function isUnavailable(error: unknown): boolean {
  const { name, status } = factsOf(error);
  const missing = status === 404 || status === 405 || status === 501;
  return missing || DENIED.test(name) || NOT_THE_PROTOCOL.test(name) || UNKNOWN_OPERATION.test(name);
}

export function isDenied(error: unknown): boolean {
  return DENIED.test(factsOf(error).name);
}

export function isGone(error: unknown): boolean {
  return GONE.test(factsOf(error).name);
}

/** Another attempt may succeed: AWS turned it away as too many, or failed itself, or something on the way did. */
export function isPassing(error: unknown): boolean {
  const { name, code, status = 0 } = factsOf(error);
  return THROTTLED.test(name) || status >= 500 || code !== '' || name === 'TimeoutError';
}

type Explained = readonly [FailureReason, string];

interface Facts {
  readonly name: string;
  /** Node's or OpenSSL's code of an error on the way: `ECONNREFUSED`. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** Name and message for people. */
  readonly said: string;
}

const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized)$/;
const GONE = /^(ResourceNotFoundException|NoSuchEntity(Exception)?)$/;
const UNKNOWN_OPERATION = /^(UnknownOperation(Exception)?|InvalidAction)$/;
/** The answer is no JSON: a proxy's page, or a stand-in for AWS that lacks the operation. */
const NOT_THE_PROTOCOL = /^SyntaxError$/;
const NOT_RECOGNISED = /^(UnrecognizedClientException|InvalidClientTokenId|AuthFailure|OptInRequired)$/;
const EXPIRED = /^ExpiredToken(Exception)?$/;
const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/;
const THROTTLED = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|LimitExceeded)/;
const OUT_OF_TIME = /^(AbortError|TimeoutError)$/;

function credentialFailure({ name, message }: Facts, { what, region, actions }: Asked): Explained | undefined {
  if (DENIED.test(name)) {
    return ['access-denied', `AWS refuses to tell of ${what}: the role needs ${actions} (AWS says: ${message})`];
  }
  if (EXPIRED.test(name) || (NO_CREDENTIALS.test(name) && /expired/i.test(message))) {
    return ['access-denied', `The AWS credentials for ${what} have expired; sign in again (AWS says: ${message})`];
  }
  if (NO_CREDENTIALS.test(name)) return ['access-denied', `No AWS credentials were found for ${what}: ${message}`];
  if (!NOT_RECOGNISED.test(name)) return undefined;
  // Where a region that no account can switch off does not recognise credentials, the credentials are at fault.
  return alwaysEnabled(region).includes(region)
    ? ['access-denied', `${what} does not recognise the AWS credentials (${name})`]
    : ['region-disabled', `The region ${region} is not enabled in this AWS account (${name})`];
}

const ON_THE_WAY: Readonly<Record<string, Explained>> = {
  ECONNREFUSED: ['refused', 'the connection was refused'],
  ECONNRESET: ['reset', 'the connection was cut'],
  EPIPE: ['reset', 'the connection was cut'],
  ENOTFOUND: ['no-such-host', 'its host name does not exist; is there such a region?'],
  EAI_AGAIN: ['dns-failed', 'its host name could not be looked up'],
  EHOSTUNREACH: ['no-route', 'there is no route to it'],
  ENETUNREACH: ['no-route', 'there is no route to it'],
  ETIMEDOUT: ['timed-out', 'it did not answer in time'],
};

function networkFailure({ name, code, said }: Facts, { what }: Asked): Explained | undefined {
  // The code first: the SDK calls a connection that was cut a TimeoutError.
  const known = ON_THE_WAY[code];
  if (known) return [known[0], `${what} could not be reached: ${known[1]} (${code})`];
  if (OUT_OF_TIME.test(name)) return ['timed-out', `${what} did not answer everything in time`];
  return code === '' ? undefined : ['service-failed', `${what} could not be reached: ${said}`];
}

function serviceFailure({ name, status, said }: Facts, { what }: Asked): Explained | undefined {
  if (THROTTLED.test(name)) return ['service-failed', `${what} turned the questions away as too many (${name})`];
  if (status === undefined) return undefined;
  const fault = NOT_THE_PROTOCOL.test(name) ? 'what came back is no answer of AWS' : said;
  return ['service-failed', `${what} failed with HTTP ${status}: ${fault}`];
}

/** Errors of Node, of the SDK and of another realm share no class, so they are read and not tested with instanceof. */
function factsOf(error: unknown): Facts {
  const name = textOf(error, 'name') || 'Error';
  const message = oneLine(textOf(error, 'message') || String(error), 250).replace(/\.$/, '');
  const status = get(get(error, '$metadata'), 'httpStatusCode');
  return {
    name,
    code: textOf(error, 'code'),
    message,
    status: typeof status === 'number' ? status : undefined,
    said: `${name}: ${message}`,
  };
}

function textOf(value: unknown, key: string): string {
  const text = get(value, key);
  return typeof text === 'string' ? text : '';
}

function get(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
