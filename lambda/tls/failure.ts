import { isIPv6 } from 'node:net';
import { isNativeError } from 'node:util/types';
import type { Failure, FailureReason } from '../core/observation';
import { oneLine } from '../core/safe-text';
import { isExhaustion } from './exhaustion';
import { opensslFailure } from './openssl-failure';

/** What was being done when it failed; for the words. */
export interface Attempt {
  /** What the row names, and the address of it that is tried; absent while that is being looked up. */
  readonly host: string;
  readonly address?: string;
  readonly port: number;
  readonly phase: 'name lookup' | 'connection' | Awaiting | 'hand-shake';
  /** Milliseconds that everything together may take. */
  readonly timeout: number;
}

/** In the dialogue before TLS: `its SMTP greeting`, `its answer to STARTTLS`. */
export interface Awaiting {
  readonly awaits: string;
}

/** Why a look failed, in a stable word and a sentence for people. Any error at all may be given; never throws. */
export function failureOf(error: unknown, attempt: Attempt): Failure {
  const { code = '', syscall, message } = detailsOf(error);
  if (attempt.phase === 'name lookup') return lookupFailure(code, message, attempt);
  const where = placeOf(attempt);
  if (code === 'ECONNREFUSED') return failure('refused', `${where} refuses connections.`);
  if (code === 'ETIMEDOUT') return timedOut(attempt);
  if (NO_ROUTE.includes(code)) return noRoute(code, attempt);
  if (BROKEN_OFF.includes(code)) return brokenOff(syscall, attempt);
  if (isExhaustion(code)) return failure('internal-error', `${where} could not be looked at: ${exhausted(code)}.`);
  const words = opensslFailure(message);
  if (words !== undefined) return failure(words.reason, `${where} ${words.predicate}.`);
  return failure('internal-error', `${where} could not be looked at: ${oneLine(message)}.`);
}

/** EINVAL comes of link-local addresses without a zone, EACCES and EPERM of a firewall on the prober itself. */
const NO_ROUTE = [
  ...['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETDOWN', 'EHOSTDOWN'],
  ...['EINVAL', 'EACCES', 'EPERM'],
];
const BROKEN_OFF = ['ECONNRESET', 'ECONNABORTED', 'EPIPE'];

function exhausted(code: string): string {
  return `this prober ran out of resources (${code})`;
}

/** For the end of the time allowed. */
export function timedOut(attempt: Attempt): Failure {
  const within = `within ${attempt.timeout / 1000} s`;
  const where = placeOf(attempt);
  if (typeof attempt.phase === 'object') {
    const { awaits } = attempt.phase;
    return failure('timed-out', `${where} accepts the connection, but ${awaits} does not come ${within}.`);
  }
  switch (attempt.phase) {
    case 'name lookup':
      return failure('timed-out', `The name lookup of ${attempt.host} got no answer ${within}.`);
    case 'connection':
      return failure('timed-out', `${where} does not answer: no connection ${within}.`);
    case 'hand-shake':
      return failure('timed-out', `${where} accepts the connection, but does not finish the TLS hand-shake ${within}.`);
    default:
      return attempt.phase satisfies never;
  }
}

/** For a hand-shake that succeeded and showed nothing to go by; `problem` goes after the name of the place. */
export function unreadable(problem: string, attempt: Attempt): Failure {
  return failure('internal-error', `${placeOf(attempt)} ${problem}.`);
}

/** For port 25 where the way to it is closed, as it is for Lambda: it would look like a service that is down. */
export function portBlocked(at: Omit<Attempt, 'phase'>): Failure {
  const sentence = `${placeOf(at)} cannot be looked at from here: AWS lets no Lambda function connect to port 25. Watch port 465 (smtps://) or 587 (submission://) of the same server instead, or give the row the location of a prober elsewhere.`;
  return failure('port-blocked', sentence);
}

/** `Port 443 of www.example.com (192.0.2.1)` */
export function placeOf({ host, address, port }: Omit<Attempt, 'phase'>): string {
  return `Port ${port} of ${address === undefined || address === host ? host : `${host} (${address})`}`;
}

function lookupFailure(code: string, message: string, attempt: Attempt): Failure {
  const { host } = attempt;
  if (code === 'ENOTFOUND' || code === 'ENODATA') {
    return failure('no-such-host', `The name ${host} has no address in DNS.`);
  }
  if (code === 'ETIMEOUT' || code === 'ETIMEDOUT') return timedOut(attempt);
  const why = isExhaustion(code) ? exhausted(code) : `DNS says ${oneLine(code || message)}`;
  return failure('dns-failed', `The name ${host} could not be looked up: ${why}.`);
}

function noRoute(code: string, attempt: Attempt): Failure {
  const how = isIPv6(attempt.address ?? '') ? ' over IPv6' : '';
  return failure('no-route', `${placeOf(attempt)} cannot be reached from here${how} (${code}).`);
}

/** Node has ECONNRESET for an orderly close as well, then without the system call that failed. */
function brokenOff(syscall: string | undefined, attempt: Attempt): Failure {
  const where = placeOf(attempt);
  if (typeof attempt.phase === 'object') return brokenOffAwaiting(where, syscall, attempt.phase);
  const when = attempt.phase === 'connection' ? 'before' : 'in';
  if (syscall !== undefined) return failure('reset', `${where} resets the connection ${when} the TLS hand-shake.`);
  return failure('closed', `${where} closes the connection ${when} the TLS hand-shake, without an answer.`);
}

function brokenOffAwaiting(where: string, syscall: string | undefined, { awaits }: Awaiting): Failure {
  return syscall === undefined
    ? failure('closed', `${where} closes the connection where ${awaits} is due.`)
    : failure('reset', `${where} resets the connection where ${awaits} is due.`);
}

function failure(reason: FailureReason, sentence: string): Failure {
  return { reason, sentence };
}

function detailsOf(error: unknown): { code?: string; syscall?: string; message: string } {
  if (!isNativeError(error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const syscall = 'syscall' in error && typeof error.syscall === 'string' ? { syscall: error.syscall } : {};
  return { ...code, ...syscall, message: error.message };
}
