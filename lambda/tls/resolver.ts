import { lookup } from 'node:dns/promises';
import type { Lookup } from './addresses';
import { dnsLookup, isAbsent } from './dns';
import { codeOf, requireDescriptors } from './exhaustion';
import { type HostsFile, openHostsFile } from './hosts-file';
import { remembering } from './name-cache';

export interface ResolverOptions {
  /** DNS servers as `192.0.2.53` or `127.0.0.1:5353`; default those of the machine. */
  readonly servers?: readonly string[];
  /** Milliseconds that DNS may take for one name, all tries together. Default 4,000. */
  readonly timeout?: number;
  /** How often each question is sent at most. Default 3. */
  readonly tries?: number;
  /** Milliseconds that addresses are kept; failures a sixth of that. Default 30,000. */
  readonly cacheFor?: number;
  /** Default the machine's `/etc/hosts`. */
  readonly hosts?: HostsFile;
  /** What is asked where DNS alone does not know every name. Default {@link systemLookup}. */
  readonly system?: Lookup;
  /** Milliseconds of a clock that only goes forward, for the cache. Default `performance.now`. */
  readonly now?: () => number;
}

const MOST_NAMES = 10_000;

/**
 * How a sweep finds addresses, thousands of names at the same time: `localhost`, the hosts file, DNS by c-ares, and only for
 * names that DNS alone may not know (without a dot: search domains; `.local`: multicast; on macOS and Windows: name servers
 * of a VPN) what the system says. Make one for a process. Rejects with a `code`: ENOTFOUND, ETIMEOUT, ESERVFAIL, EMFILE …
 */
export function createResolver(options: ResolverOptions = {}): Lookup {
  const { cacheFor = 30_000, now = () => performance.now(), hosts = openHostsFile(), system = systemLookup } = options;
  const { servers, timeout = 4_000, tries = 3 } = options;
  const dns = dnsLookup({ timeout, tries, ...(servers !== undefined && { servers }) });
  const find: Lookup = async (name) => {
    const listed = await hosts(name);
    if (isLocalhost(name)) return loopbackOf(listed);
    if (listed.length > 0) return listed;
    return dns(name).catch((error: unknown) => {
      if (systemMayKnow(name, error)) return within(timeout, system(name));
      throw error;
    });
  };
  return remembering(find, { keep: cacheFor, keepFailure: cacheFor / 6, most: MOST_NAMES, now });
}

/** As the machine resolves names; at most four at the same time (libuv's threads). */
export async function systemLookup(name: string): Promise<readonly string[]> {
  try {
    const found = await lookup(name, { all: true, verbatim: true });
    return found.map(({ address }) => address);
  } catch (error) {
    // Out of descriptors, getaddrinfo says ENOTFOUND.
    await requireDescriptors();
    throw error;
  }
}

/** These are never asked of DNS (RFC 6761 §6.3). */
function isLocalhost(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}

/** What the hosts file says counts as far as it is a loopback address: not every machine has IPv6. */
function loopbackOf(listed: readonly string[]): readonly string[] {
  const loopback = listed.filter((address) => address === '::1' || address.startsWith('127.'));
  return loopback.length > 0 ? loopback : ['127.0.0.1', '::1'];
}

function systemMayKnow(name: string, error: unknown): boolean {
  // c-ares asks 127.0.0.1 where no name server is configured.
  if (codeOf(error) === 'ECONNREFUSED') return true;
  if (!isAbsent(error)) return false;
  return !name.includes('.') || name.endsWith('.local') || process.platform !== 'linux';
}

function within<T>(timeout: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error('ETIMEOUT'), { code: 'ETIMEOUT' });
    timer = setTimeout(reject, timeout, error);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
