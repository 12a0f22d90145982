import fc from 'fast-check';
import { guardFor, refusedBy } from '../../lambda/tls/guard';
import { bytesOf } from '../../lambda/tls/ip-address';

const cloud = guardFor({ vpc: false });
const inVpc = guardFor({ vpc: true });

const OPEN: [string, string][] = [
  ['an address of the Internet', '93.184.216.34'],
  ['an address of the Internet in IPv6', '2606:2800:220:1::1'],
  ['the last before the private 10.0.0.0/8', '9.255.255.255'],
  ['the first after it', '11.0.0.0'],
  ['the last before 172.16.0.0/12', '172.15.255.255'],
  ['the first after it', '172.32.0.0'],
  ['the last before 100.64.0.0/10', '100.63.255.255'],
  ['the first after it', '100.128.0.0'],
  ['the last before the loopback', '126.255.255.255'],
  ['the first after it', '128.0.0.0'],
  ['the last before unique local IPv6', 'fbff::1'],
  ['an IPv4-mapped address of the Internet', '::ffff:93.184.216.34'],
  ['the same through NAT64', '64:ff9b::5db8:d822'],
  ['the same through 6to4', '2002:5db8:d822::1'],
];

test.each(OPEN)('%s may be looked at: %s', (_, address) => {
  expect(cloud(address)).toBeUndefined();
});

/** Refused in the cloud in every case. */
const CLOSED: [string, string, string][] = [
  ['the loopback', '127.0.0.1', 'is the prober’s own machine'],
  ['another address of the loopback', '127.255.255.254', 'is the prober’s own machine'],
  ['the loopback in IPv6', '::1', 'is the prober’s own machine'],
  ['the loopback written in full', '0:0:0:0:0:0:0:1', 'is the prober’s own machine'],
  ['the IPv4-mapped loopback', '::ffff:127.0.0.1', 'is the prober’s own machine'],
  ['the same in hexadecimal', '::ffff:7f00:1', 'is the prober’s own machine'],
  ['the same in full and capitals', '0:0:0:0:0:FFFF:7F00:0001', 'is the prober’s own machine'],
  ['the IPv4-compatible loopback', '::127.0.0.1', 'stands for 127.0.0.1, which is the prober’s own machine'],
  ['the IPv4-translated loopback', '::ffff:0:127.0.0.1', 'stands for 127.0.0.1'],
  ['the loopback through NAT64', '64:ff9b::7f00:1', 'stands for 127.0.0.1'],
  ['the loopback through 6to4', '2002:7f00:1::', 'stands for 127.0.0.1'],
  ['the loopback through ISATAP', '2001:db8::5efe:127.0.0.1', 'stands for 127.0.0.1'],
  ['the loopback through ISATAP, globally unique', '2001:db8::200:5efe:7f00:1', 'stands for 127.0.0.1'],
  ['the loopback through Teredo', '2001:0:4136:e378:8000:63bf:80ff:fffe', 'stands for 127.0.0.1'],
  ['the loopback through NAT64 for local use', '64:ff9b:1::7f00:1', '(is a private address|stands for 127.0.0.1)'],
  ['a link-local address', '169.254.1.1', 'is a link-local address'],
  ['a link-local address in IPv6', 'fe80::1', 'is a link-local address'],
  ['the same with a zone', 'fe80::1%eth0', 'is a link-local address'],
  ['the last link-local address', 'febf:ffff::1', 'is a link-local address'],
  ['the metadata service', '169.254.169.254', 'metadata'],
  ['the metadata service in IPv6', 'fd00:ec2::254', 'metadata'],
  ['the metadata service, mapped', '::ffff:169.254.169.254', 'metadata'],
  ['the metadata service, mapped in hexadecimal', '::ffff:a9fe:a9fe', 'metadata'],
  ['the metadata service through NAT64', '64:ff9b::a9fe:a9fe', 'metadata'],
  ['the metadata service through 6to4', '2002:a9fe:a9fe::1', 'metadata'],
  ['the credentials of a container', '169.254.170.2', 'metadata'],
  ['no address', '0.0.0.0', 'stands for no machine'],
  ['an address of “this” network, which leads to the loopback', '0.0.0.1', 'stands for no machine'],
  ['no address in IPv6', '::', 'stands for no machine'],
  ['no address, mapped', '::ffff:0.0.0.0', 'stands for no machine'],
  ['a multicast group', '224.0.0.251', 'stands for many machines at once'],
  ['a multicast group in IPv6', 'ff02::1', 'stands for many machines at once'],
  ['the broadcast', '255.255.255.255', 'stands for many machines at once'],
];

