import { isIP } from 'node:net';

/** The bytes of an IP address, 4 or 16 of them; its zone (`%eth0`) is left away. @throws TypeError where it is none. */
export function bytesOf(address: string): Buffer {
  switch (isIP(address)) {
    case 4:
      return Buffer.from(address.split('.').map(Number));
    case 6:
      return bytesOfIpv6(address.split('%', 1)[0] ?? '');
    default:
      throw new TypeError(`“${address.slice(0, 60)}” is not an IP address`);
  }
}

/** Each address once, those of IPv4 first and then by number, so that DNS round robin changes nothing. */
export function inOrder(addresses: readonly string[]): string[] {
  const byBytes = new Map(addresses.map((address) => [sortKeyOf(address), address]));
  return [...byBytes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, address]) => address);
}

/** The zone counts here: one link-local address may lead to two machines. */
function sortKeyOf(address: string): string {
  const bytes = bytesOf(address);
  return `${bytes.length === 4 ? 4 : 6} ${bytes.toString('hex')} ${address.split('%')[1] ?? ''}`;
}

function bytesOfIpv6(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array<string>(8 - before.length - after.length).fill('0000');
  return Buffer.from([...before, ...zeros, ...after].join(''), 'hex');
}

/** Groups of 16 bits as four hexadecimal digits; the dotted form of the last two (RFC 4291 §2.2) counts for two. */
function groupsOf(text: string): string[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [group.padStart(4, '0')];
    const hex = bytesOf(group).toString('hex');
    return [hex.slice(0, 4), hex.slice(4)];
  });
}
