import type { Instant } from '../core/instant';
import { isOfTheDay, type KnownChain, type Remembered } from '../core/known-chain';
import { alpnFor } from './alpn';
import { openStream } from './connection';
import type { Endpoint } from './handshake';
import { type Ask, type Reading, readCertificates, type Unread } from './reader/read';

/** A server that refused the reader is not asked again by it for a day. */
export async function readBeside(
  endpoint: Endpoint,
  remembered: Remembered,
  until: number,
): Promise<Reading | undefined> {
  return refusesReader(remembered, endpoint.now) ? undefined : read(endpoint, remembered.chains, until);
}

/** A server that hangs at the reader's hello must leave time for the full check. */
function shareOf(until: number): number {
  const now = performance.now();
  return now + (until - now) / 3;
}

type Hello = Pick<Ask, 'plain' | 'sealed'>;

/** The usual one, one for the old that break off at it, and one for those that have TLS 1.3 alone. */
const HELLOS: readonly [Hello, ...Hello[]] = [{}, { plain: true }, { sealed: true }];
const TLS_13_FIRST: typeof HELLOS = [{ sealed: true }, {}, { plain: true }];

function hellosFor(known: readonly KnownChain[]): typeof HELLOS {
  return known.length > 0 && known.every(({ tls13Only }) => tls13Only) ? TLS_13_FIRST : HELLOS;
}

/**
 * What the server sends in answer to the first hello at which it does not break off; undefined where no connection, or no
 * dialogue before TLS, came about.
 *
 * @param known what it served before, which tells with which hello to begin.
 * @param until when the look as a whole gives up, in milliseconds of `performance.now()`.
 */
export async function read(
  endpoint: Endpoint,
  known: readonly KnownChain[],
  until: number,
): Promise<Reading | undefined> {
  const end = shareOf(until);
  const [hello, ...others] = hellosFor(known);
  let reading = await readOnce(endpoint, hello, end);
  for (const other of others) {
    if (reading === undefined || reading.ok || !isBrokenOff(reading)) return reading;
    if (other.plain && isOtherVersion(reading)) continue;
    reading = await readOnce(endpoint, other, end);
  }
  return reading;
}

function isBrokenOff({ why }: Unread): boolean {
  return why === 'alert' || why === 'closed' || why === 'reset';
}

/** protocol_version (RFC 8446 §6.2) */
const OTHER_VERSION = 70;

function isOtherVersion(reading: Unread): boolean {
  return reading.why === 'alert' && reading.alert === OTHER_VERSION;
}

/** Whatever became of it but a fault of our own would, after a full check that went well, become of it again. */
export function hasRefused(reading: Reading): boolean {
  return !reading.ok && reading.why !== 'failed';
}

/** No reader got anything of what a full check settled within the last day. */
export function refusesReader({ chains }: Remembered, now: Instant): boolean {
  return chains.length > 0 && chains.every((known) => known.refusesReader && isOfTheDay(known, now));
}

/** What it sends in answer to this hello, over a connection of its own. */
export async function readOnce(endpoint: Endpoint, hello: Hello, until: number): Promise<Reading | undefined> {
  const prepared = await openStream(endpoint, until);
  if ('failure' in prepared) return undefined;
  try {
    const { host: servername, protocol } = endpoint;
    return await readCertificates(prepared.stream, { servername, until, ...hello, ...alpnFor(protocol) });
  } finally {
    prepared.socket.destroy();
  }
}