describe.each([
  ['outside of a VPC', cloud],
  ['in a VPC', inVpc],
])('%s', (_, guard) => {
  test.each(CLOSED)('%s is refused: %s', (_name, address, word) => {
    expect(guard(address)).toMatch(new RegExp(`^${address} .*${word}`));
  });
});

test.each([
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.127.255.255'],
  ...['fc00::1', 'fdff:ffff::1', 'fec0::1', '192.0.0.171', '198.19.0.1', '240.0.0.1', '64:ff9b:1::808:808'],
  ...['::ffff:10.0.0.1', '64:ff9b::c0a8:101', '2002:ac10:1::1', '::10.0.0.1'],
])('%s is private: refused outside of a VPC, and open in one', (address) => {
  expect(cloud(address)).toContain('is a private address');
  expect(inVpc(address)).toBeUndefined();
});

const ALLOWED: [string, string[], string][] = [
  ['a single address', ['10.1.2.3'], '10.1.2.3'],
  ['a range', ['192.168.0.0/16'], '192.168.77.1'],
  ['one of several', ['10.0.0.0/8', 'fd12::/16'], 'fd12::1'],
  ['the loopback', ['127.0.0.1/32'], '127.0.0.1'],
  ['the loopback of IPv6', ['::1'], '::1'],
  ['a link-local address, whatever its zone', ['fe80::/10'], 'fe80::1%eth0'],
  ['what is mapped to IPv6 of an allowed range', ['10.0.0.0/8'], '::ffff:10.0.0.1'],
  ['what NAT64 leads to of an allowed range', ['10.0.0.0/8'], '64:ff9b::a00:1'],
  ['the very address that stands for another', ['64:ff9b::a00:1'], '64:ff9b::a00:1'],
];

test.each(ALLOWED)('%s may be allowed: %j opens %s', (_, allow, address) => {
  expect(cloud(address)).toBeDefined();
  expect(guardFor({ vpc: false, allow })(address)).toBeUndefined();
});

test.each([
  '169.254.169.254',
  '::ffff:169.254.169.254',
  'fd00:ec2::254',
  '0.0.0.0',
  '::',
  '224.0.0.1',
  '255.255.255.255',
])('%s stays closed even where everything is allowed', (address) => {
  const open = guardFor({ vpc: true, allow: ['0.0.0.0/0', '::/0', address] });
  expect(open('10.0.0.1')).toBeUndefined();
  expect(open(address)).toMatch(/is never looked at from the cloud$/);
});

test('what is next to an allowed range stays closed', () => {
  const guard = guardFor({ vpc: false, allow: ['10.1.0.0/16'] });
  expect([guard('10.1.255.255'), guard('10.2.0.0')]).toEqual([undefined, expect.stringContaining('private')]);
});

test.each([
  '10.0.0.0/33',
  'fd00::/129',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '10.0.0/8',
  'example.com',
  '',
  '10.0.0.0/-1',
  '10.0.0.0/1e1',
])('a range that is none is an error, not an open door: “%s”', (range) => {
  expect(() => guardFor({ vpc: false, allow: [range] })).toThrow();
});

test('every IPv4 address fares alike in all of its forms', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const hex = bytesOf(address).toString('hex');
      const [high, low] = [hex.slice(0, 4), hex.slice(4)];
      const plain = cloud(address) === undefined;
      const forms = [`::ffff:${address}`, `::ffff:${high}:${low}`, `64:ff9b::${address}`, `2002:${high}:${low}::1`];
      return forms.every((form) => (cloud(form) === undefined) === plain);
    }),
  );
});

test('every address there is gets an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => ['string', 'undefined'].includes(typeof cloud(address))),
  );
});

describe('the failure', () => {
  test('names the host, where it leads, and how to allow it', () => {
    expect(refusedBy(cloud, 'intranet.example.com', '10.1.2.3')).toEqual({
      reason: 'address-refused',
      sentence:
        'intranet.example.com leads where this prober must not look: 10.1.2.3 is a private address, and is not looked at from the cloud: name an agent that may look there as the row’s location, or deploy with allowAddresses=10.1.2.3.',
    });
  });

  test('names an address that was written as such once', () => {
    expect(refusedBy(cloud, '169.254.169.254', '169.254.169.254')).toEqual({
      reason: 'address-refused',
      sentence:
        '169.254.169.254 is an address of the cloud’s own metadata services, and is never looked at from the cloud.',
    });
  });

  test('is none where nothing is refused, or nobody guards', () => {
    expect(refusedBy(cloud, 'www.example.com', '93.184.216.34')).toBeUndefined();
    expect(refusedBy(undefined, 'localhost', '127.0.0.1')).toBeUndefined();
  });
});
