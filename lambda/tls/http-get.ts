import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isNativeError } from 'node:util/types';
import { oneLine } from '../core/safe-text';
import { type Allowed, allowedAddresses, type Hosts } from './allowed-addresses';
import { codeOf } from './exhaustion';

/** What a request may take, and where it may go. */
export interface GetRules extends Hosts {
  /** Of the body; an answer that is longer is none. */
  readonly maxBytes: number;
  /** When to give up, in milliseconds of `performance.now()`. */
  readonly until: number;
  /** PEM: the CAs that https is trusted by, instead of the public ones. */
  readonly ca?: string;
}

/** The body is that of status 200; of all others it is empty. Header names are in lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly body: Uint8Array;
}
/** The problem goes on with a sentence that begins with the URL: “does not answer in time”. */
export type HttpOutcome = HttpAnswer | { readonly problem: string };

/** {@link httpGet} with the rules about where it may go already given. */
export type Get = (url: string, rules: Pick<GetRules, 'maxBytes' | 'until'>) => Promise<HttpOutcome>;

const MOST_REDIRECTS = 3;
const LONGEST_URL = 2_048;
const TOO_LATE = 'does not answer in time';

/**
 * GETs a document over HTTP or HTTPS. Never throws. Each redirect (at most three, never from https to http) and each address
 * is subject to the same rules; the connection goes to an address that was allowed, so that a name cannot change its mind
 * in between. Nothing is kept: no connection, no session, no cookie.
 */
export async function httpGet(address: string, rules: GetRules): Promise<HttpOutcome> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), Math.max(0, rules.until - performance.now()));
  try {
    return await following(address, rules, late.signal);
  } catch (error) {
    return { problem: late.signal.aborted ? TOO_LATE : `cannot be fetched (${wordOf(error)})` };
  } finally {
    clearTimeout(timer);
  }
}

async function following(address: string, rules: GetRules, signal: AbortSignal): Promise<HttpOutcome> {
  let at = usable(address, undefined);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    if ('problem' in at) return at;
    const allowed = await unlessAborted(allowedAddresses(at.url.hostname.replace(/^\[|\]$/g, ''), rules), signal);
    if ('problem' in allowed) return allowed;
    const response = await responseTo(at.url, allowed, rules, signal);
    const { statusCode: status = 0, headers } = response;
    const { location } = headers;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) {
      return answerOf(response, rules.maxBytes);
    }
    response.destroy();
    at = usable(location, at.url);
  }
  return { problem: `redirects more than ${MOST_REDIRECTS} times` };
}

function usable(text: string, from: URL | undefined): { url: URL } | { problem: string } {
  const refused = (why: string) => ({
    problem: `${from === undefined ? 'cannot be fetched: it' : 'redirects to what'} ${why}`,
  });
  if (text.length > LONGEST_URL || !URL.canParse(text, from?.href)) return refused('is no URL');
  const url = new URL(text, from);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refused('is no http or https URL');
  if (url.username !== '' || url.password !== '') return refused('holds a user name or password');
  if (from?.protocol === 'https:' && url.protocol === 'http:') return refused('is not protected by TLS any more');
  return { url };
}

/** Resolves as soon as the headers are there. */
function responseTo(url: URL, allowed: Allowed, { ca }: GetRules, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = request(url, {
      agent: false,
      signal,
      lookup: answering(allowed.addresses),
      headers: { 'User-Agent': 'notafter', Accept: '*/*', 'Accept-Encoding': 'identity' },
      ...(ca !== undefined && { ca }),
    });
    sent.once('response', resolve);
    // Not once: a socket that is torn down may have more than one thing to say.
    sent.on('error', reject);
    sent.end();
  });
}

/** Node asks for one address or for all, by its version and by what it means to do with them. */
function answering(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    if (options.all) return callback(null, all);
    const [{ address, family } = { address: '', family: 0 }] = all;
    return callback(null, address, family);
  };
}

async function answerOf(response: IncomingMessage, maxBytes: number): Promise<HttpOutcome> {
  const { statusCode: status = 0, headers } = response;
  const tooLong = { problem: `is longer than the ${maxBytes} bytes that are read` };
  if (status !== 200) {
    response.destroy();
    return { status, headers, body: new Uint8Array() };
  }
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    return tooLong;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop destroys the response, and with it the connection.
  for await (const chunk of response) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > maxBytes) return tooLong;
    chunks.push(chunk);
  }
  return { status, headers, body: Buffer.concat(chunks) };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function wordOf(error: unknown): string {
  return oneLine(codeOf(error) || (isNativeError(error) ? error.message : String(error)), 100);
}
