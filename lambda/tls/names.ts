import { isIP } from 'node:net';
import type { SubjectName } from './subject-names';

/**
 * Whether a certificate with these names is for this host, as RFC 9525 §6 has it: IP addresses by iPAddress alone, host
 * names by dNSName alone, `*` only as the whole leftmost label and for exactly one label; never by the common name.
 *
 * @param host in ASCII (xn--…), or an IP address without brackets.
 */
export function namesMatch(host: string, names: readonly SubjectName[]): boolean {
  if (isIP(host) !== 0) {
    const address = canonicalAddress(host);
    return names.some(({ type, value }) => type === 'ip' && value === address);
  }
  const name = host.toLowerCase().replace(/\.$/, '');
  return name !== '' && names.some(({ type, value }) => type === 'dns' && dnsNameMatches(name, value.toLowerCase()));
}

/** A presented name that ends in a dot matches nothing: certificates have no such names, and most clients refuse them. */
function dnsNameMatches(name: string, presented: string): boolean {
  if (!presented.startsWith('*.')) return name === presented;
  const [, ...parents] = name.split('.');
  // As OpenSSL and browsers do, `*.com` is not taken for every name under it.
  return parents.length >= 2 && `*.${parents.join('.')}` === presented;
}

/** One spelling for each address: IPv6 has many. */
function canonicalAddress(address: string): string {
  return isIP(address) === 6 && !address.includes('%')
    ? new URL(`http://[${address}]/`).hostname.slice(1, -1)
    : address;
}
