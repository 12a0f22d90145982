import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Failure } from '../core/observation';
import { type Closed, NETWORKS } from './closed-networks';
import { bytesOf } from './ip-address';

/**
 * Why an address must not be looked at, as a sentence without its full stop that names it; undefined where it may be.
 * Whoever connects asks about the very address that is connected to, after the name has been looked up.
 */
export type Guard = (address: string) => string | undefined;

export interface GuardOptions {
  /** Whether the prober stands in a private network of its owner's, whose addresses are then open to it. */
  readonly vpc: boolean;
  /** Addresses and ranges (`10.1.0.0/16`, `fd12::7`) that are open whatever they are, except for what no prober has business with. */
  readonly allow?: readonly string[];
}

/**
 * Keeps rows, which many people may edit, from turning a prober in the cloud against the machine and the network it runs in.
 *
 * @throws TypeError or RangeError where an allowed range cannot be read.
 */
export function guardFor({ vpc, allow = [] }: GuardOptions): Guard {
  const allowed = rangesOf(allow);
  const closed = NETWORKS.filter(({ open }) => !(vpc && open === 'in a VPC')).map((network) => ({
    ...network,
    ranges: rangesOf(network.ranges),
  }));
  return (address) => {
    const faces = [address, ...embeddedIn(address)];
    for (const face of faces) {
      const network = closed.find(({ ranges }) => holds(ranges, face));
      if (network === undefined) continue;
      const open = network.open !== 'never' && (holds(allowed, face) || holds(allowed, address));
      if (!open) return refusal(network, face, address);
    }
    return undefined;
  };
}

/** The failure to look at an address that the guard refuses; undefined where there is no guard, or it lets it pass. */
export function refusedBy(guard: Guard | undefined, host: string, address: string): Failure | undefined {
  const why = guard?.(address);
  if (why === undefined) return undefined;
  return { reason: 'address-refused', sentence: host === address ? `${why}.` : `${host} ${astray(why)}.` };
}

/** What is said of a name, or of a URL, that leads to an address which the guard refuses. */
export function astray(why: string): string {
  return `leads where this prober must not look: ${why}`;
}

function refusal({ is, open }: Pick<Closed, 'is' | 'open'>, face: string, address: string): string {
  const what = face === address ? `${address} ${is}` : `${address} stands for ${face}, which ${is}`;
  if (open === 'never') return `${what}, and is never looked at from the cloud`;
  return `${what}, and is not looked at from the cloud: name an agent that may look there as the row’s location, or deploy with allowAddresses=${address}`;
}

function holds(ranges: BlockList, address: string): boolean {
  const [plain = ''] = address.split('%', 1);
  return ranges.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
}

function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [, address, prefix] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(range) ?? [];
    if (address === undefined) throw new TypeError(`“${range}” is not a range of addresses`);
    const longest = bytesOf(address).length * 8;
    list.addSubnet(address, Number(prefix ?? longest), longest === 32 ? 'ipv4' : 'ipv6');
  }
  return list;
}

interface Embedding {
  /** Matches the address in hexadecimal. */
  readonly where: RegExp;
  /** The first byte of the IPv4 address. */
  readonly at: number;
  readonly inverted?: true;
}

/** Forms of IPv6 that lead to an IPv4 address, by themselves or where a translator or a tunnel stands at hand. */
const EMBEDDINGS: readonly Embedding[] = [
  // IPv4-compatible (RFC 4291 §2.5.5.1); ::/127 is not, but the unspecified address and the loopback.
  { where: /^0{24}(?!0{7}[01])/, at: 12 },
  // IPv4-mapped (RFC 4291 §2.5.5.2) and IPv4-translated (RFC 2765 §2.1).
  { where: /^0{20}ffff/, at: 12 },
  { where: /^0{16}ffff0000/, at: 12 },
  // NAT64 (RFC 6052 §2.1), and its prefix for local use with 96 bits of it taken (RFC 8215).
  { where: /^0064ff9b0{16}/, at: 12 },
  { where: /^0064ff9b0001/, at: 12 },
  // 6to4 (RFC 3056 §2), ISATAP (RFC 5214 §6.1), Teredo (RFC 4380 §4).
  { where: /^2002/, at: 2 },
  { where: /^.{16}0[02]005efe/, at: 12 },
  { where: /^20010000/, at: 12, inverted: true },
];

function embeddedIn(address: string): string[] {
  if (!isIPv6(address)) return [];
  const bytes = bytesOf(address);
  const hex = bytes.toString('hex');
  return EMBEDDINGS.filter(({ where }) => where.test(hex)).map(({ at, inverted }) =>
    [...bytes.subarray(at, at + 4)].map((byte) => (inverted ? 255 - byte : byte)).join('.'),
  );
}
