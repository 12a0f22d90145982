import { isIP } from 'node:net';
import type { Failure } from '../core/observation';
import { type Attempt, failureOf, timedOut } from './failure';
import { inOrder } from './ip-address';

/** Every address of a name, IPv4 and IPv6, in any order; rejects with the resolver's error. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** More addresses of one name than this are not looked at. */
const MOST_ADDRESSES = 16;

export interface Addresses {
  /** Each once and at most 16, those of IPv4 first and then by number. */
  readonly addresses: readonly string[];
  /** Those beyond them, which nobody looks at: to be named. */
  readonly rest: readonly string[];
}

/**
 * The addresses of a host; an IP address is its own. Never throws.
 *
 * @param until when to give up, in milliseconds of `performance.now()`.
 */
export async function addressesOf(
  { host, port, timeout }: Pick<Attempt, 'host' | 'port' | 'timeout'>,
  find: Lookup,
  until: number,
): Promise<Addresses | { readonly failure: Failure }> {
  if (isIP(host) !== 0) return { addresses: [host], rest: [] };
  const attempt: Attempt = { host, port, timeout, phase: 'name lookup' };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ failure: Failure }>((resolve) => {
    timer = setTimeout(() => resolve({ failure: timedOut(attempt) }), Math.max(0, until - performance.now()));
  });
  try {
    const found = await Promise.race([find(host), late]);
    if ('failure' in found) return found;
    if (found.length === 0) return { failure: failureOf(NO_ADDRESS, attempt) };
    const all = inOrder(found);
    return { addresses: all.slice(0, MOST_ADDRESSES), rest: all.slice(MOST_ADDRESSES) };
  } catch (error) {
    return { failure: failureOf(error, attempt) };
  } finally {
    clearTimeout(timer);
  }
}

const NO_ADDRESS = Object.assign(new Error('no address'), { code: 'ENODATA' });
