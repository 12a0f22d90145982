import fc from 'fast-check';
import { bytesOf, inOrder } from '../../lambda/tls/ip-address';

test.each([
  ['192.0.2.1', 'c0000201'],
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['2001:db8::', '20010db8000000000000000000000000'],
  ['2001:db8:0:1:2:3:4:5', '20010db8000000010002000300040005'],
  ['2001:DB8::A', '20010db800000000000000000000000a'],
  ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
  ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ['64:ff9b::192.0.2.1', '0064ff9b0000000000000000c0000201'],
  ['fe80::1%eth0', 'fe800000000000000000000000000001'],
])('the bytes of %s are %s', (address, hex) => {
  expect(bytesOf(address).toString('hex')).toBe(hex);
});

test.each(['', 'example.com', '1.2.3', '1.2.3.256', '127.1', '0x7f000001', ':::', '1::2::3', '[::1]'])(
  '“%s” has none',
  (text) => {
    expect(() => bytesOf(text)).toThrow('is not an IP address');
  },
);

test('IPv6 has sixteen bytes, however it is written', () => {
  fc.assert(fc.property(fc.ipV6(), (address) => bytesOf(address).length === 16));
});

test('addresses are put in the order of their numbers, those of IPv4 first', () => {
  const addresses = ['2001:db8::2', '192.0.2.10', '2001:db8::1', '192.0.2.9', '10.0.0.1'];
  expect(inOrder(addresses)).toEqual(['10.0.0.1', '192.0.2.9', '192.0.2.10', '2001:db8::1', '2001:db8::2']);
});

test('an address is the same however it is written, but for its zone', () => {
  expect(inOrder(['::1', '0:0::1', '::0:1'])).toHaveLength(1);
  expect(inOrder(['fe80::1%b', 'fe80::1%a', 'fe80::1%a'])).toEqual(['fe80::1%a', 'fe80::1%b']);
});

test('the order does not depend on the order they come in', () => {
  const addresses = fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 20 });
  fc.assert(
    fc.property(addresses, (given) => {
      const key = (list: string[]) => list.map((address) => bytesOf(address).toString('hex'));
      expect(key(inOrder([...given].reverse()))).toEqual(key(inOrder(given)));
    }),
  );
});
