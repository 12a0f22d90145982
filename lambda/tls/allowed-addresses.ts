import { isIP } from 'node:net';
import { oneLine } from '../core/safe-text';
import { codeOf } from './exhaustion';
import { astray, type Guard } from './guard';

/** How names become addresses, and which of these may be connected to. */
export interface Hosts {
  /** Every address of a name; rejects with the resolver's error. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
  /** Absent where every address may be connected to. */
  readonly guard?: Guard;
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
  const reasons = found.map((address) => guard?.(address));
  const addresses = found.filter((_, i) => reasons[i] === undefined);
  if (addresses.length > 0) return { addresses };
  const [why] = reasons;
  return { problem: why === undefined ? `cannot be fetched, since ${oneLine(host, 100)} has no address` : astray(why) };
}

async function lookedUp(host: string, lookup: Hosts['lookup']): Promise<readonly string[] | { problem: string }> {
  try {
    const found = await lookup(host);
    return found.filter((address) => isIP(address) !== 0).slice(0, MOST_ADDRESSES);
  } catch (error) {
    const code = oneLine(codeOf(error) || String(error), 100);
    return { problem: `cannot be fetched, since DNS says ${code} of ${oneLine(host, 100)}` };
  }
}
