import { isIP } from 'node:net';
import { isNativeError } from 'node:util/types';
import { oneLine } from '../core/safe-text';

/** How names become addresses, and which of these may be connected to. */
export interface Hosts {
  /** Every address of a name; rejects with the resolver's error. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
  /** Why an address must not be connected to, in words that go on with the address; undefined where it may. Absent where every one may. */
  readonly guard?: (address: string) => string | undefined;
}

export interface Allowed {
  readonly addresses: readonly string[];
}

/** Nobody needs more than these to fetch one document. */
const MOST_ADDRESSES = 8;

/**
 * The addresses of a host that may be connected to, at least one. Never throws.
 *
 * @param host a name, or an IP address as `URL.hostname` writes it, without brackets.
 */
export async function allowedAddresses(host: string, { lookup, guard }: Hosts): Promise<Allowed | { problem: string }> {
  const found = isIP(host) !== 0 ? [host] : await lookedUp(host, lookup);
  if ('problem' in found) return found;
  const judged = found.map((address) => ({ address, why: guard?.(address) }));
  const addresses = judged.flatMap(({ address, why }) => (why === undefined ? [address] : []));
  if (addresses.length > 0) return { addresses };
  const [refused] = judged;
  if (refused === undefined) return { problem: `cannot be fetched, since ${oneLine(host, 100)} has no address` };
  return { problem: `leads to ${refused.address}, which ${oneLine(refused.why ?? '')}` };
}

async function lookedUp(host: string, lookup: Hosts['lookup']): Promise<readonly string[] | { problem: string }> {
  try {
    const found = await lookup(host);
    return found.filter((address) => isIP(address) !== 0).slice(0, MOST_ADDRESSES);
  } catch (error) {
    const code = oneLine(codeOf(error) ?? String(error), 100);
    return { problem: `cannot be fetched, since DNS says ${code} of ${oneLine(host, 100)}` };
  }
}

/** The word that Node's errors have: `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  return isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
